"""Emprises, coverage and who pays what."""
