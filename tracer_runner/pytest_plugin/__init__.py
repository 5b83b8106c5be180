"""The plugin for pytest: the same journeys, with the same engine, as tests."""
