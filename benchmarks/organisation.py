"""An organisation of any size in an embedded workspace, set up without filling in thousands of forms."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from automation.embedded import Workspace, serve
from automation.google import Google, connect
from automation.google.credentials import of_token
from automation.workbook.provision import FirstRows, provision
from automation.workbook.table import Row
from jobs.cli.bringing import first_rows
from jobs.demo.people import MenteeAnswers, PersonAnswers, mentees, mentors
from jobs.demo.samples import SAMPLES
from jobs.runner.cycle import CycleReport, run_cycle
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.roadmaps import load
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.staff import Staff

MORNING = datetime(2023, 11, 20, 6, tzinfo=UTC)
"""A Monday in the technicum's plan."""


@dataclass(frozen=True)
class Organisation:
    """A provisioned organisation on a running server."""

    google: Google
    spreadsheet: str
    workspace: Workspace

    def cycle(self) -> CycleReport:
        return run_cycle(self.google, self.spreadsheet, now=MORNING)


@contextmanager
def organisation(*, asking: int, offering: int) -> Iterator[Organisation]:
    """The technicum with so many mentees and mentors in its banks, consents included."""
    with tempfile.TemporaryDirectory() as directory:
        workspace = Workspace(Path(directory))
        with serve(workspace) as server:
            google = connect(of_token(server.token), address=server.url)
            made = provision(google, NASTAVNIK, title="Наставничество", first=_first(asking, offering), now=MORNING)
            yield Organisation(google, made.spreadsheet, workspace)
        workspace.close()


def _first(asking: int, offering: int) -> FirstRows:
    plan = first_rows(load("ktt"))
    # Answers with a flaw are too few to matter, and cannot be put in as values.
    people = [one for one in mentees(7, asking + 20) if not one.flaw][:asking]
    tutors = [one for one in mentors(7, offering + 20) if not one.flaw][:offering]
    banks: dict[type[Sheet], list[Row]] = {Mentees: _rows(people), Mentors: _rows(tutors)}
    sample, consents = SAMPLES["college"], [*_consents("НМ", people), *_consents("Н", tutors)]
    rows: dict[type[Sheet], Sequence[Row]] = {**plan.rows, Staff: sample.staff_rows(), **banks, Consents: consents}
    return FirstRows({**plan.settings, **sample.first_settings()}, rows)


def _rows(people: Sequence[PersonAnswers]) -> list[Row]:
    return [{name: value or None for name, value in one.values.items()} for one in people]


def _consents(prefix: str, people: Sequence[PersonAnswers]) -> list[Row]:
    common = {Consents.answer: "да", Consents.given_on: MORNING.replace(tzinfo=None)}
    return [
        {Consents.person: f"{prefix}-{number:04d}", Consents.kind: kind, **common}
        for number, one in enumerate(people, 1)
        for kind in ("персональные данные", _also_needed(one))
    ]


def _also_needed(one: PersonAnswers) -> str:
    return "согласие родителя" if isinstance(one, MenteeAnswers) else "дополнительные обязанности"
