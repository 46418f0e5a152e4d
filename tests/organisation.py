"""A small organisation in an embedded workspace, for tests: people answer, the curator types, cycles run."""

from __future__ import annotations

import base64
import io
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from automation.embedded import Server, Workspace
from automation.google import Google, over
from automation.google.credentials import of_token
from automation.google.drive import DOCX
from automation.google.services import service
from automation.google.transport import Transport
from automation.workbook.layout import STRUCTURE
from automation.workbook.provision import FirstRows, provision
from automation.workbook.questionnaires import question_id
from automation.workbook.reading import read_state
from jobs.cli.bringing import first_rows
from jobs.demo.curator import Curator
from jobs.demo.samples import SAMPLES
from jobs.people.consent_texts import first_editions
from jobs.runner.cycle import CycleReport, run_cycle
from sheets_schema.form import Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.consents import CONSENT_FORMS, agreement
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.roadmaps import load
from sheets_schema.tabs.consent_texts import ConsentTexts
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import EXTRA_DUTIES, PARENT, PERSONAL_DATA
from tests.staging import staged

MONDAY = datetime(2023, 11, 20, 6, 0, tzinfo=UTC)
"""09:00 in Moscow on a working day of the technicum's plan."""

STAFF = (
    {
        Staff.role: "Директор",
        Staff.full_name: "Дубровин Игорь Павлович",
        Staff.job_title: "директор",
        Staff.email: "director@example.com",
    },
    {
        Staff.role: "Куратор наставничества",
        Staff.full_name: "Ложкина Вера Андреевна",
        Staff.job_title: "методист",
        Staff.email: "curator@example.com",
    },
    {
        Staff.role: "Координатор",
        Staff.full_name: "Бережной Олег Ильич",
        Staff.job_title: "заместитель директора",
        Staff.email: "coordinator@example.com",
    },
)

_OF_THE_TECHNICUM = ("organisation", "organisation_short", "plan_number", "plan_date", "place")
LETTERHEAD = {code: SAMPLES["college"].first_settings()[code] for code in _OF_THE_TECHNICUM}
"""What the curator has filled in on «Настройки»."""

PARENTS_NAME = "Родионова Лидия Егоровна"
"""Who agrees for a minor."""

MENTEE: Mapping[str, Any] = {
    "category": "студент",
    "full_name": "Ветрова Анна Сергеевна",
    "email": "vetrova@example.com",
    "phone": "+7 900 000-00-01",
    "born": "2005-03-14",
    "occupation": "А-21",
    "form": "педагог–студент",
    "requests": ("помощь в учёбе",),
    "wish": "Хочу сдать сессию",
    "days": ("вт", "чт"),
    "interests": ("книги",),
}

MENTOR: Mapping[str, Any] = {
    "category": "педагог",
    "qualification": "высшая",
    "full_name": "Осипов Павел Юрьевич",
    "email": "osipov@example.com",
    "phone": "+7 900 000-00-02",
    "born": "1979-08-01",
    "occupation": "преподаватель физики",
    "forms": ("педагог–студент", "педагог–педагог"),
    "competences": ("помощь в учёбе", "публичные выступления"),
    "capacity": "2",
    "days": ("вт", "пт"),
    "interests": ("книги", "спорт"),
}


@dataclass
class Clock:
    """The workspace's time: stands still but for a millisecond a look, so that nothing happens at once."""

    now: datetime = MONDAY
    ticks: int = 0

    def __call__(self) -> datetime:
        self.ticks += 1
        return self.now + timedelta(milliseconds=self.ticks)


