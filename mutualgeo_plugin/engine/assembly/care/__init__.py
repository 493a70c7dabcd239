"""Care of the base: history, removal, maintenance, minutes of acceptance."""
