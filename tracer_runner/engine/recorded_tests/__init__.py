"""Steps, checks and expectations inside tests that pytest runs itself, in its own process, with its own fixtures."""