@dataclass
class Organisation:
    """A provisioned organisation on a running server."""

    server: Server
    workspace: Workspace
    spreadsheet: str
    clock: Clock
    links: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def google(self) -> Google:
        return self.connect()

    @cached_property
    def curator(self) -> Curator:
        return Curator(self.connect(), self.spreadsheet)

    def connect(self, transport: type[Transport] = Transport, **options: Any) -> Google:
        """Fresh services, as a new process would have."""
        credentials = of_token(self.server.token)
        return over(transport(credentials, address=self.server.url, sleep=lambda _: None, **options))

    def cycle(self, *names: str, now: datetime | None = None, google: Google | None = None) -> CycleReport:
        """Run one cycle as a new process."""
        moment = now or self.clock.now
        self.clock.now = moment
        return run_cycle(google or self.connect(), self.spreadsheet, now=moment, names=names)

    def add_question(self, form: type[Form], title: str) -> str:
        """A question that the curator adds to a form by hand; gives the name of its field."""
        state = read_state(self.google.spreadsheets.get(self.spreadsheet, fields=STRUCTURE))
        item = {"title": title, "questionItem": {"question": {"textQuestion": {}}}}
        self.google.forms.batch_update(
            state.forms[form.name], [{"createItem": {"item": item, "location": {"index": 0}}}]
        )
        titles = self.google.forms.titles(state.forms[form.name])
        return f"entry.{int(next(id_ for id_, one in titles.items() if one == title), 16)}"

    def answer(self, form: type[Form], answers: Mapping[str, Any], added: Mapping[str, str] | None = None) -> None:
        """Submit the form's page as a browser does; `added` are fields of questions that are not declared."""
        entries = [
            (f"entry.{int(question_id(form, name), 16)}", value)
            for name, given in answers.items()
            for value in ([given] if isinstance(given, str) else given)
        ]
        entries += (added or {}).items()
        path = urlsplit(self.links[form.title]).path.replace("viewform", "formResponse")
        reply = requests.post(self.server.url + path, data=entries, timeout=30)
        assert reply.ok, reply.text

    def consent(self, kind: str, **changes: Any) -> None:
        """Fill in the form of a consent, by the general link: name, address and date of birth say whose it is."""
        self.answer(CONSENT_FORMS[kind], {"answer": agreement(1), **changes})

    def mentee(self, consents: Mapping[str, str] | None = None, **changes: Any) -> None:
        """A questionnaire, and the consents: kind → the answer, those to process where nothing is said."""
        self._person(MenteeQuestionnaire, {**MENTEE, **changes}, consents)

    def mentor(self, consents: Mapping[str, str] | None = None, **changes: Any) -> None:
        both = {PERSONAL_DATA: agreement(1), EXTRA_DUTIES: agreement(1)}
        self._person(MentorQuestionnaire, {**MENTOR, **changes}, both if consents is None else consents)

    def _person(self, form: type[Form], said: Mapping[str, Any], consents: Mapping[str, str] | None) -> None:
        added = said.get("added")
        self.answer(form, {name: answer for name, answer in said.items() if name != "added"}, added)
        for kind, answer in ({PERSONAL_DATA: agreement(1)} if consents is None else consents).items():
            who = {"given_by": said["full_name"], "email": said["email"], "born": said["born"]}
            if kind == PARENT:
                who |= {"given_by": PARENTS_NAME, "about": said["full_name"], "relation": "мать"}
            self.consent(kind, answer=answer, **who)

    def row(self, tab: str, number: str) -> dict[str, Any]:
        """The row of a tab with this number."""
        return next(row for row in self.curator.rows(tab) if row["№"] == number)

    def header_note(self, tab: str, column: str) -> str:
        """The note on the header of a column."""
        fields = "sheets(properties(title),data(rowData(values(formattedValue,note))))"
        sheets = self.google.spreadsheets.get(self.spreadsheet, fields=fields)["sheets"]
        (header, *_) = next(one["data"][0]["rowData"] for one in sheets if one["properties"]["title"] == tab)
        return next(str(cell["note"]) for cell in header["values"] if cell.get("formattedValue") == column)

    def order_text(self, number: str) -> str:
        """What an order's document says, markup included."""
        file = self.google.drive.search(f"name contains '{number}' and trashed = false")[0]
        content = self.google.drive.download(file, DOCX)
        return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()

    def letters(self) -> list[bytes]:
        """All letters that have gone out, as RFC 822 bytes, oldest first."""
        messages = service("gmail", "v1", self.google.transport).users().messages()
        found = messages.list(userId="me", maxResults=500).execute().get("messages", [])
        raw = [messages.get(userId="me", id=one["id"], format="raw").execute()["raw"] for one in reversed(found)]
        return [base64.urlsafe_b64decode(letter) for letter in raw]


@contextmanager
def organisation(directory: Path) -> Iterator[Organisation]:
    """An organisation with the technicum's plan and three members of staff, nothing else."""
    clock = Clock()
    workspace = Workspace(directory, clock=clock)
    with staged(workspace) as server:
        google = over(Transport(of_token(server.token), address=server.url))
        plan = first_rows(load("ktt"))
        settings = {**plan.settings, **LETTERHEAD}
        texts = first_editions(settings, NASTAVNIK, clock.now.date())
        first = FirstRows(settings, {**plan.rows, Staff: STAFF, ConsentTexts: texts})
        made = provision(google, NASTAVNIK, title="Наставничество", first=first, now=clock.now)
        yield Organisation(server, workspace, made.spreadsheet, clock, made.forms)
    workspace.close()


@contextmanager
def copy_of(directory: Path, spreadsheet: str, links: Mapping[str, str], to: Path) -> Iterator[Organisation]:
    """The organisation of a closed workspace, copied: what one test does to it no other sees."""
    shutil.copytree(directory, to, dirs_exist_ok=True)
    clock = Clock()
    workspace = Workspace(to, clock=clock)
    with staged(workspace) as server:
        yield Organisation(server, workspace, spreadsheet, clock, links)
    workspace.close()
