"""How much a year of the programme writes to whom, played in memory."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from automation.documents import letter_parts
from jobs.runner.deciding import decide
from jobs.runner.job import all_jobs
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.vocabulary import FAILED
from tests.jobs.books import NOW, book
from tests.jobs.runner.test_order_of_jobs import DAYS, first, kept

MORNINGS = [*range(15), 21, 28, 35, 56]
"""Days after the first: every morning while pairs are formed, then a few Mondays."""
WITHOUT_LETTERS = {"timeline", "who_with_whom", "matching_report"}


@pytest.fixture(scope="module")
def letters() -> list[dict[str, Any]]:
    rows = first()
    for day in MORNINGS:
        if day in DAYS:
            DAYS[day](rows)
        one = book(rows, now=NOW + timedelta(days=day))
        one.link = "https://example.com/table"
        one.state.links |= {form.name: f"https://example.com/{form.name}" for form in NASTAVNIK.forms}
        decide(one, [job for name, job in all_jobs().items() if name not in WITHOUT_LETTERS])
        assert not any("ошибки" in notice for notice in one.notices), one.notices
        for document in one.documents:  # as if it had been drawn up
            table = one[document.sheet]
            table.set(document.row, {table.sheet.named("document"): "https://example.com/document", **document.said})
        rows = kept(one)
    return [dict(letter) for letter in rows["letters"]]


def to(letters: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [letter for letter in letters if str(letter["id"]).startswith(f"{kind}/")]


def test_a_participant_gets_one_letter_to_six_the_introduction_among_them(letters: list[dict[str, Any]]) -> None:
    went = [letter["recipient"] for letter in letters if letter["state"] != FAILED]
    participants = Counter(address for address in went if not str(address).startswith("s"))
    assert set(participants.values()) <= {1, 2, 3, 4, 5, 6}, participants
    introduced = {letter["recipient"] for letter in to(letters, "introduction")}
    asked = {letter["recipient"] for letter in to(letters, "trial")}
    assert len(introduced) >= 4 and asked <= introduced


def test_a_curator_gets_one_letter_a_day_of_less_than_twenty_lines_and_reads_nothing_twice(
    letters: list[dict[str, Any]],
) -> None:
    for address in ("s2@example.com", "s3@example.com"):
        ours = [letter for letter in letters if letter["recipient"] == address]
        days = [str(letter["id"]).rpartition("/")[2] for letter in ours]
        assert ours and len(days) == len(set(days))
        texts = [letter_parts(str(letter["text"]))[0].rstrip("\n").split("\n") for letter in ours]
        assert max(map(len, texts)) < 20
        said = Counter(line for lines in texts for line in lines if line.strip().startswith("· "))
        assert {line: times for line, times in said.items() if times > 1} == {}


def test_no_reason_is_written_for_twice_to_one_address(letters: list[dict[str, Any]]) -> None:
    written = [one for one in letters if one["reasons"]]  # of one that was stopped they are free again
    reasons = Counter((one["recipient"], reason) for one in written for reason in str(one["reasons"]).split("\n"))
    assert max(reasons.values()) == 1
