"""What the program can see for itself of a measure: one function for each word of «Засчитать, когда».

A proof that has been seen stays seen: it counts what was reached, not what stands just now, so that a person who
comes or leaves in spring makes no measure of autumn overdue again. How many people that takes, «Настройки» says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from automation.deadlines import Period
from automation.workbook.book import Book, TabUnavailable
from jobs.events.outcomes import measures_of, present, written_up
from jobs.matching.left_alone import left_alone
from jobs.pair_life.register import in_force, working
from jobs.papers.kind import Order
from jobs.papers.kinds import order_kinds
from jobs.people.consents import lacking_consents
from jobs.training.trained import of_official_pairs, untrained_at_work
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.events import Events
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.support import Support
from sheets_schema.vocabulary import (
    CANDIDATES_FOUND,
    CONSENTS_GATHERED,
    EVENTS_HELD,
    EXTRA_DUTIES,
    MENTEES_ANSWERED,
    MENTEES_GATHERED,
    MENTORS_ANSWERED,
    MENTORS_CONSENTED,
    MENTORS_GATHERED,
    MENTORS_TRAINED,
    NOT_THERE_YET,
    PAIRS_AGREED,
    PAIRS_APPROVED,
    SUPPORT_OFFERED,
)


class Seen(NamedTuple):
    """Whether a measure may be counted as done, and what the program sees, in a few words without names."""

    done: bool
    says: str | None
    on: date | None = None
    """The day on which it was done, where that can be seen."""
    lacks: str = ""
    """What the curator has to fill in before it can be seen, as a sentence."""


Proof = Callable[[Book, Period], Seen]


def look(book: Book, word: str, period: Period, measure: Collection[str] = ()) -> Seen | None:
    """What is to be seen for a word of «Засчитать, когда»; None where the tab that would show it is not there.
    `measure` is how the measure may be called, where the proof is one of its own."""
    try:
        if word in OF_ONE_MEASURE:
            return OF_ONE_MEASURE[word](book, period, measure)
        proof = PROOFS_BY_WORD.get(word)
        return proof(book, period) if proof else Seen(False, None)
    except TabUnavailable:
        return None


# Orders and pairs


def _order_signed(kind: Order[Any]) -> Proof:
    """The first order of this kind that was signed for this plan: one of a former year proves nothing."""

    def proof(book: Book, period: Period) -> Seen:
        in_force = kind.in_force(book, period.start)
        if not len(in_force):
            return Seen(False, "приказ ещё не подписан")
        first = in_force.iloc[0]
        dated: date = first[Orders.dated].date()
        return Seen(True, f"подписан приказ № {first[Orders.number]} от {dated:%d.%m.%Y}", dated)

    return proof


def _pairs_approved(book: Book, period: Period) -> Seen:
    """As many mentees in signed orders as were planned; those whose pair has ended since are among them."""
    return _reached(book, Mentees, _approved(book, period).nunique(), "наставляемых в приказах")


def _pairs_agreed(book: Book, period: Period) -> Seen:
    """As many mentees as were planned with a mentor whom the curator agreed to, in an order already or not yet."""
    mentees = pd.concat([working(book)[Pairs.mentee], _approved(book, period)])
    return _reached(book, Mentees, mentees.nunique(), "наставляемых с принятым наставником")


def _approved(book: Book, period: Period) -> pd.Series:
    """The mentees of the pairs of this plan that a signed order names."""
    orders, pairs = book[Orders].frame, book[Pairs].frame
    approved = pairs[Pairs.order].isin(orders[Orders.id][in_force(book)].dropna())
    of_this_plan = pairs[Pairs.ended_on].isna() | (pairs[Pairs.ended_on] >= pd.Timestamp(period.start))
    return pairs[Pairs.mentee][approved & of_this_plan]


def _candidates_found(book: Book, _: Period) -> Seen:
    """As many mentees as were planned to whom somebody was proposed, whatever was decided of it."""
    matches = book[Matches].frame.dropna(subset=[Matches.mentor])
    return _reached(book, Mentees, matches[Matches.mentee].nunique(), "наставляемых с кандидатами")


# Banks

_WHO: dict[type[Bank], str] = {Mentees: "наставляемых", Mentors: "наставников"}


def _answered(bank: type[Bank]) -> Proof:
    """As many people who filled in the questionnaire themselves, for this plan, as were planned."""

    def proof(book: Book, period: Period) -> Seen:
        answered = book[bank][Bank.answered]
        return _reached(book, bank, int(_for_this_plan(book, period, answered).sum()), "анкет")

    return proof


def _for_this_plan(book: Book, period: Period, answered: pd.Series) -> pd.Series:
    """Which answers came since the new year was begun, or since its first day where that was earlier; at first, all."""
    turned = book.state.new_year
    if not turned:
        return answered.notna()
    return answered >= min(pd.Timestamp(period.start), pd.Timestamp(turned))


def _consented(*banks: type[Bank]) -> Proof:
    """As many people as were planned, in each of these banks, without whom no data of theirs may be processed."""

    def one(book: Book, bank: type[Bank]) -> Seen:
        people = book[bank]
        lacking = lacking_consents(book, people, book.today)
        without = {row for row, kinds in lacking.items() if any(one.kind != EXTRA_DUTIES for one in kinds)}
        fine = people.index[people[Bank.id].notna()].difference(list(without))
        return _reached(book, bank, len(fine), f"{_WHO[bank]} с согласием")

    def proof(book: Book, _: Period) -> Seen:
        found = [one(book, bank) for bank in banks]
        lacks = ", ".join(dict.fromkeys(seen.lacks for seen in found if seen.lacks))
        return Seen(all(seen.done for seen in found), "; ".join(f"{seen.says}" for seen in found), lacks=lacks)

    return proof


def _gathered(bank: type[Bank]) -> Proof:
    """As many people as were planned, with nothing to correct and no consent lacking, for every form of mentoring."""

    def proof(book: Book, _: Period) -> Seen:
        people = book[bank]
        fine = people[Bank.id].notna() & ~people[Bank.status].isin(NOT_THERE_YET)
        reached = _reached(book, bank, int(fine.sum()), "в банке без замечаний")
        forms = people[Mentors.forms][fine].explode() if bank is Mentors else people[Mentees.form][fine]
        nobody = [form for form in book[Settings].mentoring_forms if form not in set(forms.dropna())]
        if not nobody:
            return reached
        named = ", ".join(f"«{form}»" for form in nobody)
        return reached._replace(done=False, says=f"{reached.says}; никого для формы {named}")

    return proof


def _reached(book: Book, bank: type[Bank], count: int, what: str) -> Seen:
    """Whether there are as many as «Настройки» plan people of this bank."""
    planned = f"{bank.name}_planned"
    target: Any = getattr(book[Settings], planned)
    if not target:
        return Seen(
            False, f"{what}: {count}, а сколько ждать, неизвестно", lacks=Settings.declared()[planned].column.title
        )
    return Seen(count >= target, f"{what}: {count}, по плану {target:.0f}")


# Events


def _events_held(book: Book, period: Period, measure: Collection[str]) -> Seen:
    """All events of this plan that name the measure were held, somebody came, and it is written what was decided;
    cancelled ones do not count."""
    events = book[Events].frame
    days = events[Events.begins].dt.normalize()
    ours = events[Events.measure].map(lambda cell: not set(measure).isdisjoint(measures_of(cell))).astype("bool")
    ours &= ~events[Events.cancelled] & days.between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    if not ours.any():
        return Seen(False, f"на листе «{Events.title}» нет мероприятий с этим пунктом")
    came = present(book)
    done = ours & written_up(book) & (came > 0)
    says = f"мероприятий прошло: {int(done.sum())} из {int(ours.sum())}"
    if not done.any():
        return Seen(False, says)
    says += f", участников: {int(came[done].sum())}"
    return Seen(bool(done.sum() == ours.sum()), says, days[done].max().date())


# Training and support


def _mentors_trained(book: Book, _: Period) -> Seen:
    """Every mentor of an official pair is trained, or the curator has said that it is not needed."""
    official = of_official_pairs(book)
    if not official:
        return Seen(False, "официальных пар ещё нет")
    without = official & set(untrained_at_work(book)[Mentors.id].dropna())
    return Seen(not without, f"обучено наставников с парой: {len(official) - len(without)} из {len(official)}")


def _support_offered(book: Book, period: Period) -> Seen:
    """Everyone who is left without a mentor has been offered help; until pairs are made, nobody is left over."""
    if not (working(book)[Pairs.agreed_on] >= pd.Timestamp(period.start)).any():
        return Seen(False, "пар ещё нет")
    alone = set(book[Mentees][Mentees.id][left_alone(book, book.today)].dropna())
    support = book[Support]
    helped = set(support[Support.mentee][support[Support.answered].notna() | support[Support.excused]].dropna())
    if not alone | helped:
        return Seen(True, "без наставника никто не остался")
    return Seen(alone <= helped, f"помощь предложена: {len(helped)} из {len(alone | helped)}")


OF_ONE_MEASURE: Mapping[str, Callable[[Book, Period, Collection[str]], Seen]] = MappingProxyType(
    {EVENTS_HELD: _events_held}
)
"""Words whose proof is another one for each measure."""
PROOFS_BY_WORD: Mapping[str, Proof] = MappingProxyType(
    {
        MENTEES_ANSWERED: _answered(Mentees),
        MENTORS_ANSWERED: _answered(Mentors),
        CONSENTS_GATHERED: _consented(Mentees, Mentors),
        MENTORS_CONSENTED: _consented(Mentors),
        MENTEES_GATHERED: _gathered(Mentees),
        MENTORS_GATHERED: _gathered(Mentors),
        CANDIDATES_FOUND: _candidates_found,
        PAIRS_AGREED: _pairs_agreed,
        PAIRS_APPROVED: _pairs_approved,
        MENTORS_TRAINED: _mentors_trained,
        SUPPORT_OFFERED: _support_offered,
        **{kind.proof: _order_signed(kind) for kind in order_kinds() if kind.proof},
    }
)
"""The registry. To add a proof, add its word to `PROOFS` of the vocabulary and its function here.

That of a signed order is the `proof` of its kind.
"""
