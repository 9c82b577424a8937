"""Messages of the bonded zone: verification lists (INV101, INV201, INV211) and gate passes (SAS121, SAS221, SAS223).

No published standard is at hand: element names are those that public clients send. ``fields`` says of each how it is known.
"""

from tongguan.adapters.zone.reader import read_list, read_list_message, read_pass, unread
from tongguan.adapters.zone.writer import answer_list, answer_pass, write_list, write_pass

__all__ = [
    "answer_list",
    "answer_pass",
    "read_list",
    "read_list_message",
    "read_pass",
    "unread",
    "write_list",
    "write_pass",
]
