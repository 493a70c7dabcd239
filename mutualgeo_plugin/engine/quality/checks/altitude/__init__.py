"""Checks of the family Altitude (model/quality/altitude.py)."""
