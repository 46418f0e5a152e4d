"""«Сотрудники»: several roles in a row, and who stands in for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from automation.workbook.book import Book
from jobs.desk.rights import Role, strongest
from jobs.people.staff import in_office, roles_held, roles_today, stand_ins
from sheets_schema.vocabulary import COORDINATOR, CURATOR, DEPUTY, DIRECTOR, ROLES
from tests.jobs.mornings import STAFF, organisation

TODAY = date(2023, 11, 20)  # of the book
STAND_INS = st.sampled_from([None, "Ложкина", "С-0001", "Сухов", "Бережной О. И."])
DAYS = st.none() | st.sampled_from(["01.11.2023", "19.11.2023", "20.11.2023", "21.11.2023", "30.11.2023"])
AWAY = {"away_from": "20.11.2023", "away_until": "24.11.2023"}


def staff(*changes: dict[str, Any]) -> Book:
    """The four of `STAFF` (rows 1 to 4: director, coordinator, methodist, head), with these changes."""
    return organisation(
        staff=[{**row, **change} for row, change in zip(STAFF, [*changes, {}, {}, {}, {}], strict=False)]
    )


def test_whoever_stands_in_has_the_rights_of_both_and_only_while_the_other_is_away() -> None:
    director = {**AWAY, "stand_in": "Ложкина В. А."}
    book = staff(director)
    assert roles_today(book)[3] == ("Методист", DIRECTOR) and strongest(roles_today(book)[3]) is Role.DIRECTOR
    assert strongest(roles_held(book)[3]) is Role.READER
    assert strongest(roles_today(staff({**director, "away_from": "21.11.2023"}))[3]) is Role.READER


def test_two_who_stand_in_for_each_other_both_keep_their_work() -> None:
    book = staff({**AWAY, "stand_in": "Бережной"}, {**AWAY, "stand_in": "Дубровин"})
    assert stand_ins(book, TODAY) == {}
    assert [one.row for one in in_office(book, TODAY)[DIRECTOR]] == [1]


def test_whoever_holds_the_role_themselves_does_it_once() -> None:
    book = staff({}, {**AWAY, "stand_in": "С-0003"}, {"other_roles": COORDINATOR})
    assert [(one.row, one.instead_of) for one in in_office(book, TODAY)[COORDINATOR]] == [(3, None)]


def test_a_role_named_twice_in_a_row_is_held_once_and_the_main_one_comes_first() -> None:
    assert roles_held(staff({"other_roles": f"{DEPUTY}, {DIRECTOR}"}))[1] == (DIRECTOR, DEPUTY)
    assert roles_held(staff({"role": None, "other_roles": CURATOR}))[1] == (CURATOR,)


@given(st.lists(st.tuples(DAYS, DAYS, STAND_INS), max_size=4))
def test_whoever_is_away_every_role_that_is_held_is_done_by_somebody(absences: list[tuple[Any, ...]]) -> None:
    book = staff(*({"away_from": a, "away_until": b, "stand_in": c} for a, b, c in absences))
    assert {role for role, people in in_office(book, TODAY).items() if people} == {row["role"] for row in STAFF}
    absent = set(stand_ins(book, TODAY))
    assert not absent & set(stand_ins(book, TODAY).values())
    assert set(ROLES) >= set(in_office(book, TODAY))
