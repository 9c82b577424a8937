"""Fuzzing: damaged files for every reader. ``make fuzz MINUTES=60``."""
