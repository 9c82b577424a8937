"""Changes of rules and figures: proposed by one, rehearsed on the journal, decided by another."""
