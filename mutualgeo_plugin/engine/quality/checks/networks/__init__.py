"""Checks of the family Réseaux (model/quality/networks.py)."""
