"""Use cases: the only room that acts."""
