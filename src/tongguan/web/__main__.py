"""``python -m tongguan.web DB HOST PORT``: what ``tongguan serve`` becomes."""

import sys

from tongguan.web.serve import serve

if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[3]), sys.argv[2])
