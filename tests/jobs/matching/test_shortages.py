"""«Кого не хватает»: what would help those left over, on its tab and in the curator's letter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from automation.matching import groups
from automation.workbook.book import Book
from jobs.letters import remind
from jobs.matching import match
from jobs.matching.shortages import MOST, MOST_NAMED, doubt
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.shortages import Shortages
from sheets_schema.vocabulary import READY
from tests.jobs.books import Rows, book, spelled
from tests.jobs.hands import Hands
from tests.jobs.mornings import COORDINATOR, STAFF
from tests.organisation import Organisation

MONDAY = date(2024, 1, 15)
EXAM, STUDY = "демонстрационный экзамен", "помощь в учёбе"


def mentee(number: int, *requests: str) -> dict[str, Any]:
    row = {
        "id": f"НМ-{number:04d}",
        "full_name": f"Человек {spelled(number)}",
        "status": READY,
        "email": f"{number}@example.com",
    }
    return {**row, "form": "педагог–студент", "requests": ", ".join(requests)}


def mentor(number: int, *competences: str, capacity: int = 1) -> dict[str, Any]:
    row = {
        "id": f"Н-{number:04d}",
        "full_name": f"Наставник {spelled(number)}",
        "status": READY,
        "email": f"м{number}@example.com",
    }
    return {**row, "forms": "педагог–студент", "competences": ", ".join(competences), "capacity": capacity}


def matched(mentees: Rows, mentors: Rows, **tabs: Rows) -> Book:
    one = book({"mentees": mentees, "mentors": mentors, "staff": STAFF, **tabs})
    one.link = "https://example.com/table"
    match.run(one, MONDAY)
    return one


def lines(one: Book) -> list[tuple[Any, ...]]:
    frame = (
        one[Shortages]
        .frame.sort_values(Shortages.id)[[Shortages.what, Shortages.gain, Shortages.mentees]]
        .astype(object)
    )
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def as_rows(one: Book) -> Rows:
    cells = one[Shortages].frame.astype(object)
    return [
        {str(name): cell for name, cell in row.items()} for row in cells.where(cells.notna(), None).to_dict("records")
    ]


LEFT_OVER = [mentee(1, STUDY), mentee(2, EXAM), mentee(3, EXAM)]
TUTORS = [mentor(1, STUDY, capacity=2)]


def test_what_would_help_most_is_on_the_first_line_with_those_whom_it_concerns() -> None:
    told = lines(matched(LEFT_OVER, TUTORS))
    assert told == [
        (f"ещё один наставник (педагог–студент) по теме «{EXAM}»", 2, "НМ-0002 Человек В, НМ-0003 Человек Г")
    ]


def test_a_second_cycle_writes_nothing_and_what_has_been_done_is_wiped_off() -> None:
    drawn = as_rows(matched(LEFT_OVER, TUTORS))
    assert "shortages" not in matched(LEFT_OVER, TUTORS, shortages=drawn).changes()
    helped = matched(LEFT_OVER, [*TUTORS, mentor(2, EXAM, capacity=2)], shortages=drawn)
    assert lines(helped) == [(None, None, None)]


def test_with_a_mentor_for_everybody_or_with_nobody_at_all_the_tab_is_empty() -> None:
    assert lines(matched(LEFT_OVER[:1], TUTORS)) == lines(matched([], TUTORS)) == lines(matched([], [])) == []


def test_of_many_lines_and_many_people_the_first_are_told() -> None:
    crowd = [mentee(number, STUDY) for number in range(1, 31)]
    mentors = [mentor(number, STUDY) for number in range(1, 21)]
    told = lines(matched(crowd, mentors))
    assert len(told) == MOST
    assert told[0][:2] == ("ещё одно место у наставника Н-0001 Наставник Б", 1)
    assert told[0][2].count("Человек") == 10
    alone = lines(matched(crowd, []))
    assert alone[0][2].endswith(f", НМ-{MOST_NAMED:04d} Человек {spelled(MOST_NAMED)} и ещё {30 - MOST_NAMED}")


def digest(one: Book) -> str:
    remind.run(one, MONDAY)
    letters = one[Letters].frame
    (text,) = letters[Letters.text][letters[Letters.recipient] == COORDINATOR]
    return str(text).replace("\\", "").replace("\u00a0", " ")


def test_the_digest_says_the_first_two_beside_who_is_left_over() -> None:
    mentees = [*LEFT_OVER, mentee(4, "конкурсы профессионального мастерства"), mentee(5, "классное руководство")]
    told = digest(matched(mentees, TUTORS))
    assert f"по теме «{EXAM}»: +2 пары" in told
    assert "больше всего поможет: " in told and told.count("ещё один наставник") == 2
    assert "поддержку психолога" in told


def test_where_nobody_is_left_over_the_digest_says_nothing_of_it() -> None:
    told = digest(matched(LEFT_OVER[:1], TUTORS))
    assert "Решите, кто с кем: 1" in told
    assert "психолога" not in told and "больше всего поможет" not in told


SPORT = "спорт и здоровье"
IN_GROUPS = [mentee(1, STUDY, SPORT), mentee(2, EXAM, SPORT), mentee(3, EXAM, SPORT)]
GROUPS = [{**mentor(at, STUDY if at == 1 else EXAM, SPORT, capacity=3), "least_group": 3} for at in (1, 2)]
"""Without groups everybody would have the one who suits them best."""


def test_where_better_groups_may_be_the_last_line_says_so_and_how_many_pairs_more_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert doubt(matched(IN_GROUPS, GROUPS)) == ""
    monkeypatch.setattr(groups, "_MOST_ARCS", 0)
    monkeypatch.setattr(groups, "_MOST_PRICED", 0)
    one = matched(IN_GROUPS, GROUPS)
    what, gain, whom = lines(one)[-1]
    assert what == doubt(one)
    assert "Не доказано" in what and "предложено пар: 0, могло бы быть больше, но не больше 3" in what
    assert gain is whom is None
    assert "Не доказано" not in digest(one)
    assert "shortages" not in matched(IN_GROUPS, GROUPS, shortages=as_rows(one)).changes()


@pytest.mark.parametrize("gain", [None, "много"])
def test_a_line_that_somebody_wrote_into_is_drawn_again(gain: Any) -> None:
    drawn = [{**row, "gain": gain} for row in as_rows(matched(LEFT_OVER, TUTORS))]
    again = matched(LEFT_OVER, TUTORS, shortages=drawn)
    assert pd.notna(again[Shortages][Shortages.gain].iloc[0])


def test_without_its_tab_pairs_are_proposed_and_letters_written_all_the_same(proposed: Organisation) -> None:
    proposed.mentee(full_name="Котова Яна Львовна", email="kotova@example.com", requests=("спорт и здоровье",))
    Hands(proposed).delete_tab("Кого не хватает")
    report = proposed.cycle()
    assert any("«Кого не хватает»" in notice for notice in report.notices)
    assert report.changed["Подбор"] > 0
