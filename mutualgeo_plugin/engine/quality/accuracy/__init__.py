"""Accuracy measured against control points: which vertex each controls, the classes of the decree of 2003, the page."""
