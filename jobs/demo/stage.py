"""What the year is played on: a workspace, its clock, and those who act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from automation.embedded import Workspace
from automation.google import Google
from jobs.demo.curator import Curator
from jobs.demo.people import (
    PersonAnswers,
)
from jobs.demo.respondents import fill
from jobs.demo.samples import Sample
from jobs.demo.summary import Record
from jobs.runner.cycle import run_cycle
from sheets_schema.questionnaires.consents import CONSENT_FORMS
from sheets_schema.vocabulary import (
    PARENT,
)

SEED = 2023


@dataclass
class Year:
    """The stage: a workspace, its clock, and those who act."""

    sample: Sample
    workspace: Workspace
    google: Google
    curator: Curator
    spreadsheet: str
    links: Mapping[str, str]
    browser: requests.Session
    moment: datetime
    looks: int = 0
    without_parent: set[str] = field(default_factory=set)
    """Minors whose parents were not beside them when they answered."""
    record: Record = field(default_factory=Record)

    def clock(self) -> datetime:
        """The time of the play: a millisecond later at every look, so that answers come one after another."""
        self.looks += 1
        return (self.moment + timedelta(milliseconds=self.looks)).astimezone(UTC)

    def tell(self, what: str) -> None:
        self.record.told.append((self.moment.date(), what))

    def cycle(self) -> None:
        report = run_cycle(self.google, self.spreadsheet, now=self.moment.astimezone(UTC))
        self.record.calls += report.calls
        self.record.cycles += 1

    def answers(self, people: Sequence[PersonAnswers], form: Any) -> int:
        """People fill in a form, and the consents to which its last page leads. How many answers it asked them to
        write again."""
        again = 0
        for person in people:
            sent = fill(self.browser, self.links[form.title], form, person.answers(), person.meant)
            again += len(sent.told)
            for kind, consent in CONSENT_FORMS.items():
                if kind in person.consents and consent.title in sent.leads_to:
                    fill(self.browser, sent.leads_to[consent.title], consent, person.consent(kind))
                lacks_parent = person.parent_agrees is None or person.consent_signed_by
                if kind == PARENT and lacks_parent and consent.title in sent.leads_to:
                    self.without_parent.add(person.full_name)
        return again
