"""Proposals that mend findings, a family a file: a function takes the base, the findings of a check and the profile.

Objects are read from the store as they are kept: native drawings, arcs as arcs. Nothing here writes; `apply` does.
"""
