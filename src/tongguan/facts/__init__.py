"""Frozen records: what was declared, found, decided, and when."""
