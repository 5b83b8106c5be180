"""What a page can do to reach another place. Each runs in a frame of one page, all at once.

`{http}`, `{https}`, `{ws}`, `{wss}` are the forbidden place as this vector's own host; `{site}` is the page's own
origin, and `{redirect}` an address there that leads to `{http}`.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

_SCRIPTS = {
    "fetch": "fetch('{http}')",
    "fetch-no-cors": "fetch('{http}', {{mode: 'no-cors'}})",
    "fetch-post": "fetch('{http}', {{method: 'POST', body: 'x', mode: 'no-cors'}})",
    "fetch-keepalive": "fetch('{http}', {{keepalive: true, mode: 'no-cors', method: 'POST', body: 'x'}})",
    "fetch-https": "fetch('{https}')",
    "fetch-preflight": "fetch('{http}', {{headers: {{'X-Own': '1'}}}})",
    "xhr": "const x = new XMLHttpRequest(); x.open('GET', '{http}'); x.send()",
    "xhr-sync": "const x = new XMLHttpRequest(); x.open('GET', '{http}', false); try {{ x.send() }} catch {{}}",
    "beacon": "navigator.sendBeacon('{http}', 'x')",
    "websocket": "new WebSocket('{ws}')",
    "websocket-tls": "new WebSocket('{wss}')",
    "event-source": "new EventSource('{http}')",
    "image-object": "new Image().src = '{http}'",
    "audio-object": "new Audio('{http}').play().catch(() => 0)",
    "import": "import('{http}').catch(() => 0)",
    "worker-fetch": "new Worker(URL.createObjectURL(new Blob([`fetch('{http}').catch(() => 0)`])))",
    "worker-websocket": "new Worker(URL.createObjectURL(new Blob([`new WebSocket('{ws}')`])))",
    "worker-import": "new Worker(URL.createObjectURL(new Blob([`importScripts('{http}')`])))",
    "shared-worker": "new SharedWorker(URL.createObjectURL(new Blob([`fetch('{http}').catch(() => 0)`])))",
    "service-worker": "navigator.serviceWorker.register('{site}/worker.js?to={quoted}', {{scope: '/{name}'}})",
    "service-worker-import": "navigator.serviceWorker.register('{site}/importing.js?to={quoted}',"
    " {{scope: '/{name}'}})",
    "cache-add": "caches.open('x').then(cache => cache.add(new Request('{http}', {{mode: 'no-cors'}}))).catch(() => 0)",
    "font-face": "new FontFace('x', 'url({http})').load().catch(() => 0)",
    "location": "location.href = '{http}'",
    "location-replace": "location.replace('{http}')",
    "window-open": "window.open('{http}')",
    "window-open-https": "window.open('{https}')",
    "link-click": "const a = document.createElement('a'); a.href = '{http}'; document.body.append(a); a.click()",
    "link-blank": "const a = document.createElement('a'); a.href = '{http}'; a.target = '_blank'; a.click()",
    "link-download": "const a = document.createElement('a'); a.href = '{http}'; a.download = 'x'; a.click()",
    "link-ping": "const a = document.createElement('a'); a.href = '#x'; a.ping = '{http}';"
    " document.body.append(a); a.click()",
    "form-get": "const f = document.createElement('form'); f.action = '{http}'; document.body.append(f); f.submit()",
    "form-post": "const f = document.createElement('form'); f.action = '{http}'; f.method = 'post';"
    " document.body.append(f); f.submit()",
    "document-write": "document.write('<img src={http}>')",
    "iframe-script": "const i = document.createElement('iframe'); i.src = '{http}'; document.body.append(i)",
    "stylesheet-script": "const s = new CSSStyleSheet(); s.replaceSync('body {{ background: url({http}) }}');"
    " document.adoptedStyleSheets = [s]",
    "history-frame": "const i = document.createElement('iframe'); document.body.append(i);"
    " i.contentWindow.location = '{http}'",
    "worklet": "CSS.paintWorklet.addModule('{http}').catch(() => 0)",
}
_ELEMENTS = {
    "img": "<img src='{http}'>",
    "img-https": "<img src='{https}'>",
    "img-srcset": "<img srcset='{http} 1x'>",
    "picture": "<picture><source srcset='{http}'><img></picture>",
    "iframe": "<iframe src='{http}'></iframe>",
    "iframe-https": "<iframe src='{https}'></iframe>",
    "iframe-srcdoc": '<iframe srcdoc="<img src={http}>"></iframe>',
    "iframe-data": '<iframe src="data:text/html,<img src={http}>"></iframe>',
    "iframe-sandbox": "<iframe sandbox src='{http}'></iframe>",
    "object": "<object data='{http}'></object>",
    "embed": "<embed src='{http}'>",
    "script": "<script src='{http}'></script>",
    "script-module": "<script type=module src='{http}'></script>",
    "script-import": "<script type=module>import '{http}'</script>",
    "stylesheet": "<link rel=stylesheet href='{http}'>",
    "css-import": "<style>@import url({http})</style>",
    "css-background": "<body style='background: url({http})'>x</body>",
    "css-content": "<style>b::before {{ content: url({http}) }}</style><b>x</b>",
    "css-font": "<style>@font-face {{ font-family: x; src: url({http}) }} b {{ font-family: x }}</style><b>x</b>",
    "css-cursor": "<style>b {{ list-style-image: url({http}); display: list-item }}</style><b>x</b>",
    "video": "<video src='{http}' preload=auto></video>",
    "video-poster": "<video poster='{http}'></video>",
    "audio": "<audio src='{http}' preload=auto></audio>",
    "source": "<video preload=auto><source src='{http}'></video>",
    "track": "<video crossorigin src='{site}/x.mp4'><track default src='{http}'></video>",
    "input-image": "<input type=image src='{http}'>",
    "svg-image": "<svg><image href='{http}' /></svg>",
    "svg-script": "<svg><script href='{http}'></script></svg>",
    "preload": "<link rel=preload as=image href='{http}'>",
    "module-preload": "<link rel=modulepreload href='{http}'>",
    "prefetch": "<link rel=prefetch href='{http}'>",
    "meta-refresh": "<meta http-equiv=refresh content='0;url={http}'>",
    "body-background": "<body background='{http}'>x</body>",
    "link-header": "",
    "refresh-header": "",
}
_REDIRECTS = {
    f"{kind}-{status}": text
    for status in (301, 302, 303, 307, 308)
    for kind, text in {
        "redirected-img": f"<img src='{{redirect}}&status={status}'>",
        "redirected-frame": f"<iframe src='{{redirect}}&status={status}'></iframe>",
        "redirected-fetch": f"<script>fetch('{{redirect}}&status={status}')</script>",
    }.items()
}
_SILENT = {
    "stun": "const c = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.2:{port}'}}]}});"
    " c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o))",
    "turn-tcp": "const c = new RTCPeerConnection({{iceServers: [{{urls: 'turn:127.0.0.2:{port}?transport=tcp',"
    " username: 'x', credential: 'y'}}]}}); c.createDataChannel('x');"
    " c.createOffer().then(o => c.setLocalDescription(o))",
    "turn": "const c = new RTCPeerConnection({{iceServers: [{{urls: 'turn:127.0.0.2:{port}', username: 'x',"
    " credential: 'y'}}]}}); c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o))",
}
_HINTS = {
    "preconnect": "<link rel=preconnect href='{http}'>",
    "preconnect-https": "<link rel=preconnect href='{https}'>",
    "dns-prefetch": "<link rel=dns-prefetch href='{http}'>",
    "prerender": "<link rel=prerender href='{http}'>",
    "speculation": '<script type=speculationrules>{{"prerender": [{{"urls": ["{http}"]}}]}}</script>',
}

SILENT_VECTORS: dict[str, str] = {**{name: f"<script>{code}</script>" for name, code in _SILENT.items()}, **_HINTS}
"""What asks no proxy, or only now and then, so that no refusal shows it was tried: it must not be sent."""
PAGE_VECTORS: dict[str, str] = {
    **{name: f"<body><script>{code}</script></body>" for name, code in _SCRIPTS.items()},
    **_ELEMENTS,
    **_REDIRECTS,
}
BROWSER_VECTORS: dict[str, str] = {**PAGE_VECTORS, **SILENT_VECTORS}


class VectorPages:
    """The pages of all vectors, for a `Site`."""

    def __init__(self, *, forbidden: int) -> None:
        """`forbidden` is the port of the forbidden places."""
        self._port = forbidden
        self.site = ""
        """The origin of the pages, once it is known."""

    def __call__(self, path: str) -> tuple[str, bytes] | None:
        path, _, query = path.partition("?")
        if path in {"/worker.js", "/importing.js"}:
            to = unquote(query.removeprefix("to="))
            code = f"fetch('{to}').catch(() => 0)" if path == "/worker.js" else f"importScripts('{to}')"
            return "text/javascript", code.encode()
        if path == "/all":
            frames = "".join(f"<iframe src='/vector/{name}'></iframe>" for name in BROWSER_VECTORS)
            return "text/html", f"<!doctype html><title>All</title>{frames}".encode()
        name = path.removeprefix("/vector/")
        if name not in BROWSER_VECTORS:
            return None
        return "text/html", f"<!doctype html>{self._filled(name)}".encode()

    def headers(self, path: str) -> dict[str, str]:
        """Vectors that are headers."""
        url = self._places("link-header")["http"] if path == "/vector/link-header" else ""
        if url:
            return {"Link": f"<{url}>; rel=preload; as=image"}
        if path == "/vector/refresh-header":
            return {"Refresh": f"0; url={self._places('refresh-header')['http']}"}
        return {}

    def _filled(self, name: str) -> str:
        return BROWSER_VECTORS[name].format(**self._places(name))

    def _places(self, name: str) -> dict[str, str]:
        place = f"{name}.test:{self._port}/{name}"
        return {
            "http": f"http://{place}",
            "https": f"https://{place}",
            "ws": f"ws://{place}",
            "wss": f"wss://{place}",
            "quoted": quote(f"http://{place}", safe=""),
            "redirect": f"{self.site}/redirect?to={quote(f'http://{place}', safe='')}",
            "site": self.site,
            "name": name,
            "port": str(self._port),
        }
