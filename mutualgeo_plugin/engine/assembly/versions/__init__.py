"""Versions of one object: the best one kept, conflicts left to a person, update lots."""
