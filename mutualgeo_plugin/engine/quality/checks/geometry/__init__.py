"""Checks of the family Géométrie (model/quality/geometry.py)."""
