"""Lots become one base: joined, and of each object the best version."""
