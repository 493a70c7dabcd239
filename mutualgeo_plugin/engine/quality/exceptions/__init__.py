"""What a person says of findings: exceptions, and the life cycle of each finding over the runs."""
