"""What a new year makes of an organisation's spreadsheet: measures, pairs, people, letters. Decides, writes nothing.

shown = decide(book, new_period(book))
shown.kept, shown.left        # measures that come again, and those that were done once
shown.changes                 # all that is to be written, tab by tab
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from automation.deadlines import Period, moved, parse
from automation.roadmaps import goes_on
from automation.workbook.book import Book
from automation.workbook.settings import codes
from automation.workbook.table import Changes, Table
from jobs.matching.decisions import may_return
from jobs.new_year.period import CannotBegin
from jobs.new_year.share import Share
from jobs.pair_life.register import mentors_by_spelling, official, stopped
from jobs.papers.kinds import order_kinds
from jobs.people.consents import withheld
from jobs.people.identity import joined
from jobs.plan.roadmap import deadlines, period
from sheets_schema.columns import Owner
from sheets_schema.schema import Schema
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches, MatchKey
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.tabs.timeline import Timeline
from sheets_schema.vocabulary import ACCEPTED, ASSIGN, DONE, FAILED, KEPT, REJECT, REJECTED, SENT

RECURS = "повторяется и после конца плана; если нужно, чтобы осталось, отметьте «Каждый год»"
NOT_DONE = "не выполнено"


@dataclass(frozen=True)
class Measure:
    """What becomes of one measure. `becomes` is its new deadline; `remark` says what to look at, in Russian."""

    id: str
    name: str
    title: str
    was: str
    becomes: str = ""
    remark: str = ""


@dataclass(frozen=True)
class NewYear:
    """All that a new year does."""

    old: Period
    new: Period
    kept: Sequence[Measure]
    left: Sequence[Measure]
    """Measures that were done once."""
    continuing: Sequence[str]
    ended: Sequence[str]
    """Pairs by their numbers."""
    leaving: Sequence[str]
    """People by their numbers, who take no part any more."""
    changes: Mapping[str, Changes]
    """Tab name → what becomes of it."""

    @property
    def keeps_nothing(self) -> bool:
        """Whether a plan that has measures would have none."""
        return bool(self.left) and not self.kept


def decide(book: Book, new: Period) -> NewYear:
    """What the move to the period `new` makes of the book, which is left as it is.

    `CannotBegin` while the spreadsheet has something that the next cycle will see to; `TabUnavailable` where a tab
    that is touched is not there.
    """
    old = period(book)
    if old is None:
        raise CannotBegin("Период плана неизвестен")
    _must_be_settled(book)
    turn = _Turn(book, old, new)
    kept, left = turn.measures()
    turn.settings()
    turn.people_and_pairs()
    turn.letters()
    for sheet in turned(book.schema):
        if sheet.kept is Kept.FOR_THE_YEAR:
            turn.everything_of(sheet)
    return NewYear(
        old,
        new,
        kept,
        left,
        continuing=list(book[Pairs][Pairs.id][turn.continues].dropna()),
        ended=list(book[Pairs][Pairs.id][~turn.continues].dropna()),
        leaving=sorted(turn.leaving),
        changes=turn.changes(),
    )


def turned(schema: Schema) -> list[type[Sheet]]:
    """The tabs that a new year touches; it is decided on what they say."""
    return [sheet for sheet in schema.sheets if sheet.kept is not Kept.FOR_GOOD or sheet is schema.settings.tab]


def _must_be_settled(book: Book) -> None:
    """What came under the old year is entered under it, every row has a number of its own, every mark can be read."""
    if any(book.responses.values()):
        raise CannotBegin("Пришли ответы на анкеты, которых ещё нет в таблице. Выполните nastavnik run и повторите")
    for sheet in turned(book.schema):
        table = book[sheet]
        if sheet.typed_by_hand and any(identity[0] != "key" for identity in table.tab.identities()):
            raise CannotBegin(
                f"На листе «{table.tab.title}» есть строки без номера или с одним номером на двоих. Выполните "
                "nastavnik run, исправьте, о чём скажет столбец «Что исправить», и повторите"
            )
    roadmap = book[Roadmap]
    if Roadmap.yearly in roadmap.tab.missing:
        raise CannotBegin(
            f"На листе «{roadmap.tab.title}» нет столбца «{Roadmap.yearly.column.title}»: выполните nastavnik init"
        )
    unclear = [_text(roadmap[Roadmap.id][row]) for row in roadmap.unreadable.get(Roadmap.yearly, ())]
    if unclear:
        raise CannotBegin(
            f"На листе «{roadmap.tab.title}» в столбце «{Roadmap.yearly.column.title}» может быть только галочка; "
            f"исправьте: {', '.join(unclear)}"
        )


class _Turn:
    """The book on its way to the new year: each method sees to a part of it."""

    def __init__(self, book: Book, old: Period, new: Period) -> None:
        self.book, self.old, self.new = book, old, new
        self._shares: dict[type[Sheet], Share] = {sheet: Share(book[sheet]) for sheet in turned(book.schema)}

    def changes(self) -> dict[str, Changes]:
        return {sheet.name: wanted for sheet, share in self._shares.items() if (wanted := share.changes())}

    def everything_of(self, sheet: type[Sheet]) -> None:
        """All rows of a tab stay behind."""
        self._shares[sheet].delete(pd.Series(True, index=self.book[sheet].index, dtype="bool"))

    # The plan

    def measures(self) -> tuple[list[Measure], list[Measure]]:
        """Measures of every year get their new deadline and begin anew; the others stay behind."""
        roadmap, written = self.book[Roadmap], deadlines(self.book)
        again = roadmap[Roadmap.yearly]
        left = [self._left(row, written[row]) for row in roadmap.index[~again]]
        numbers = set(_numbers_in(roadmap[Roadmap.number][~again])) - set(_numbers_in(roadmap[Roadmap.number][again]))
        kept = [self._kept(row, written[row], numbers) for row in roadmap.index[again]]
        self._shares[Roadmap].delete(~again)
        timeline = self.book[Timeline]
        self._shares[Timeline].delete(~timeline[Timeline.id].isin(roadmap[Roadmap.id][again]))
        return kept, left

    def _kept(self, row: Any, written: str, gone: set[str]) -> Measure:
        roadmap = self.book[Roadmap]
        becomes, remark = moved(written, period=self.old, to=self.new)
        after = parse(written, period=self.old).measure
        if not remark and after in gone:
            remark = f"срок считается от пункта {after}, а он остаётся в архиве; исправьте срок"
        jobs = [name for name in Roadmap.owned_by(Owner.JOB) if name != Roadmap.id]
        of_the_year = [column.known_as for column in Roadmap.columns.values() if column.of_the_year]
        emptied = dict.fromkeys((*of_the_year, *jobs))
        depends_on = _without(_text(roadmap[Roadmap.depends_on][row]), gone)
        moves = {Roadmap.deadline: becomes or None, Roadmap.depends_on: depends_on or None}
        self._shares[Roadmap].write(row, {**emptied, **moves})
        return self._measure(row, written, becomes=becomes, remark=remark)

    def _left(self, row: Any, written: str) -> Measure:
        recurs = goes_on(written, self.old)
        done = self.book[Roadmap][Roadmap.done][row] or self.book[Roadmap][Roadmap.state][row] == DONE
        return self._measure(row, written, remark=RECURS if recurs else "" if done else NOT_DONE)

    def _measure(self, row: Any, written: str, **more: str) -> Measure:
        said = (_text(self.book[Roadmap][name][row]) for name in (Roadmap.id, Roadmap.number, Roadmap.measure))
        key, number, title = said
        return Measure(key, number or key, title, written, **more)

    def settings(self) -> None:
        """The period moves; what the old plan's order and terms were is empty until there are new ones."""
        declared = type(self.book[Settings]).declared()
        values: dict[str, Any] = {code: None for code, one in declared.items() if one.column.of_the_year}
        values |= {"period_start": f"{self.new.start:%d.%m.%Y}", "period_end": f"{self.new.end:%d.%m.%Y}"}
        for row, code in codes(Settings, self.book[SettingsTab]).items():
            if code in values:
                self._shares[SettingsTab].write(row, {SettingsTab.value: values[code]})

    # People and pairs

    @cached_property
    def continues(self) -> pd.Series:
        """Which pairs of the register go on: official or agreed to, and not ended; those too that wait for a consent or
        for the curator to end them."""
        pairs, matches = self.book[Pairs].frame, self.book[Matches].frame
        agreed = matches.loc[matches[Matches.state] == ACCEPTED, [Matches.mentee, Matches.mentor]]
        is_agreed = pd.MultiIndex.from_frame(pairs[[Pairs.mentee, Pairs.mentor]]).isin(pd.MultiIndex.from_frame(agreed))
        stands = official(self.book) | pairs.index.isin(list(stopped(self.book)))
        return pairs[Pairs.ended_on].isna() & (stands | is_agreed)

    @cached_property
    def leaving(self) -> set[str]:
        """Who takes no part any more and is in no pair that goes on: they have not agreed to be kept another year."""
        at_work = self.book[Pairs].frame.loc[self.continues, [Pairs.mentee, Pairs.mentor]].to_numpy().ravel()
        banks = (self.book[Mentees], self.book[Mentors])
        out = {person for bank in banks for person in bank[Bank.id][bank[Bank.withdrawn]].dropna()} - set(at_work)
        # A surplus row stays as long as its person: consents may be given under its number.
        stays = joined(self.book)
        everybody = (person for bank in banks for person in bank[Bank.id].dropna())
        return {person for person in everybody if stays.get(person, person) in out}

    def people_and_pairs(self) -> None:
        """Pairs that go on keep their order, their decision and their people; what has ended stays behind."""
        for bank in (self.book[Mentees], self.book[Mentors]):
            self._shares[bank.sheet].delete(bank[Bank.id].isin(self.leaving))
        self._shares[Consents].delete(self.book[Consents][Consents.person].isin(self.leaving))
        self._shares[Pairs].delete(~self.continues)
        self._orders()
        self._matches()

    def _orders(self) -> None:
        """What becomes of an order, its kind says; one of no known kind is not ours to take away."""
        orders, continuing = self.book[Orders].frame, self.book[Pairs].frame[self.continues]
        over = pd.Series(False, index=orders.index, dtype="bool")
        for kind in order_kinds():
            over |= kind.of(orders[Orders.purpose]) & ~kind.stays(orders, continuing)
        self._shares[Orders].delete(over)

    def _matches(self) -> None:
        """Of the proposals there remain those that still say something; of the pairs that ended, that they did."""
        matches, share = self.book[Matches], self._shares[Matches]
        over = {**self._over}
        stays = []
        for label, row in matches.frame.to_dict("index").items():
            pair = (row[Matches.mentee], row[Matches.mentor])
            stays.append(self._still_says_something(row) or pair in over)
            if pair in over and not self._still_says_something(row):
                told = _joined(row[Matches.comment], over[pair])
                refused = {Matches.decision: REJECT, Matches.assigned: None, Matches.comment: told}
                share.write(label, refused)
            over.pop(pair, None)
        share.delete(~pd.Series(stays, index=matches.index, dtype="bool"))
        names = _names(self.book, self.book[Mentees]) | _names(self.book, self.book[Mentors])
        for (mentee, mentor), told in over.items():
            share.append(
                {
                    Matches.id: MatchKey.of(mentee, mentor),
                    Matches.mentee: mentee,
                    Matches.mentee_name: names.get(mentee),
                    Matches.mentor: mentor,
                    Matches.mentor_name: names.get(mentor),
                    Matches.state: REJECTED,
                    Matches.decision: REJECT,
                    Matches.comment: told,
                }
            )

    def _still_says_something(self, row: Mapping[Any, Any]) -> bool:
        """Whether a proposal belongs to a pair that goes on, or carries a decision that is still to be obeyed."""
        mentee, candidate = row[Matches.mentee], row[Matches.mentor]
        decision, assigned = row[Matches.decision], _text(row[Matches.assigned])
        mentor = self._spelled.get(" ".join(assigned.lower().split())) if decision == ASSIGN else None
        meant = (mentee, mentor or candidate)
        if meant in self._going_on or (mentee, candidate) in self._going_on:
            return True
        decided = bool(_text(decision) or assigned)
        here = {_text(person) for person in (mentee, candidate, mentor)} - {""} <= self._staying
        return decided and here and (decision == REJECT or meant not in self._all_over)

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        return mentors_by_spelling(self.book)

    @cached_property
    def _staying(self) -> set[str]:
        return {*self.book[Mentees][Mentees.id].dropna(), *self.book[Mentors][Mentors.id].dropna()} - self.leaving

    @cached_property
    def _going_on(self) -> set[tuple[Any, Any]]:
        return set(
            self.book[Pairs].frame.loc[self.continues, [Pairs.mentee, Pairs.mentor]].itertuples(index=False, name=None)
        )

    @cached_property
    def _all_over(self) -> dict[tuple[Any, Any], str]:
        """The pairs that the curator has ended and has not made anew, and what is to be remembered of each."""
        pairs = self.book[Pairs].frame
        ended = pairs[pairs[Pairs.ended_on].notna()].to_dict("records")
        told = {(pair[Pairs.mentee], pair[Pairs.mentor]): _end_of(pair) for pair in ended}
        return {pair: words for pair, words in told.items() if pair not in self._going_on}

    @property
    def _over(self) -> dict[tuple[Any, Any], str]:
        """Those of them whose people are here and are not to be proposed to each other again."""
        pairs = self.book[Pairs].frame
        for_good = pairs[pairs[Pairs.ended_on].notna() & ~may_return(pairs)]
        parted = set(for_good[[Pairs.mentee, Pairs.mentor]].itertuples(index=False, name=None))
        return {pair: words for pair, words in self._all_over.items() if set(pair) <= self._staying and pair in parted}

    # Letters

    def letters(self) -> None:
        """Letters that have done their work stay behind. There remain the queue, what was written today, and what
        somebody who is still here was asked to put right: nobody is asked twice.
        """
        letters = self.book[Letters]
        midnight = pd.Timestamp(self.book.today)
        of_today = (letters[Letters.sent_at] >= midnight) | (letters[Letters.queued_at] >= midnight)
        asked = letters[Letters.reasons].fillna("").map(self._asks_somebody_here).astype("bool")
        self._shares[Letters].delete(letters[Letters.state].isin([SENT, KEPT, FAILED]) & ~of_today & ~asked)

    def _asks_somebody_here(self, reasons: str) -> bool:
        return any(person in self._staying for person in re.findall(r"^fix/([^/\n]+)/", reasons, flags=re.MULTILINE))


def _end_of(pair: Mapping[Any, Any]) -> str:
    reason = f": {pair[Pairs.end_reason]}" if _text(pair[Pairs.end_reason]) else ""
    return f"Пара {pair[Pairs.id]} завершена {pair[Pairs.ended_on]:%d.%m.%Y}{reason}"


def _joined(former: Any, told: str) -> str:
    return f"{former}. {told}" if _text(former) else told


def _names(book: Book, bank: Table) -> dict[Any, Any]:
    """Of those who may be named."""
    named = bank.frame.drop(index=list(withheld(book, bank)))
    return dict(zip(named[Bank.id], named[Bank.full_name], strict=True))


def _without(numbers: str, gone: set[str]) -> str:
    """A list of the plan's numbers without those that are gone; as it was where it names none of them."""
    named = list(_numbers(numbers))
    return numbers if gone.isdisjoint(named) else ", ".join(number for number in named if number not in gone)


def _numbers(text: str) -> Iterator[str]:
    return (part.strip(".)") for part in re.split(r"[,;\s]+", text) if part)


def _numbers_in(cells: pd.Series) -> Iterator[str]:
    return (number for cell in cells.dropna() for number in _numbers(cell))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
