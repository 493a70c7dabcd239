"""Processing provider of mutualgeo: thin algorithms over the engine's jobs."""
