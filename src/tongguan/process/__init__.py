"""The process engine: models, clearances, decide and apply."""
