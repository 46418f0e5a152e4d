"""A new pair is introduced: both read who the other is, how to reach them, and what comes next. When the order on them
is signed, they read that the pair is official: of their first pair at once, of a later one with the question how the
first meeting was, if that comes.

People meet before the order, so the curator's decision is enough. The letters go once a day: a slip of the hand can be
taken back until then, and a mentor reads of all their mentees of that day at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from automation.deadlines import RUSSIA
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.expected.rows import personal_link
from jobs.letters.addressees import Addressee, curator, is_address, organisation, proper_name, reachable
from jobs.letters.correspondence import APPROVAL, INTRODUCTION, TRIAL, as_text, reasons_written, write
from jobs.letters.kinds import LetterKind
from jobs.pair_life.register import Approval, approvals, states
from jobs.people.consents import is_under_age
from jobs.people.readiness import readiness
from jobs.runner.job import job
from sheets_schema.columns import Name, Reference
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import AT_WORK, BY_MAIL, BY_PHONE, READY

INTRODUCED = LetterKind(
    INTRODUCTION,
    title="знакомство пары",
    to="наставнику и наставляемому",
    about="Кто второй в паре, с чем нужна помощь, как связаться и что дальше.",
)
APPROVED = LetterKind(
    APPROVAL,
    title="пара утверждена",
    to="наставнику и наставляемому",
    about="Каким приказом утверждена их пара.",
)
NEWS_FOR = timedelta(days=30)
"""Pairs agreed on, or orders signed, longer ago are no news: that was when the program was not here yet."""

_SIDES: tuple[tuple[type[Sheet], Name[Reference], Name[Reference]], ...] = (
    (Mentors, Pairs.mentor, Pairs.mentee),
    (Mentees, Pairs.mentee, Pairs.mentor),
)
"""A bank, who of a pair is in it, and who the other is."""


@job(
    title="знакомство",
    does="Знакомит новые пары письмом и сообщает, когда пара утверждена приказом; эти письма выключаются отдельно.",
    after=("compatibility",),
    daily_at="09:00",
)
def run(book: Book, today: date) -> None:
    pairs = list(_pairs(book)) if RUSSIA.is_working_day(today) else []
    if not pairs:
        return
    people, past = _People(book, today), _Past(book, today)
    news: dict[str, _News] = {}
    for pair in pairs:
        for bank, me, other in _SIDES:
            person = pair.row[me]
            if person in people.reachable and pair.row[other] in people.taking_part:
                told = news.setdefault(person, _News(bank))
                if past.lacks_introduction(pair, person):
                    told.introduced += [pair] if past.may_be_introduced_today(pair) else []
                elif past.lacks_approval(pair, person):
                    told.approved.append(pair)
    for person, told in news.items():
        if told.introduced or told.approved:
            _write(book, people, person, told, today)


@dataclass(frozen=True)
class _Pair:
    """A pair at work."""

    row: Mapping[Any, Any]
    approval: Approval | None

    @property
    def mentor(self) -> str:
        return str(self.row[Pairs.mentor])

    @property
    def mentee(self) -> str:
        return str(self.row[Pairs.mentee])

    def reason(self, kind: str, person: str) -> str:
        return f"{kind}/{self.row[Pairs.id]}/{person}"


class _Past:
    """What was written already."""

    def __init__(self, book: Book, today: date) -> None:
        self._reasons, self._keys, self._today = reasons_written(book), set(book[Letters][Letters.id]), today
        self._will_be_asked = _questionnaire_comes(book)
        approvals_told = (reason for reason in self._reasons if reason.startswith(f"{APPROVAL}/"))
        self._know_of_approvals = {reason.rpartition("/")[2] for reason in approvals_told}

    def lacks_introduction(self, pair: _Pair, person: str) -> bool:
        """Whoever has been asked about their first meeting knows the other."""
        known = any(pair.reason(kind, person) in self._reasons for kind in (INTRODUCTION, TRIAL))
        return not known and pair.row[Pairs.agreed_on].date() >= self._today - NEWS_FOR

    def may_be_introduced_today(self, pair: _Pair) -> bool:
        """Both read of each other on the same day, and nobody gets two such letters in one."""
        return not any(f"{INTRODUCTION}/{one}/{self._today}" in self._keys for one in (pair.mentor, pair.mentee))

    def lacks_approval(self, pair: _Pair, person: str) -> bool:
        """Whoever has read of an approval before reads of the next with the question about the meeting, if that is to
        come: nobody is written to too often."""
        if pair.approval is None or pair.approval.date < self._today - NEWS_FOR:
            return False
        waits = self._will_be_asked and pair.reason(TRIAL, person) not in self._reasons
        return pair.reason(APPROVAL, person) not in self._reasons and not (waits and person in self._know_of_approvals)


@dataclass
class _News:
    """What one person is to be told."""

    bank: type[Sheet]
    introduced: list[_Pair] = field(default_factory=list)
    approved: list[_Pair] = field(default_factory=list)


def _pairs(book: Book) -> Iterator[_Pair]:
    approved, pairs = approvals(book), book[Pairs].frame[states(book).isin(AT_WORK)]
    pairs = pairs.dropna(subset=[Pairs.id, Pairs.mentor, Pairs.mentee, Pairs.agreed_on])
    for row in pairs.to_dict("records"):
        yield _Pair(MappingProxyType(row), approved.get(row[Pairs.id]))


class _People:
    """Those who take part, by number, and what the other one of a pair may know of them."""

    def __init__(self, book: Book, today: date) -> None:
        self.reachable: dict[str, Addressee] = {}
        self.taking_part: dict[str, Mapping[Any, Any]] = {}
        self._banks: dict[str, Table] = {}
        self._minors: set[str] = set()
        for bank in (book[Mentors], book[Mentees]):
            ready = readiness(book, bank) == READY
            self.reachable |= {one["id"]: one for one in reversed(list(reachable(bank, ready)))}
            frame = bank.frame[ready].dropna(subset=[Bank.id]).drop_duplicates(Bank.id)
            self._banks |= dict.fromkeys(frame[Bank.id], bank)
            self.taking_part |= frame.set_index(Bank.id, drop=False).to_dict("index")  # type: ignore[arg-type]
            # Whoever may be under age is treated as one who is.
            born = zip(frame[Bank.id], frame[Bank.born], strict=True)
            self._minors.update(number for number, day in born if is_under_age(day, today) is not False)

    def is_minor(self, number: str) -> bool:
        return number in self._minors

    def told_of(self, number: str, to: str) -> dict[str, Any]:
        """Who somebody is, and how to reach them: only as they agreed, and past no minor's curator."""
        person, bank = self.taking_part[number], self._banks[number]
        through_curator = self.is_minor(number) or self.is_minor(to)
        return {
            "other": proper_name(bank, person[Bank.full_name]) or number,
            "occupation": as_text(person[bank.sheet.named("occupation")]),
            "contacts": [] if through_curator else list(_contacts(bank, person)),
            "messenger": "" if through_curator else as_text(person[Bank.messenger]),
        }


