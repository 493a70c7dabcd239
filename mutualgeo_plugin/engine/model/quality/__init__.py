"""The catalogue of checks, a family a file: what each looks for, its thresholds, and what its findings say."""
