"""A process that reads a picture to draw as JSON and writes it as a PNG; `draw.png` starts it.

resvg holds the interpreter's lock from the first line to the last, a fifth of a second: within the
server nothing else would be answered meanwhile. It imports nothing of the app, so that it starts in
a few hundredths.
"""

import json
import sys

import resvg_py


def main() -> None:
    """Draw what the standard input says."""
    sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(**json.load(sys.stdin))))


if __name__ == "__main__":
    main()
