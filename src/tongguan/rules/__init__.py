"""Rules: code tables, field sheets, findings, selection."""
