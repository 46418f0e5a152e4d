"""Calendar entries of a letter: one a measure, all day on its due date, as an iCalendar file (RFC 5545).

What a letter tells the calendar is stored beside its text, a line an entry, and the file is made from that at
sending: a letter sent again after a crash carries the same file.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

# A cell of Google Sheets holds 50,000 characters.
LONGEST_ENTRIES = 50_000
_LONGEST_TITLE = 200
_LONGEST_DETAILS = 600
_SEPARATOR = " | "
_INDENT = "  "
_PRODUCT = "-//Nastavnik//Nastavnik//RU"


@dataclass(frozen=True)
class Entry:
    """One day of a calendar. `id` is the measure's: an entry with the same id replaces the one before it."""

    id: str
    day: date
    title: str
    details: str = ""


def entries_as_text(entries: Iterable[Entry]) -> str:
    """The entries as a cell keeps them; those that do not fit it are left out."""
    lines: list[str] = []
    length = 0
    for entry in entries:
        said = _SEPARATOR.join(
            [f"{entry.day:%d.%m.%Y}", _one_line(entry.id, 60), _one_line(entry.title, _LONGEST_TITLE)]
        )
        details = _one_line(entry.details, _LONGEST_DETAILS)
        said += f"\n{_INDENT}{details}" if details else ""
        length += len(said) + 1
        if length > LONGEST_ENTRIES:
            break
        lines.append(said)
    return "\n".join(lines)


def entries_in(text: str) -> list[Entry]:
    """The entries that a cell keeps; lines that are not of them are passed over."""
    found: list[Entry] = []
    for line in text.split("\n"):
        if line.startswith(_INDENT) and found:
            found[-1] = Entry(found[-1].id, found[-1].day, found[-1].title, line.strip())
        else:
            found += _entry(line)
    return found


def calendar_file(entries: Iterable[Entry], *, stamped: datetime, scope: str) -> bytes:
    """The iCalendar file with these entries; the same bytes for the same entries, moment and scope.

    stamped: when they were written down (aware). scope: tells one organisation's measures from another's.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in _events(entries, stamped, scope):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(entries: Iterable[Entry], stamped: datetime, scope: str) -> Iterator["Event"]:
    from icalendar import Event

    for entry in entries:
        event = Event()
        event.add("uid", f"{hashlib.sha256(f'{scope}/{entry.id}'.encode()).hexdigest()[:32]}@nastavnik.local")
        event.add("dtstamp", stamped)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))  # the end is not of the event: section 3.6.1
        event.add("summary", entry.title)
        if entry.details:
            event.add("description", entry.details)
        event.add("transp", "TRANSPARENT")  # a deadline does not make a day busy
        yield event


def _entry(line: str) -> list[Entry]:
    parts = line.split(_SEPARATOR, 2)
    if len(parts) != 3 or not re.fullmatch(r"\d\d\.\d\d\.\d{4}", parts[0], re.ASCII):
        return []
    day, name, title = parts
    try:
        return [Entry(name, datetime.strptime(day, "%d.%m.%Y").date(), title)]
    except ValueError:
        return []


def _one_line(text: str, longest: int) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
