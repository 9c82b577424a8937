"""Safety of accounts: lock-out, sessions, passwords, and who looked at what."""
