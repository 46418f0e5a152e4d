"""Whatever is answered, typed and decided, in any order: one row a person, no answer lost, loads that are right."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from automation.google.forms import Response
from automation.workbook.book import Book
from automation.workbook.questionnaires import question_id
from automation.workbook.state import State
from jobs.importing.deciding import decide as imported
from jobs.importing.entering import NothingToUndo, enter, last, undo
from jobs.pair_life.register import states
from jobs.people.identity import joined
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.form import AGREE
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.same_people import SamePeople
from sheets_schema.vocabulary import AT_WORK, AWAITS_DECISION, CONSENT_KINDS, DIFFERENT_PEOPLE, ONE_PERSON
from tests.jobs.books import NOW, book
from tests.jobs.importing.files import csv, read
from tests.jobs.people.test_same_people import JOBS
from tests.jobs.runner.test_order_of_jobs import kept

TWIN = {"email": "mama@example.com", "born": "01.03.2001", "phone": "+7 912 345-67-89"}
SPELLINGS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "Анна": (("Ветрова Анна Сергеевна", "Анна Сергеевна Ветрова", "Витрова Анна Сергеевна", "Ветрова А. С."), TWIN),
    "Полина": (("Ветрова Полина Сергеевна", "Ветрова Полина", "Ветрова-Миних Полина Сергеевна"), TWIN),
    "Олег": (
        ("Седых Олег Ильич", "Седых Олег Илльич", "Олег Седых"),
        {"email": "oleg@example.com", "born": "07.07.2000", "phone": "+7 900 111-22-33"},
    ),
}
"""Person → how they write themselves, and what else they give. Two are twins who share all of it."""
MENTORS = [
    {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com", "capacity": 2},
    {"id": "Н-0002", "full_name": "Гусева Вера Олеговна", "email": "guseva@example.com", "capacity": 2},
]

person = st.sampled_from(sorted(SPELLINGS))
spelling = st.integers(0, 3)
deed = st.one_of(
    st.tuples(st.just("answer"), person, spelling),
    st.tuples(st.just("type"), person, spelling),
    st.tuples(st.just("take_in"), st.lists(st.tuples(person, spelling), min_size=1, max_size=3)),
    st.just(("take_back",)),
    st.tuples(st.just("note"), st.integers(0, 5)),
    st.tuples(st.just("accept"), st.integers(0, 3)),
    st.tuples(st.just("decide"), st.integers(0, 3)),
)


@dataclass
class Life:
    """An organisation from cycle to cycle, and what people have said in it."""

    rows: dict[str, Any] = field(default_factory=lambda: {"mentors": MENTORS})
    state: State = field(default_factory=State)
    answers: list[Response] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)
    """Person → what they wrote last in their own words."""
    day: int = 0

    def do(self, what: str, *how: Any) -> None:
        getattr(self, f"_{what}")(*how)
        self.cycle()

    def book(self) -> Book:
        one = book(self.rows, now=NOW + timedelta(days=self.day))
        one.state = self.state
        return one

    def cycle(self) -> Book:
        self.day += 1
        one = self.book()
        one.responses = {MenteeQuestionnaire.name: self.answers}
        self.answers = []
        decide(one, jobs_of(JOBS))
        assert not [notice for notice in one.notices if "ошибки программы" in notice], one.notices
        self.rows, self.state = kept(one), one.state
        return one

    def _answer(self, who: str, spelling: int) -> None:
        names, facts = SPELLINGS[who]
        self.last[who] = f"{who}, день {self.day}"
        said = {**facts, "full_name": names[spelling % len(names)], "wish": self.last[who]}
        said["born"] = "-".join(reversed(facts["born"].split(".")))
        said |= {"occupation": "А-21", "form": "педагог–студент", "requests": "помощь в учёбе"}
        given = {question_id(MenteeQuestionnaire, name): (value,) for name, value in said.items()}
        given |= {question_id(MenteeQuestionnaire, kind): (AGREE,) for kind in CONSENT_KINDS}
        at = NOW + timedelta(days=self.day, hours=1)
        self.answers = [Response(f"r{self.day}", f"{at:%Y-%m-%dT%H:%M:%SZ}", given)]

    def _type(self, who: str, spelling: int) -> None:
        names, facts = SPELLINGS[who]
        typed = {"id": None, **facts, "full_name": names[spelling % len(names)]}
        self.rows["mentees"] = [*self.rows.get("mentees", ()), typed]

    def _take_in(self, people: list[tuple[str, int]]) -> None:
        """A list from a file, with what the bank says otherwise left as it is."""
        head = ["ФИО", "Эл. почта", "Дата рождения", "Телефон"]
        rows = []
        for who, spelling in people:
            names, facts = SPELLINGS[who]
            rows.append([names[spelling % len(names)], facts["email"], facts["born"], facts["phone"]])
        one = self.book()
        enter(one, imported(one, read(csv([head, *rows]), "ученики.csv")), file="ученики.csv", by="")
        self.rows, self.state = stored(one), one.state

    def _take_back(self) -> None:
        """The last import, with all who came by it and have done nothing since."""
        one = self.book()
        with suppress(NothingToUndo):
            undo(one, last(one))
            self.rows, self.state = stored(one), one.state

    def _note(self, which: int) -> None:
        for row in self.rows.get("mentees", ())[which : which + 1]:
            row["note"] = "видела её"

    def _accept(self, which: int) -> None:
        proposed = [row for row in self.rows.get("matches", ()) if row["state"] == "предложен"]
        for row in proposed[which : which + 1]:
            row["decision"] = "принять"

    def _decide(self, which: int) -> None:
        """The curator knows who is who."""
        waiting = [row for row in self.rows.get("samepeople", ()) if row["state"] == AWAITS_DECISION]
        whose = {row["id"]: whose_row(row["full_name"]) for row in self.rows.get("mentees", ())}
        for row in waiting[which : which + 1] if which >= 0 else waiting:
            row["decision"] = ONE_PERSON if whose[row["one"]] == whose[row["other"]] else DIFFERENT_PEOPLE


def stored(one: Book) -> dict[str, Any]:
    """What a spreadsheet keeps of a book, without the rows that were taken away."""
    gone = {name: {key for _, key in table.changes().deleted} for name, table in one.tables.items()}
    rows = kept(one)
    return {name: [row for row in rows[name] if row[one.tables[name].key] not in gone[name]] for name in rows}


def whose_row(name: str) -> str:
    return next(who for who, (names, _) in SPELLINGS.items() if name in names)


# A case that fails is short, and making it shorter takes minutes.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(deed, min_size=3, max_size=7))
def test_any_life_leaves_one_row_a_person(deeds: list[tuple[Any, ...]]) -> None:
    life = Life()
    for one in deeds:
        life.do(*one)
    life.do("decide", -1)
    now = life.cycle()
    bank, stays = now[Mentees].whole, joined(now)
    whose = {number: whose_row(name) for number, name in zip(bank[Bank.id], bank[Bank.full_name], strict=True)}
    # Nobody was taken for somebody else, and each has one row, but for who is in two pairs: that the curator ends.
    assert all(whose[number] == whose[root] and root not in stays for number, root in stays.items())
    roots = [whose[number] for number in bank[Bank.id] if number not in stays]
    blocked = now[SamePeople][SamePeople.problems].str.contains("в действующих парах").any()
    assert blocked or sorted(roots) == sorted({*whose.values()})
    assert not (now[SamePeople][SamePeople.state] == AWAITS_DECISION).any() or blocked
    # What somebody said last stands in a row of theirs.
    said = {(whose[number], wish) for number, wish in zip(bank[Bank.id], bank[Mentees.wish], strict=True)}
    assert {*life.last.items()} <= said
    pairs = now[Pairs].frame[states(now).isin(AT_WORK)]
    loads = dict(zip(now[Mentors][Mentors.id], now[Mentors][Mentors.load], strict=True))
    assert {number: loads[number] for number in loads if loads[number]} == pairs[Pairs.mentor].value_counts().to_dict()
    assert {*pairs[Pairs.mentee]}.isdisjoint(stays)