def _contacts(bank: Table, person: Mapping[Any, Any]) -> Iterator[str]:
    """What a person agreed to show, as far as it is what it ought to be."""
    address, phone = person[Bank.email], as_text(person[Bank.phone])
    if BY_MAIL in person[Bank.shown] and is_address(bank, address):
        yield f"{BY_MAIL} {address}"
    if BY_PHONE in person[Bank.shown] and phone and not Bank.phone.column.problem(phone):
        yield f"{BY_PHONE} {phone}"


def pairs_of(book: Book, person: str, today: date) -> list[dict[str, Any]]:
    """What somebody has read of the pairs that they work in: who the other is, how to reach them, what it is about."""
    people, past = _People(book, today), _Past(book, today)
    own = [pair for pair in _pairs(book) if person in (pair.mentor, pair.mentee)]
    return [
        {**_told(people, pair, person), "is_mentor": person == pair.mentor}
        for pair in own
        if {pair.mentor, pair.mentee} <= people.taking_part.keys() and not past.lacks_introduction(pair, person)
    ]


def _write(book: Book, people: _People, person: str, told: _News, today: date) -> None:
    me, to = people.reachable[person], people.reachable[person]["email"]
    shared = {
        "recipient": me["greeting"],
        "organisation": organisation(book),
        "is_mentor": told.bank is Mentors,
        "curator": curator(book),
    }
    if told.introduced:
        pairs = [_told(people, pair, person) for pair in told.introduced]
        reasons = [pair.reason(INTRODUCTION, person) for pair in told.introduced]
        reasons += [pair.reason(APPROVAL, person) for pair in told.introduced if pair.approval]
        context = shared | {"pairs": pairs, "is_minor": people.is_minor(person), **_next(book, told.introduced, today)}
        write(book, "pair_introduced", context, key=f"{INTRODUCTION}/{person}/{today}", to=to, reasons=reasons)
    if told.approved:
        pairs = [_told(people, pair, person) for pair in told.approved]
        reasons = [pair.reason(APPROVAL, person) for pair in told.approved]
        context = shared | {"pairs": pairs}
        write(book, "pair_official", context, key=f"{APPROVAL}/{person}/{today}", to=to, reasons=reasons)


def _told(people: _People, pair: _Pair, person: str) -> dict[str, Any]:
    other = pair.mentee if person == pair.mentor else pair.mentor
    asked = people.taking_part[pair.mentee][Mentees.requests]
    return {
        "number": pair.row[Pairs.id],
        "order": pair.approval,
        # A mentor reads all that is asked for, a mentee what the mentor can do of it.
        "requests": list(asked) if person == pair.mentor else as_text(pair.row[Pairs.direction]).split(", "),
        **people.told_of(other, to=person),
    }


def _next(book: Book, pairs: list[_Pair], today: date) -> dict[str, Any]:
    """By when to meet, where there is time, and whether a questionnaire comes after that."""
    days, comes = book[Settings].trial_days, _questionnaire_comes(book)
    by = max(pair.row[Pairs.agreed_on].date() for pair in pairs) + timedelta(days=int(days or 0))
    return {"meet_by": by if days is not None and by > today else None, "questionnaire_comes": comes}


def _questionnaire_comes(book: Book) -> bool:
    """Whether people are asked about their first meeting at all."""
    return book[Settings].trial_days is not None and personal_link(book, CompatibilityQuestionnaire, "") != ""
