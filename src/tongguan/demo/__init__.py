"""The synthetic demo office."""
