"""Checks of the family Précision (model/quality/precision.py)."""
