"""Whether anything has happened since the last cycle: two calls instead of reading everything again.

    run_if_changed(google, spreadsheet, now=datetime.now(UTC), note=data / NOTE)

A cycle that found nothing to do leaves a note: when Drive says that the spreadsheet was last changed and where it is
found, and how far the answers to the forms were collected. Where on the same day all are as they were, there is nothing
to do again. A note is trusted for no more than that; one that is lost, damaged, or of another version of the program is
as none.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from automation import private
from automation.google import Google
from automation.workbook.reading import fingerprint
from automation.workbook.state import Cursor
from jobs.runner.cycle import CycleReport, run_cycle

NOTE = "last-cycle.json"
_SURE = timedelta(seconds=2)
"""A spreadsheet that was changed so shortly before it was read may have been changed again within the same tick of
Drive's clock: of that no note is made."""
_ROOT = Path(__file__).parents[2]
_PACKAGES = ("sheets_schema", "automation", "templates", "jobs")


class _Note(BaseModel):
    spreadsheet: str
    modified: str
    """When it was last changed, as Drive says."""
    link: str
    """Where it was found: at another address or port, links have to be written anew."""
    time_zone: str
    day: date
    """Where the organisation is."""
    jobs: list[str]
    program: int
    """When the program itself was last changed, nanoseconds."""
    collected: dict[str, Cursor]
    """Form id → how far its answers were collected."""


def run_if_changed(
    google: Google, spreadsheet: str, *, now: datetime, note: Path, names: Sequence[str] = (), runner: str = "программа"
) -> CycleReport:
    """`run_cycle`, unless nothing has happened since it found nothing to do: then its report has no jobs."""
    before = Counter(google.calls)
    modified, link = google.drive.standing(spreadsheet)
    last = _read(note)
    if last and last.link == link and _stands(last, google, spreadsheet, modified, now, names):
        return CycleReport(jobs=[], calls=Counter(google.calls) - before)
    report = run_cycle(google, spreadsheet, now=now, names=names, runner=runner)
    if report.settled and now - datetime.fromisoformat(modified) > _SURE:
        state = report.state
        told = _Note(
            spreadsheet=spreadsheet,
            modified=modified,
            link=link,
            time_zone=report.time_zone,
            day=now.astimezone(ZoneInfo(report.time_zone)).date(),
            jobs=sorted(names),
            program=_program(),
            collected={form: state.cursors.get(name, Cursor()) for name, form in state.forms.items()},
        )
        private.write(note, told.model_dump_json())
    return report


def _stands(last: _Note, google: Google, spreadsheet: str, modified: str, now: datetime, names: Sequence[str]) -> bool:
    """Whether a cycle would find everything as the last one left it."""
    today = now.astimezone(ZoneInfo(last.time_zone)).date()
    noted = last.spreadsheet, last.modified, last.day, last.jobs, last.program
    if noted != (spreadsheet, modified, today, sorted(names), _program()):
        return False
    answers = google.forms.responses({form: cursor.since for form, cursor in last.collected.items()})
    return not any(
        fingerprint(one) not in last.collected[form].seen for form, responses in answers.items() for one in responses
    )


def _read(note: Path) -> _Note | None:
    try:
        return _Note.model_validate_json(note.read_bytes())
    except (OSError, ValidationError):
        return None


@cache
def _program() -> int:
    return max(_changed(_ROOT / package) for package in _PACKAGES)


def _changed(folder: Path | str) -> int:
    """When a file anywhere in a folder was last changed, nanoseconds."""

    def every() -> Iterator[int]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name != "__pycache__":
                    yield _changed(entry.path) if entry.is_dir() else entry.stat().st_mtime_ns

    return max(every(), default=0)
