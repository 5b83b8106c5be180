"""Reports of a batch of runs: HTML, JUnit, CTRF, JSON, GitHub."""
