"""What is wrong with an edition of rules."""


class RuleError(ValueError):
    """Rules that cannot be used; the message names the file, the place and what is wrong."""
