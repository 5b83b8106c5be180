"""The engine: reads journeys, runs them in warm browsers, and tells what happened."""
