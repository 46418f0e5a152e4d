"""A simulated school has what goes wrong in schools: what the program says of each flaw, and that nothing is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from automation.workbook.book import Book
from automation.workbook.table import Row
from jobs.demo.people import mentees, mentors
from jobs.demo.profiles import Flaw, OnPaper
from jobs.demo.samples import SAMPLES
from jobs.demo.school import SCHOOL
from jobs.demo.stage import SEED
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.same_people import SamePeople
from sheets_schema.tabs.words import Words
from sheets_schema.vocabulary import AWAITS_DECISION, JOINED, NEEDS_DATA, NO_CONSENT, PARENT, READY, SURPLUS, YES
from tests.jobs.books import book

TODAY = SAMPLES["school"].opens.replace(day=22)
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 6, tzinfo=UTC)
STANDING = ("collect", "same_people", "validate", "words", "states")
JOBS = (*STANDING, "match", "pairs")


@pytest.fixture(scope="module")
def school() -> Book:
    """The school after its people have answered, and the cycle that followed."""
    asking, offering = mentees(SEED, cast=SCHOOL), mentors(SEED, cast=SCHOOL)
    paper = [_of_paper(one, f"НМ-{number:04d}") for number, one in enumerate(SCHOOL.on_paper, len(asking) + 1)]
    banks = {"mentees": _rows("НМ", asking) + [row for row, _ in paper], "mentors": _rows("Н", offering)}
    consents = [*_consents("НМ", asking), *_consents("Н", offering), *(consent for _, consent in paper)]
    return _decided({**banks, "consents": consents}, JOBS)


def _decided(rows: dict[str, Any], jobs: tuple[str, ...] = STANDING) -> Book:
    one = book({**rows, "words": _words()}, now=NOW, **SAMPLES["school"].first_settings())
    decide(one, jobs_of(jobs))
    return one


def _rows(prefix: str, people: list[Any]) -> list[dict[str, Any]]:
    """As the answers stand in the bank, once the form has had corrected what it does not take."""
    return [
        {"id": f"{prefix}-{number:04d}", **_cells({**one.values, **one.meant})} for number, one in enumerate(people, 1)
    ]


def _cells(row: Row) -> dict[str, Any]:
    return {name.column.name: _cell(value) for name, value in row.items() if value not in ("", (), None)}


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return ", ".join(value) if isinstance(value, tuple) else value


def _consents(prefix: str, people: list[Any]) -> list[dict[str, Any]]:
    return [
        {"person": f"{prefix}-{number:04d}", "kind": kind, "given_on": f"{TODAY:%d.%m.%Y}"}
        | _cells({name: said for name, said in one.consent(kind).values.items() if name.column.name != "answer"})
        | {"answer": YES if agreed else "нет"}
        for number, one in enumerate(people, 1)
        for kind, agreed in one.consents.items()
    ]


def _of_paper(one: OnPaper, number: str) -> tuple[dict[str, Any], dict[str, Any]]:
    titles = {column.title: name for name, column in Consents.columns.items()}
    said = {titles[title]: cell for title, cell in one.consent.items()}
    return {"id": number, **_cells(one.row)}, {
        "person": number,
        "answer": YES,
        "given_on": f"{TODAY:%d.%m.%Y}",
        **said,
    }


def _words() -> list[dict[str, Any]]:
    """«Словари» as the curator has made them the school's."""
    declared = {
        title: [SCHOOL.renamed.get(word, word) for word in words] for title, words in NASTAVNIK.vocabularies.items()
    }
    all_words = [(title, word) for title, words in declared.items() for word in (*words, *SCHOOL.words.get(title, ()))]
    return [
        {
            "id": f"СЛ-{number:04d}",
            "vocabulary": title,
            "word": word,
            "retired": word in SCHOOL.dropped,
            "former": next((old for old, new in SCHOOL.renamed.items() if new == word), None),
        }
        for number, (title, word) in enumerate(all_words, 1)
    ]


def number_of(flaw: Flaw) -> str:
    people = mentees(SEED, cast=SCHOOL)
    return next(f"НМ-{number:04d}" for number, one in enumerate(people, 1) if one.flaw == flaw)


def cell(one: Book, sheet: type[Sheet], number: str, column: Any) -> Any:
    table = one[sheet]
    value = table.whole.loc[table.whole[table.key] == number, column].iloc[0]
    return value if isinstance(value, tuple | str) else ""


def said_of(one: Book, number: str) -> str:
    return str(cell(one, Mentees, number, Bank.problems))


def status_of(one: Book, number: str) -> str:
    return str(cell(one, Mentees, number, Bank.status))


def test_a_child_without_an_address_takes_part_and_is_written_to_at_the_parent_s(school: Book) -> None:
    number = number_of(Flaw.NO_ADDRESS)
    assert status_of(school, number) == READY
    assert "письма этому человеку приходят на почту родителя" in said_of(school, number)


def test_twins_with_one_address_one_telephone_and_one_birthday_are_two_people(school: Book) -> None:
    second = number_of(Flaw.ONE_ADDRESS)
    assert status_of(school, second) == READY
    assert "этот же адрес у НМ-0006" in said_of(school, second) and second in said_of(school, "НМ-0006")


def test_a_consent_that_the_child_signed_in_a_parent_s_stead_is_none(school: Book) -> None:
    number = number_of(Flaw.SIGNED_BY_THE_MINOR)
    assert status_of(school, number) == NO_CONSENT
    row = next(iter(rows_of(school, Consents, Consents.person, number)))
    assert "вместо родителя назван сам участник" in row["problems"]


