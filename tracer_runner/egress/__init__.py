"""The one way out to the network for everything that is not a browser of a person at the keyboard."""
