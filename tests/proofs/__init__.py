"""Long proofs: what tests show once, many times over. `make prove`."""
