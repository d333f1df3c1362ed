"""Measurements of the whole bot against bare bots of other makes: `make bench`."""
