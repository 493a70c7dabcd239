"""Planted truth: a clean fictional town and known defects in it, with exact sizes, to measure the checks with.

It shares no code with the checks: of the engine it knows `model` alone (classes, attributes, thresholds).
"""
