"""What the program that serves a workspace knows of its forms, and Google's API has no place for: what an answer in
somebody's own words must be, and what to tell people once their answers are there.

    Workspace(folder, guide=Guide(checks={"3fa81c02": as_a_phone}))

A check takes an answer as it was typed, and the day, and gives it as it is stored; it raises `ValueError`, with what to
tell the respondent, for what is none. What it gave it takes again. Which question it is about, the question's id says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

Check = Callable[[str, date], str]
Given = Mapping[str, Sequence[str]]
"""Question id → the values of the answer."""


@dataclass(frozen=True)
class Lack:
    """What the answers lack, in words for the respondent, and the id of the question that makes it good, empty where
    there is none. One of another form is answered with the id of the response: so it is known there whose it is."""

    text: str
    question_id: str = ""


@dataclass(frozen=True)
class Afterword:
    """What to tell a respondent on the last page."""

    thanks: str = ""
    lacks: Sequence[Lack] = ()


def _nothing(answers: Given, today: date) -> Afterword:
    return Afterword()


@dataclass(frozen=True, eq=False)
class Guide:
    """By question id: the check of an answer, and whether it is a whole number, for which phones have other keys."""

    checks: Mapping[str, Check] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    afterword: Callable[[Given, date], Afterword] = _nothing
    today: date = date.min

    def on(self, today: date) -> Guide:
        """The same guide, for answers that are given on this day."""
        return replace(self, today=today)

    def checked(self, question_id: str, value: str) -> str:
        """The answer as it is stored. Raises `ValueError` in words for the respondent."""
        check = self.checks.get(question_id)
        return check(value, self.today) if check else value


NO_GUIDE = Guide()
