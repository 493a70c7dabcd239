"""Checks of the family Attributs (model/quality/attributes.py)."""
