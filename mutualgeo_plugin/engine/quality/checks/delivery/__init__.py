"""Checks of the family Livraison (model/quality/delivery.py)."""
