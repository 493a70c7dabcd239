"""Checks of the family Limites de lots (model/quality/borders.py)."""
