"""The command line: shows and asks; decides nothing."""

from tongguan.cli.main import main

__all__ = ["main"]
