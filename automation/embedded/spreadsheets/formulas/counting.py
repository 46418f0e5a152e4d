"""``COUNTIF($A$2:$A;A2)`` without the library, which looks through the whole range for each row.

Marking what occurs twice is what most rules with a formula are for: over 10,000 rows the library takes half a minute
for it, and one pass over the range does as well. Whatever is not simply equal (wildcards, ``">5"``, texts that look
like numbers, formulas that are yet to be computed) is left to the library.
"""

from __future__ import annotations

import re
from collections import Counter

from automation.embedded.spreadsheets.model import Area, Formula, Scalar, Value

_Key = str | float
_NOT_PLAIN = re.compile(r"[*?~]|\A[=<>]|\A\s*\Z|\A\W*\d|\A(?:true|false)\Z", re.IGNORECASE)


class Counts:
    """How often each value stands in an area; ``None`` for what only the library can say."""

    def __init__(self, area: Area) -> None:
        self._numbers_are_sure = self._is_sure = True
        self._counts: Counter[_Key] = Counter()
        for row in range(area.top, min(area.bottom, len(area.sheet.rows))):
            values = area.sheet.row_values(row, area.left, area.right)
            if Formula in map(type, values):
                self._is_sure = False
                return
            self._counts.update(key for value in values if (key := self._key(value)) is not None)

    def _key(self, value: Value) -> _Key | None:
        if isinstance(value, str):
            if _NOT_PLAIN.search(value):
                self._numbers_are_sure = False  # "5" counts as 5
            return value.lower()
        return None if value is None or isinstance(value, bool | Formula) else float(value)

    def of(self, value: Scalar) -> int | None:
        """How many cells equal ``value`` as ``COUNTIF`` has it, case aside."""
        if not self._is_sure or value is None or isinstance(value, bool):
            return None
        if isinstance(value, str):
            return None if _NOT_PLAIN.search(value) else self._counts[value.lower()]
        return self._counts[float(value)] if self._numbers_are_sure else None
