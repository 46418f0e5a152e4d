"""What is known of somebody in one place: a row of a list, an answer to a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from automation.people.names import Reading, readings, spelled_alike, words_of

_DIGITS = 10
"""Of a telephone number within a country; before them stand «8» or «+7»."""


@dataclass(frozen=True)
class Record:
    """A person as one place has them. What is not known is empty, or None.

    An address without «@» and a number of fewer than ten digits are nobody's.
    """

    key: str
    name: str
    email: str = ""
    phone: str = ""
    born: date | None = None

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """In which ways the name may be read; empty where it is none."""
        return readings(self.name)

    @cached_property
    def given(self) -> frozenset[str]:
        """What the given name may be; whoever has none of them is not certainly the same person."""
        return frozenset(spelled_alike(one.given) for one in self.readings)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, spelled alike whoever wrote it, in alphabetical order."""
        return tuple(sorted(words_of(self.name)))

    @cached_property
    def address(self) -> str:
        return self.email.strip().lower() if "@" in self.email else ""

    @cached_property
    def number(self) -> str:
        digits = re.sub(r"\D", "", self.phone)
        return digits[-_DIGITS:] if len(digits) >= _DIGITS else ""
