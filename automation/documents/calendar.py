"""Calendar entries of a letter, as an iCalendar file (RFC 5545): a measure is all of its due date, an event has hours.

What a letter tells the calendar is stored beside its text, a line an entry, and the file is made from that at
sending: a letter sent again after a crash carries the same file.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

# A cell of Google Sheets holds 50,000 characters.
LONGEST_ENTRIES = 50_000
_LONGEST_TITLE = 200
_LONGEST_DETAILS = 600
_SEPARATOR = " | "
_INDENT = "  "
_INDENT_OF_PLACE = "    "
_WHEN = re.compile(
    r"(\d\d\.\d\d\.\d{4})(?: в (\d\d:\d\d), (\d{1,4}) мин)?(?:, изменение (\d{1,4}))?(, отменено)?", re.ASCII
)
_PRODUCT = "-//Nastavnik//Nastavnik//RU"


@dataclass(frozen=True)
class Hours:
    """When on its day something begins, by the organisation's clock, and for how many minutes."""

    begin: time
    minutes: int


@dataclass(frozen=True)
class Entry:
    """One day of a calendar. `id` is that of a measure or an event: an entry with the same id replaces the one before
    it, and calendars go by the greatest `change` that they were told of."""

    id: str
    day: date
    title: str
    details: str = ""
    hours: Hours | None = None
    """None for what has no hours: it leaves the day free."""
    place: str = ""
    change: int = 0
    cancelled: bool = False


def entries_as_text(entries: Iterable[Entry]) -> str:
    """The entries as a cell keeps them; those that do not fit it are left out."""
    lines: list[str] = []
    length = 0
    for entry in entries:
        said = _SEPARATOR.join([_when(entry), _one_line(entry.id, 60), _one_line(entry.title, _LONGEST_TITLE)])
        for indent, text in ((_INDENT, entry.details), (_INDENT_OF_PLACE, entry.place)):
            line = _one_line(text, _LONGEST_DETAILS)
            said += f"\n{indent}{line}" if line else ""
        length += len(said) + 1
        if length > LONGEST_ENTRIES:
            break
        lines.append(said)
    return "\n".join(lines)


def entries_in(text: str) -> list[Entry]:
    """The entries that a cell keeps; lines that are not of them are passed over."""
    found: list[Entry] = []
    for line in text.split("\n"):
        if line.startswith(_INDENT_OF_PLACE) and found:
            found[-1] = replace(found[-1], place=line.strip())
        elif line.startswith(_INDENT) and found:
            found[-1] = replace(found[-1], details=line.strip())
        else:
            found += _entry(line)
    return found


def calendar_file(entries: Iterable[Entry], *, stamped: datetime, scope: str, zone: tzinfo = UTC) -> bytes:
    """The iCalendar file with these entries; the same bytes for the same entries, moment, scope and zone.

    stamped: when they were written down (aware). scope: tells one organisation's measures from another's. zone: that
    of the clock by which hours are meant.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in _events(entries, stamped, scope, zone):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(entries: Iterable[Entry], stamped: datetime, scope: str, zone: tzinfo) -> Iterator["Event"]:
    from icalendar import Event

    for entry in entries:
        event = Event()
        event.add("uid", f"{hashlib.sha256(f'{scope}/{entry.id}'.encode()).hexdigest()[:32]}@nastavnik.local")
        event.add("dtstamp", stamped)
        begin, end = _span(entry, zone)
        event.add("dtstart", begin)
        event.add("dtend", end)
        event.add("summary", entry.title)
        if entry.details:
            event.add("description", entry.details)
        if entry.place:
            event.add("location", entry.place)
        if entry.change:
            event.add("sequence", entry.change)
        if entry.cancelled:
            event.add("status", "CANCELLED")  # as a published event may be: RFC 5546, 3.2.1
        if not entry.hours:
            event.add("transp", "TRANSPARENT")  # a deadline does not make a day busy
        yield event


def _span(entry: Entry, zone: tzinfo) -> tuple[date, date]:
    if not entry.hours:
        return entry.day, entry.day + timedelta(days=1)  # the end is not of the event: section 3.6.1
    begin = datetime.combine(entry.day, entry.hours.begin, tzinfo=zone).astimezone(UTC)
    return begin, begin + timedelta(minutes=entry.hours.minutes)


def _when(entry: Entry) -> str:
    """«15.12.2023 в 14:00, 60 мин, изменение 2, отменено»."""
    hours = f" в {entry.hours.begin:%H:%M}, {entry.hours.minutes} мин" if entry.hours else ""
    change = f", изменение {entry.change}" if entry.change else ""
    return f"{entry.day:%d.%m.%Y}{hours}{change}{', отменено' if entry.cancelled else ''}"


def _entry(line: str) -> list[Entry]:
    parts = line.split(_SEPARATOR, 2)
    when = _WHEN.fullmatch(parts[0])
    if len(parts) != 3 or not when:
        return []
    day, begin, minutes, change, cancelled = when.groups()
    try:
        hours = Hours(time.fromisoformat(begin), int(minutes)) if begin else None
        told = datetime.strptime(day, "%d.%m.%Y").date()
    except ValueError:
        return []
    return [Entry(parts[1], told, parts[2], hours=hours, change=int(change or 0), cancelled=bool(cancelled))]


def _one_line(text: str, longest: int) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
