"""After a trial meeting: both of a new pair are asked how it went, and the answers become a verdict beside the pair.

Nothing is changed by it: «Подбор» proposes somebody else where the answers are low, and the curator decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

import templates
from automation.deadlines import RUSSIA
from automation.documents.letters import render_letter
from automation.workbook.book import Book
from automation.workbook.checks import find_problems, in_plain_russian
from automation.workbook.questionnaires import prefilled
from automation.workbook.table import Table
from jobs.facts.compatibility import judged, latest
from jobs.runner.job import job
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.tabs.compatibility import Compatibility
from sheets_schema.vocabulary import CURATOR, ENDED, MENTEE_SIDE, MENTOR_SIDE, PAIRED, READY

ASKED_WITHIN = pd.Timedelta(days=30)
"""Pairs agreed on longer ago are past their trial: nobody is asked about them when the program is new here."""


@job(title="совместимость", after=("pairs",))
def run(book: Book, today: date) -> None:
    answers = book.table(Compatibility)
    told = judged(answers.frame)
    answers["score"], answers["verdict"] = told["score"], told["verdict"]
    known = {} if book.unavailable("pairs") else {"pairs": set(book.pairs["id"].dropna())}
    answers["problems"] = in_plain_russian(answers, find_problems(answers, known=known))
    book.pairs["compatibility"] = book.pairs["id"].map(_in_words(latest(book))).astype("str")
    if RUSSIA.is_working_day(today):
        for letter in _questions(book, today):
            _ask(book, **letter)


def _in_words(answers: pd.DataFrame) -> dict[Any, str]:
    """Pair → what both sides' answers come to."""
    scored = answers[answers["score"].notna()].sort_values(["pair", "side"])
    said = scored["side"] + ": " + scored["score"].astype("int64").astype("str") + " — " + scored["verdict"]
    return said.groupby(scored["pair"]).agg("; ".join).to_dict()


def _questions(book: Book, today: date) -> Iterator[dict[str, Any]]:
    """Whom to ask about which pair today; those who were asked, or have answered, are not asked again."""
    days = book.settings.trial_days
    link = book.state.links.get(CompatibilityQuestionnaire.name, "")
    if days is None or not link:
        return
    pairs = book.pairs.frame.dropna(subset=["id", "mentee", "mentor", "agreed_on"])
    due, now = pairs["agreed_on"] + pd.Timedelta(days=days), pd.Timestamp(today)
    asked = pairs[(pairs["state"] != ENDED) & (due <= now) & (due + ASKED_WITHIN >= now)]
    answered = latest(book)
    have_answered = set(zip(answered["pair"], answered["side"], strict=True))
    for bank, side, column in ((book.mentors, MENTOR_SIDE, "mentor"), (book.mentees, MENTEE_SIDE, "mentee")):
        people = _reachable(bank)
        for pair, person in zip(asked["id"], asked[column], strict=True):
            if person in people and (pair, side) not in have_answered:
                yield {"pair": pair, "person": person, "side": side, "link": link, **people[person]}


def _reachable(people: Table) -> dict[Any, dict[str, str]]:
    """Key → name and address of everyone who takes part and can be written to."""
    frame = people.frame[people["status"].isin([READY, PAIRED])]
    frame = frame.dropna(subset=["id", "full_name", "email"]).drop_duplicates("id")
    email = people.sheet.columns["email"]
    return {
        key: {"full_name": name, "email": address}
        for key, name, address in zip(frame["id"], frame["full_name"], frame["email"], strict=True)
        if not email.problem(address)
    }


def _ask(book: Book, *, pair: str, person: str, side: str, link: str, full_name: str, email: str) -> None:
    staff = book.staff.frame
    curators = staff[staff["role"] == CURATOR].dropna(subset=["full_name"]).astype(object)
    context = {
        "recipient": full_name,
        "organisation": book.settings.organisation_short or book.settings.organisation or "",
        "side": side,
        "link": prefilled(CompatibilityQuestionnaire, link, {"pair": pair, "side": side}),
        "curator": next(iter(curators.where(curators.notna(), None).to_dict("records")), None),
    }
    letter = render_letter(templates.read_text("letters/trial_meeting.md.j2"), context, name="trial_meeting")
    book.queue(letter, key=f"trial/{pair}/{person}", to=email, reasons=[f"trial/{pair}"])
