"""What several jobs ask of the book is worked out once, and never told when it is true no longer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pandas as pd
import pytest

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.matching.decisions import decisions
from jobs.pair_life.register import in_order, working
from jobs.people.consents import lacking_consents
from jobs.plan.measures import measures
from jobs.runner.facts import fact
from jobs.runner.job import all_jobs
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import ACCEPT, ASSIGN, CONSENTS_GATHERED, ENDED, OFFICIAL, PAIRS_ORDER_SIGNED
from tests.jobs.books import Rows, book
from tests.jobs.matching.test_wishes_and_rules import mentees, mentors
from tests.jobs.mornings import STAFF, measure

TODAY = date(2024, 1, 15)
AGREED: Rows = [
    {"id": f"СГ-{number}", "person": person, "kind": kind, "answer": "да", "given_on": "01.09.2023"}
    for number, (person, kind) in enumerate(
        [(f"НМ-000{one}", "персональные данные") for one in (1, 2, 3)]
        + [(f"Н-000{one}", kind) for one in (1, 2) for kind in ("персональные данные", "дополнительные обязанности")]
    )
]
SIGNED: Rows = [
    {"id": "ПР-0001", "purpose": "order/pairs/2023-1", "number": "7", "dated": "02.10.2023", "signed": True}
]
PAIRED: Rows = [{"id": "П-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "order": "ПР-0001"}]


def school(**tabs: Rows) -> Book:
    """People of both banks, a pair in a signed order, decisions of the curator's, a plan with proofs."""
    rows: dict[str, Rows] = {
        "staff": STAFF,
        "mentees": mentees({}, {"avoid": "Осипов"}, {"withdrawn": True}, {"requests": ""}),
        "mentors": mentors({}, {"full_name": "Лапина Ольга Яковлевна"}),
        "consents": AGREED,
        "orders": SIGNED,
        "pairs": PAIRED,
        "matches": [
            {"id": "НМ-0001/Н-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "decision": ACCEPT, "pair": "П-0001"},
            {"id": "НМ-0002/Н-0001", "mentee": "НМ-0002", "mentor": "Н-0001", "decision": ASSIGN},
        ],
        "roadmap": [
            measure(1, "01.10.2023", proven_by=PAIRS_ORDER_SIGNED),
            measure(2, "15.01.2024", proven_by=CONSENTS_GATHERED),
            measure(3, "ежемесячно"),
        ],
        **tabs,
    }
    one = book(rows, mentees_planned=3, mentors_planned=2)
    one.link = "https://example.com/table"
    one.state.links = {form.name: "https://example.com/form" for form in NASTAVNIK.forms}
    return one


def test_a_fact_is_worked_out_once_for_as_long_as_the_book_stays_as_it_is() -> None:
    times = []

    @fact
    def rows(one: Book, name: str) -> int:
        times.append(name)
        return len(one[one.tables[name].sheet])

    one = school()
    assert [rows(one, "pairs"), rows(one, "orders"), rows(one, "pairs")] == [1, 1, 1]
    one[Pairs][Pairs.state] = one[Pairs][Pairs.state]
    assert rows(one, "pairs") == 1
    assert times == ["pairs", "orders"]
    one[Pairs].append([{Pairs.id: "П-0002"}])
    assert rows(one, "pairs") == 2
    assert rows(school(pairs=[]), "pairs") == 0


def test_a_fact_stands_while_other_tables_change_and_falls_with_one_that_a_fact_below_it_asked_for() -> None:
    times = []

    @fact
    def pairs(one: Book) -> int:
        times.append("pairs")
        return len(one[Pairs])

    @fact
    def twice(one: Book, orders: Table) -> int:
        times.append("twice")
        return 2 * pairs(one) + len(orders)

    one = school()
    assert (pairs(one), twice(one, one[Orders])) == (1, 3)
    one[Mentees].set(one[Mentees].index[0], {Mentees.problems: "пустой запрос"})
    assert (pairs(one), twice(one, one[Orders])) == (1, 3)
    assert times == ["pairs", "twice"]
    one[Orders].append([{Orders.id: "ПР-0002"}])
    assert twice(one, one[Orders]) == 4
    assert times == ["pairs", "twice", "twice"]
    one[Pairs].append([{Pairs.id: "П-0002"}])
    assert twice(one, one[Orders]) == 6


def test_whoever_changes_a_table_is_told_the_new_fact() -> None:
    one = school()
    assert list(working(one)["id"]) == ["П-0001"]
    one[Pairs].set(one[Pairs].index[0], {Pairs.order: None})
    one[Matches].append([{Matches.id: "НМ-0003/Н-0002", Matches.mentee: "НМ-0003", Matches.mentor: "Н-0002"}])
    assert list(working(one)["state"].isna()) == [True]
    one[Pairs][Pairs.state] = OFFICIAL
    assert list(working(one)["state"]) == [OFFICIAL]
    assert len(in_order(one, "ПР-0001")) == 0


def test_an_answer_that_cannot_be_read_changes_the_fact_that_it_speaks_of() -> None:
    one = school()
    assert not lacking_consents(one, one[Mentors], TODAY)
    one[Consents].answer(1, {Consents.answer: "нет"})
    assert set(lacking_consents(one, one[Mentees], TODAY)) == {1, 4}


def test_a_job_that_failed_leaves_the_facts_as_they_were_and_the_next_change_makes_others() -> None:
    one = school()
    before = one.checkpoint()
    one[Pairs][Pairs.state] = ENDED
    assert list(working(one)["state"]) == [ENDED]
    one.restore(before)
    assert working(one)["state"].isna().all()
    one[Pairs][Pairs.state] = OFFICIAL
    assert list(working(one)["state"]) == [OFFICIAL]


def test_the_state_and_the_moment_are_of_the_book_too() -> None:
    one = school()

    @fact
    def asked(book: Book) -> tuple[str, date]:
        return book.state.new_year, book.today

    assert asked(one) == ("", TODAY)
    one.state.new_year = "2024-01-01"
    assert asked(one) == ("2024-01-01", TODAY)
    one.moment = one.now.replace(day=16)
    assert asked(one) == ("2024-01-01", date(2024, 1, 16))


def test_what_one_job_makes_of_a_fact_no_other_gets_to_see() -> None:
    one = school()
    told = working(one)
    told["mentor"] = "Н-9999"
    told.loc[len(told)] = told.iloc[0]
    assert list(working(one)["mentor"]) == ["Н-0001"]
    with pytest.raises(TypeError):
        decisions(one).problems[1] = "…"  # type: ignore[index]
    with pytest.raises(TypeError):
        lacking_consents(one, one[Mentees], TODAY)[1] = ()  # type: ignore[index]


def test_no_job_of_a_cycle_is_told_what_is_true_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, asked = Book.derived, set[str]()

    def checked(self: Book, name: Hashable, derive: Callable[[], Any], of: Iterable[Table] = ()) -> Any:
        told = kept(self, name, derive, of)
        asked.add(name[0].__name__)  # type: ignore[index]
        assert list(plain(told)) == list(plain(derive()))
        return told

    monkeypatch.setattr(Book, "derived", checked)
    one = school()
    for today in (TODAY, date(2024, 1, 16)):
        for name, job in all_jobs().items():
            job(one, today)
            assert measures(one, today), name
    assert asked >= {"working", "official", "lacking_consents", "decisions", "measures", "avoided", "reports"}


def plain(value: Any) -> Iterator[str]:
    """What a fact says, whatever it is made of, line by line."""
    if isinstance(value, pd.DataFrame | pd.Series):
        yield value.to_json(default_handler=str, date_format="iso", force_ascii=False)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from plain(getattr(value, part.name))
    elif isinstance(value, dict) or hasattr(value, "items"):
        for key, one in value.items():
            yield repr(key)
            yield from plain(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from plain(one)
    else:
        yield repr(sorted(value) if isinstance(value, frozenset) else value)
