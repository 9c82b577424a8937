"""The office's records of its people, in Django's database."""
