BROWSER_VECTORS: dict[str, str] = {}
