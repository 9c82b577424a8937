"""Migrations of the office's records."""
