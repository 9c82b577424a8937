"""Zips that strangers send: what reading one may raise."""

import lzma
import zipfile
import zlib

BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, OSError, ValueError)
"""Whatever a damaged, encrypted or unknown archive may raise while it is opened."""
