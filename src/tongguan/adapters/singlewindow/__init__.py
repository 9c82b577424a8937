"""Single Window messages: reading, writing, receipts."""

from tongguan.adapters.singlewindow.reader import read
from tongguan.adapters.singlewindow.writer import write

__all__ = ["read", "write"]
