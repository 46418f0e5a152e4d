"""Numbers in texts from outside."""

from __future__ import annotations

_MOST_DIGITS = 18  # what SQLite's integers hold, whatever the digits


def whole(text: str) -> int | None:
    """The whole number that ``text`` is, in the digits 0 to 9; nothing for anything else, or for one too long.

    Python's own ``isdigit`` holds for «²», of which ``int`` makes no number, and ``int`` takes «٣» and «1_0».
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
