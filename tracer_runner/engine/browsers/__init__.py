"""The browsers of this machine: found, looked after, installed."""
