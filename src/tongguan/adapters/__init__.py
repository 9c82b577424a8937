"""Adapters: the desk's ports made real: stores, messages, vault, seals, editions, clocks."""
