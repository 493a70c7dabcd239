"""Planted defects drawn from the catalogue's text alone, by a hand that never saw the checks."""
