"""Fuzzing of what reads files of others: targets, the seeds they begin with, what changes them (docs/developers.md)."""
