"""Scores, coverage and verdict of a base, its lots, producers and communes, and their trend."""
