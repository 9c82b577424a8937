"""Documents; ``make.py`` writes the reference from data."""
