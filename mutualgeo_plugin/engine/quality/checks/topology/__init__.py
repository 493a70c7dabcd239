"""Checks of the family Topologie (model/quality/topology.py)."""
