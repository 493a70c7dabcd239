"""Checks of the family Structure (model/quality/structure.py)."""