@pytest.mark.parametrize(
    ("flaw", "stays", "state"),
    [
        (Flaw.TWICE, "НМ-0003", JOINED),
        (Flaw.TWICE_ELSEWHERE, "НМ-0001", JOINED),
        (Flaw.WITHOUT_YO, "НМ-0009", JOINED),
        (Flaw.MISTYPED_NAME, "НМ-0023", JOINED),
        (Flaw.INITIALS, "НМ-0020", AWAITS_DECISION),
    ],
)
def test_two_answers_of_one_person_are_joined_or_the_curator_is_asked(
    school: Book, flaw: Flaw, stays: str, state: str
) -> None:
    again = number_of(flaw)
    row = next(iter(rows_of(school, SamePeople, SamePeople.other, again)))
    assert (row["one"], row["state"]) == (stays, state)
    assert status_of(school, stays) == READY
    # Whoever is not certain to be the same person takes part; in both cases what was answered stands there still.
    assert status_of(school, again) == (SURPLUS if state == JOINED else READY)
    assert cell(school, Mentees, again, Mentees.wish)


def test_a_mentor_who_asks_for_a_mentor_too_is_never_their_own(school: Book) -> None:
    who = next(one for one in mentors(SEED, cast=SCHOOL) if one.flaw == Flaw.MENTEE_TOO)
    found = rows_of(school, Mentees, Mentees.full_name, who.full_name)
    assert [row["status"] for row in found] == [READY]
    mentor = rows_of(school, Mentors, Mentors.full_name, who.full_name)[0]
    assert mentor["status"] == READY, "the parent's consent is in force for both"
    couples = set(zip(school[Matches][Matches.mentee], school[Matches][Matches.mentor], strict=True))
    assert found[0]["id"] in {mentee for mentee, _ in couples} and mentor["id"] in {one for _, one in couples}
    assert (found[0]["id"], mentor["id"]) not in couples


def test_rows_typed_from_paper_say_what_is_wrong_with_them_and_keep_what_was_typed(school: Book) -> None:
    numbers = [row["id"] for row in rows_of(school, Mentees, Mentees.answered, None)][-len(SCHOOL.on_paper) :]
    said = ["в списке нет: «робототехника»", "21.09.2023 — вряд ли", "07.10.2024 — вряд ли", "14.02.1905 — вряд ли"]
    for number, problem, one in zip(numbers, said, SCHOOL.on_paper, strict=True):
        assert status_of(school, number) == NEEDS_DATA
        assert problem in said_of(school, number)
        assert cell(school, Mentees, number, Mentees.wish) == one.row[Mentees.wish]
    late = rows_of(school, Consents, Consents.person, numbers[-1])[0]
    assert "этот день ещё не наступил, поэтому согласие считается данным сегодня" in late["problems"]


def test_the_school_s_own_words_are_good_and_a_renamed_one_is_read_as_the_new_one(school: Book) -> None:
    wanted = [row["id"] for row in rows_of(school, Mentees, Mentees.occupation, "6Б")]
    assert all("школьный театр" in cell(school, Mentees, number, Mentees.requests) for number in wanted)
    assert not school[Words][Words.problems].notna().any()
    assert "работа с классом и дисциплина" in cell(school, Mentees, "НМ-0001", Mentees.requests)


def test_rows_pasted_once_more_below_with_their_numbers_are_told_of_and_take_no_part() -> None:
    cells = _rows("НМ", mentees(SEED, cast=SCHOOL))[:3]
    one = _decided({"mentees": [*cells, *cells]})
    bank = one[Mentees].whole
    assert bank[Bank.status].tolist() == [NEEDS_DATA] * 6
    assert bank[Bank.problems].str.contains("такой номер есть и в другой строке; очистите его в лишней").all()
    assert bank[Mentees.wish].tolist() == [row["wish"] for row in (*cells, *cells)]


def test_pasted_rows_whose_numbers_were_cleared_are_the_people_who_were_there() -> None:
    cells = _rows("НМ", mentees(SEED, cast=SCHOOL))[:3]
    one = _decided({"mentees": [*cells, *({**row, "id": None} for row in cells)]})
    assert one[Mentees].whole[Mentees.joined].tolist()[3:] == ["НМ-0001", "НМ-0002", "НМ-0003"]
    assert one[Mentees].whole[Bank.status].tolist()[3:] == [SURPLUS] * 3


def test_a_consent_that_was_taken_back_and_given_anew_is_in_force() -> None:
    child = _rows("НМ", mentees(SEED, cast=SCHOOL))[2]
    given = {"person": child["id"], "kind": PARENT, "answer": YES, "given_by": "Бондаренко Сергей Владимирович"}
    taken_back = {**given, "id": "СГ-0001", "given_on": "19.09.2023", "withdrawn_on": "21.09.2023"}
    anew = {**given, "id": "СГ-0002", "given_on": "22.09.2023"}
    stopped = _decided({"mentees": [child], "consents": [taken_back]})
    assert status_of(stopped, child["id"]) == NO_CONSENT and "отозвано" in said_of(stopped, child["id"])
    brought_back = _decided({"mentees": [child], "consents": [taken_back, anew]})
    assert status_of(brought_back, child["id"]) == READY
    assert cell(brought_back, Consents, "СГ-0001", Consents.ends) == "СГ-0001", "the new one is not ended with it"


def rows_of(one: Book, sheet: type[Sheet], column: Any, value: Any) -> list[dict[str, Any]]:
    """The rows of a tab where this stands in a column."""
    whole = one[sheet].whole
    there = whole[column].isna() if value is None else whole[column] == value
    return [{str(name): cell for name, cell in row.items()} for row in whole[there].to_dict("records")]
