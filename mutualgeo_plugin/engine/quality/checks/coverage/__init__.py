"""Checks of the family Couvertures (model/quality/coverage.py)."""
