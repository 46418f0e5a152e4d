"""Whether two records are of one person: certainly, possibly, or not; and why, in words.

Certain takes two things that do not follow from each other and agree (the name, and an address, a telephone or a date
of birth), more of them the less the names are alike, and nothing that contradicts. Families share surnames,
addresses and telephones; twins share their date of birth as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapidfuzz.distance import OSA

from automation.people.names import Names, Part, names
from automation.people.record import Record

Verdict = Literal["certain", "possible", "different"]
CERTAIN: Verdict = "certain"
POSSIBLE: Verdict = "possible"
DIFFERENT: Verdict = "different"


@dataclass(frozen=True)
class Likeness:
    """How two records stand to each other. The words name what agrees and what differs, and quote nothing."""

    verdict: Verdict
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


_NOT_ALIKE = Likeness(DIFFERENT)


@dataclass(frozen=True)
class _Fact:
    """Something that both records have or lack."""

    title: str
    same: bool
    near: bool = False
    """Not the same, but it may be a slip of the pen."""
    known: bool = True
    """Both have it."""

    @property
    def differs(self) -> bool:
        return self.known and not self.same


def compare(one: Record, other: Record) -> Likeness:
    """How two records stand to each other."""
    called = names(one.readings, other.readings)
    if called is None:
        return _NOT_ALIKE
    email, phone = _text("эл. почта", one.address, other.address), _text("телефон", one.number, other.number)
    born = _born(one.born, other.born)
    verdict = _verdict(called, email, phone, born)
    if verdict == DIFFERENT:
        return _NOT_ALIKE
    agrees, differs = _of_names(called)
    for fact in (email, phone, born):
        if fact.same:
            agrees.append(fact.title)
        elif fact.known:
            differs.append(f"{fact.title}{' (похоже на опечатку)' if fact.near else ''}")
    return Likeness(verdict, tuple(agrees), tuple(differs))


def _verdict(called: Names, email: _Fact, phone: _Fact, born: _Fact) -> Verdict:
    contacts = email.same + phone.same
    full = called.given is Part.SAME and called.patronymic is Part.SAME
    if born.differs:
        # Father and son may have the same name and one address: never certain, and asked of the whole name alone.
        near = born.near and called.surname is not Part.OTHER and called.given is Part.SAME
        exact = full and called.surname is Part.SAME
        return POSSIBLE if contacts and (near or exact) else DIFFERENT
    if _is_certain(called, contacts, born.same):
        return CERTAIN
    return POSSIBLE if _is_possible(called, contacts, email.near or phone.near, born) else DIFFERENT


def _is_certain(called: Names, contacts: int, born: bool) -> bool:
    """Whether enough agrees. Initials, and a given name with a slip, may be a twin's: they are never enough."""
    if called.given is not Part.SAME:
        return False
    evidence = contacts + born
    match called.surname, called.patronymic:
        case Part.SAME, Part.SAME:
            return evidence >= 1
        case ((Part.SAME | Part.HALF | Part.SLIP), (Part.SAME | Part.SLIP)):
            return evidence >= 2
        case Part.SAME, Part.DOUBT:  # nobody shares a given name, a birthday and an address with a cousin
            return born and contacts >= 1
        case Part.SAME, Part.LACKING:
            return born
        case Part.SAME, Part.UNKNOWN:  # a mother and a daughter, of whom one has not given the patronymic
            return born and contacts >= 1
        case Part.OTHER, Part.SAME:  # married since
            return evidence == 3
    return False


def _is_possible(called: Names, contacts: int, near: bool, born: _Fact) -> bool:
    evidence = contacts + born.same
    slips = [called.surname, called.given, called.patronymic].count(Part.SLIP)
    exact = {called.surname, called.given, called.patronymic} == {Part.SAME}
    if called.surname is Part.OTHER:
        return called.given is Part.SAME and called.patronymic is Part.SAME and evidence >= 2
    if called.surname is Part.UNKNOWN or slips > 1 or called.given is Part.DOUBT:
        return evidence >= 2
    if exact and not evidence:
        return not born.known or near
    return evidence >= 1


def _of_names(called: Names) -> tuple[list[str], list[str]]:
    """What of the names agrees, and what differs."""
    parts = {"фамилия": called.surname, "имя": called.given, "отчество": called.patronymic}
    if {*parts.values()} <= {Part.SAME, Part.LACKING}:
        return ["ФИО"], []
    agrees = [title for title, part in parts.items() if part is Part.SAME]
    differs = [f"{title}{_REMARKS[part]}" for title, part in parts.items() if part in _REMARKS]
    return agrees, differs


_REMARKS = {
    Part.INITIAL: " (в одной строке только первая буква)",
    Part.UNKNOWN: " (в одной строке нет)",
    Part.HALF: " (в одной строке двойная)",
    Part.SLIP: " (похоже на опечатку)",
    Part.DOUBT: " (опечатка или другое)",
    Part.OTHER: "",
}


def _text(title: str, one: str, other: str) -> _Fact:
    if not (one and other):
        return _Fact(title, same=False, known=False)
    return _Fact(title, one == other, one != other and OSA.distance(one, other, score_cutoff=1) <= 1)


def _born(one: date | None, other: date | None) -> _Fact:
    title = "дата рождения"
    if one is None or other is None:
        return _Fact(title, same=False, known=False)
    if one == other:
        return _Fact(title, same=True)
    exchanged = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return _Fact(title, same=False, near=exchanged or OSA.distance(f"{one:%d%m%Y}", f"{other:%d%m%Y}") == 1)
