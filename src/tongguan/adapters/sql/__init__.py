"""The journal in SQL: what SQLite and PostgreSQL do alike, written once with ``?`` for parameters."""
