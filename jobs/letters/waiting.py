"""What waits for the curator: one fact, whoever tells of it.

for one in waiting(book):                   # what had better be done first comes first
    one.matter.counted(3), one.says         # «3 приказа на подпись», «Об утверждении наставнических пар»
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pandas as pd

from automation.documents import count
from automation.workbook.book import Book
from automation.workbook.checks import without_advice
from jobs.events.outcomes import written_up
from jobs.letters.correspondence import DIGEST, as_text, short_digest
from jobs.people.added_requests import accounts_of
from jobs.training.trained import untrained_at_work
from sheets_schema.columns import shortened
from sheets_schema.planned import Planned
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.accounts import Accounts
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.events import Events, day_alone
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.same_people import SamePeople
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import AWAITS_DECISION, DRAFT, IS_PAST_DUE, NOBODY, PROPOSED, REPLACEMENT, STOPPED


@dataclass(frozen=True)
class Matter:
    """A kind of things that the curator is told of."""

    do: str
    """What to do, or what there is, over a list of them."""
    noun: str
    of: str
    """A number of them in words is the noun, counted, and this."""
    decision: bool = False
    """Nobody but the curator can move it on, and somebody waits for that."""
    advice: str = ""

    def counted(self, number: int) -> str:
        """«3 приказа на подпись»."""
        return f"{count(number, self.noun)} {self.of}".strip()


TO_SIGN = Matter("Отдайте на подпись приказы", "приказ", "на подпись", decision=True)
TO_MATCH = Matter("Решите, кто с кем", "решение", "о наставниках", decision=True)
TO_END = Matter("Завершите остановленные пары", "остановленная пара", "", decision=True)
TO_REPLACE = Matter("Нужна замена, а предложить некого", "замена", "наставника")
TO_ACCEPT = Matter("Решите по отчётам о мероприятиях", "отчёт", "о мероприятиях", decision=True)
TO_COUNT = Matter("Решите, учесть ли сказанное другими", "ответ", "о запросах", decision=True)
TO_TELL_APART = Matter("Решите, один ли это человек", "решение", "о похожих людях", decision=True)
TO_PREPARE = Matter("Подготовьте мероприятия", "мероприятие", "на ближайшие дни", advice="вот чего ещё нет")
TO_WRITE_UP = Matter("Впишите итоги мероприятий", "мероприятие", "без итогов", advice="по ним составится протокол")
TO_TRAIN = Matter("Обучите наставников", "наставник", "без обучения", advice="у них есть пары, а столбец «Обучен» пуст")
TO_FIX = Matter("Исправьте строки", "строка", "с замечаниями")
UNANSWERED = Matter("Не ответили в срок", "ответ", "не пришёл в срок", advice="программа им уже писала; спросите сами")
WITHOUT_MENTOR = Matter(
    "Пока без наставника", "наставляемый", "без наставника", advice="предложите пока поддержку психолога"
)

DONE_FIRST = (
    TO_SIGN,
    TO_END,
    TO_MATCH,
    TO_ACCEPT,
    TO_COUNT,
    TO_TELL_APART,
    TO_PREPARE,
    TO_WRITE_UP,
    TO_TRAIN,
)
"""What had better be done first, wherever it is told of: others wait for that."""


PREPARED_WITHIN = pd.Timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """One thing that the curator is told of."""

    matter: Matter
    tab: type[Sheet]
    """Where it is to be found."""
    reasons: tuple[str, ...]
    """By which it is known whether it was told already, as «Поводы» of a letter."""
    who: str
    """Of whom or of what it is."""
    what: str = ""
    link: str = ""
    """A document."""
    key: str = ""
    """The number of its row, where it has one."""


def waiting(book: Book) -> list[Waiting]:
    """All that waits for the curator; of a tab that is not there nothing is known."""
    parts: tuple[tuple[type[Sheet], Callable[[Book], Iterable[Waiting]]], ...] = (
        (Orders, _to_sign),
        (Matches, _to_match),
        (MeasureReports, _to_accept),
        (Accounts, _to_count),
        (SamePeople, _to_tell_apart),
        (Events, _to_prepare),
        (Events, _to_write_up),
        (Mentors, _to_train),
        (Matches, _without_mentor),
    )
    found = {part: list(part(book)) for tab, part in parts if not book.unavailable(tab.name)}
    without = found.pop(_without_mentor, [])
    return [*chain.from_iterable(found.values()), *_to_fix(book), *_unanswered(book), *without]


def named(name: Any, number: Any) -> str:
    """«Иванова Анна Петровна (НМ-0001)»; the number alone of whoever has no name here."""
    name, number = as_text(name), as_text(number)
    return f"{name} ({number})" if name and number else name or number


def _to_sign(book: Book) -> Iterator[Waiting]:
    # The link is known only after the document has been drawn up, so a brand-new draft is told of tomorrow.
    orders = book[Orders].frame
    for row in orders[(orders[Orders.state] == DRAFT) & orders[Orders.document].notna()].to_dict("records"):
        reason = f"{DIGEST}/{row[Orders.id]}"
        subject, key = as_text(row[Orders.subject]), as_text(row[Orders.id])
        yield Waiting(TO_SIGN, Orders, (reason,), subject, link=row[Orders.document], key=key)


def _to_match(book: Book) -> Iterator[Waiting]:
    """Proposals to decide on, and pairs that had better be changed while there is nobody to propose."""
    matches, time_of = book[Matches].frame, _times(book)
    best = (matches[Matches.state] == PROPOSED) | (
        (matches[Matches.state] == REPLACEMENT) & (matches[Matches.rank] == 1)
    )
    nobody = (matches[Matches.state] == REPLACEMENT) & matches[Matches.mentor].isna()
    asked = matches[(best | nobody) & matches[Matches.decision].isna()].sort_values(Matches.mentee)
    for row in asked.to_dict("records"):
        mentee, who = row[Matches.mentee], named(row[Matches.mentee_name], row[Matches.mentee])
        reason = f"{DIGEST}/{mentee}/{'match' if row[Matches.state] == PROPOSED else 'replace'}/{time_of(mentee)}"
        if pd.isna(row[Matches.mentor]):
            why = f"нужна {as_text(row[Matches.circumstances])}: {as_text(row[Matches.reasons])}"
            yield Waiting(TO_REPLACE, Matches, (f"{reason}/nobody",), who, why, key=as_text(row[Matches.id]))
        else:
            instead = "на замену " if row[Matches.state] == REPLACEMENT else ""
            mentor = named(row[Matches.mentor_name], row[Matches.mentor])
            what = f"{instead}наставник {mentor}, балл {row[Matches.score]:.0f}"
            yield Waiting(TO_MATCH, Matches, (reason,), who, what, key=as_text(row[Matches.id]))


def _times(book: Book) -> Callable[[Any], int]:
    """How often somebody has been decided on: what comes up again after a decision is another matter, and a proposal
    that has only moved from one mentor to another is the same."""
    matches = book[Matches].frame
    decided = matches[Matches.mentee][matches[Matches.decision].notna()].value_counts().to_dict()
    pairs = {} if book.unavailable(Pairs.name) else book[Pairs][Pairs.mentee].value_counts().to_dict()
    return lambda mentee: int(decided.get(mentee, 0)) + int(pairs.get(mentee, 0))


def _to_accept(book: Book) -> Iterator[Waiting]:
    frame = book[MeasureReports].frame
    for row in frame[frame[MeasureReports.state] == AWAITS_DECISION].to_dict("records"):
        about = shortened(as_text(row[MeasureReports.title_of_measure]) or as_text(row[MeasureReports.measure]))
        who, what = named(f"«{about}»", row[MeasureReports.id]), as_text(row[MeasureReports.outcome]).lower()
        key = as_text(row[MeasureReports.id])
        yield Waiting(TO_ACCEPT, MeasureReports, (f"{DIGEST}/{key}",), who, what, key=key)


def _to_count(book: Book) -> Iterator[Waiting]:
    accounts = book[Accounts].frame
    names = dict(zip(accounts[Accounts.id], accounts[Accounts.mentee_name], strict=True))
    for mentee in accounts[Accounts.mentee].dropna().unique():
        for key, said, waits in accounts_of(book, mentee):
            if waits:
                who = named(names[key], mentee)
                yield Waiting(TO_COUNT, Accounts, (f"{DIGEST}/{key}",), who, shortened(said, 200), key=key)


def _to_tell_apart(book: Book) -> Iterator[Waiting]:
    frame = book[SamePeople].frame
    for row in frame[(frame[SamePeople.state] == AWAITS_DECISION) & frame[SamePeople.decision].isna()].to_dict(
        "records"
    ):
        couple = ((SamePeople.one_name, SamePeople.one), (SamePeople.other_name, SamePeople.other))
        who = " и ".join(named(row[name], row[number]) for name, number in couple)
        what = "; ".join(
            f"{title}: {said}"
            for title, name in (("совпадает", SamePeople.agrees), ("различается", SamePeople.differs))
            if (said := as_text(row[name]))
        )
        key = as_text(row[SamePeople.id])
        yield Waiting(TO_TELL_APART, SamePeople, (f"{DIGEST}/{key}",), who, what, key=key)


def _to_prepare(book: Book) -> Iterator[Waiting]:
    """The events of the next days of which something is not settled yet."""
    events, today = book[Events].frame.dropna(subset=[Events.id, Events.begins]), pd.Timestamp(book.today)
    ahead = events[Events.begins].dt.normalize().between(today, today + PREPARED_WITHIN) & ~events[Events.cancelled]
    for row in events[ahead].sort_values(Events.begins).to_dict("records"):
        lacks = list(_unsettled(row))
        if lacks:
            reasons = (f"{DIGEST}/{row[Events.id]}/prepare/{row[Events.begins]:%Y-%m-%d}",)
            what = f"{row[Events.begins]:%d.%m.%Y}; нет: {', '.join(lacks)}"
            yield Waiting(TO_PREPARE, Events, reasons, _event(row), what, key=row[Events.id])


def _unsettled(event: Mapping[Any, Any]) -> Iterator[str]:
    if day_alone(event[Events.begins]):
        yield "времени"
    if pd.isna(event[Events.place]) and pd.isna(event[Events.link]):
        yield "места"
    if pd.isna(event[Events.leader]):
        yield "ведущего"
    if not event[Events.invite]:
        yield "приглашений"


def _to_write_up(book: Book) -> Iterator[Waiting]:
    """The events that are over, and of which nobody has said what came of them."""
    events = book[Events].frame.dropna(subset=[Events.id, Events.begins])
    over = (events[Events.begins] < pd.Timestamp(book.today)) & ~events[Events.cancelled]
    open_ones = events[over & ~written_up(book)[events.index]]
    for row in open_ones.sort_values(Events.begins).to_dict("records"):
        what = f"{row[Events.begins]:%d.%m.%Y}; отметьте, кто был, и впишите, что решили"
        yield Waiting(TO_WRITE_UP, Events, (f"{DIGEST}/{row[Events.id]}/held",), _event(row), what, key=row[Events.id])


def _event(row: Mapping[Any, Any]) -> str:
    return named(
        f"{as_text(row[Events.kind]).capitalize()} «{shortened(as_text(row[Events.subject]), 80)}»", row[Events.id]
    )


def _to_train(book: Book) -> Iterator[Waiting]:
    """The mentors with a pair who are not trained, where the organisation says that they must be."""
    if not book[Settings].trained_first:
        return
    for row in untrained_at_work(book).dropna(subset=[Mentors.id]).to_dict("records"):
        reasons = (f"{DIGEST}/{row[Mentors.id]}/train",)
        yield Waiting(TO_TRAIN, Mentors, reasons, named(row[Mentors.full_name], row[Mentors.id]), key=row[Mentors.id])


def _without_mentor(book: Book) -> Iterator[Waiting]:
    matches, time_of, with_names = book[Matches].frame, _times(book), _namer(book)
    for row in matches[matches[Matches.state] == NOBODY].sort_values(Matches.mentee).to_dict("records"):
        mentee = row[Matches.mentee]
        why, _, _ = with_names(as_text(row[Matches.reasons])).partition(". ")
        reason = f"{DIGEST}/{mentee}/nobody/{time_of(mentee)}"
        who, key = named(row[Matches.mentee_name], mentee), as_text(row[Matches.id])
        yield Waiting(WITHOUT_MENTOR, Matches, (reason,), who, why.rstrip("."), key=key)


def _to_fix(book: Book) -> Iterator[Waiting]:
    with_names = _namer(book)
    for sheet in (sheet for sheet in book.schema.sheets if sheet.in_digest and not book.unavailable(sheet.name)):
        table = book[sheet]
        problems = sheet.named("problems")
        telling = {table.key, problems, Matches.mentee, Pairs.state, *_NAMING} & {*sheet.columns}
        for row in table.frame.loc[table[problems].notna(), sorted(telling)].to_dict("records"):
            sentences = without_advice(str(row[problems])).splitlines()
            if sentences:
                key = as_text(row[table.key])
                reasons = tuple(f"{DIGEST}/{key or sheet.name}/{short_digest(sentence)}" for sentence in sentences)
                matter = TO_END if sheet is Pairs and row[Pairs.state] == STOPPED else TO_FIX
                yield Waiting(matter, sheet, reasons, _whose(sheet, row), with_names(" ".join(sentences)), key=key)


def _unanswered(book: Book) -> Iterator[Waiting]:
    """The participants who were asked for something and have not answered in time, whatever they were asked for."""
    banks = [book[bank] for bank in (Mentees, Mentors) if not book.unavailable(bank.name)]
    numbers, names = {number for bank in banks for number in bank[Bank.id].dropna()}, _names(book)
    planned = (sheet for sheet in book.schema.sheets if issubclass(sheet, Planned))
    for sheet in (sheet for sheet in planned if not book.unavailable(sheet.name)):
        frame = book[sheet].frame
        late = frame[(frame[Planned.standing] == IS_PAST_DUE) & frame[Planned.person].isin(numbers)]
        for row in late.dropna(subset=[Planned.due]).to_dict("records"):
            key, person = as_text(row[book[sheet].key]), row[Planned.person]
            what = f"«{sheet.title}», ждали до {row[Planned.due]:%d.%m.%Y}"
            yield Waiting(UNANSWERED, sheet, (f"{DIGEST}/{key}/late",), named(names.get(person), person), what, key=key)


def _names(book: Book) -> dict[Any, Any]:
    """Number → full name of everybody in both banks."""
    names: dict[Any, Any] = {}
    for bank in (bank for bank in (Mentees, Mentors) if not book.unavailable(bank.name)):
        people = book[bank].frame.dropna(subset=[Bank.id, Bank.full_name]).drop_duplicates(Bank.id)
        names |= dict(zip(people[Bank.id], people[Bank.full_name], strict=True))
    return names


def _namer(book: Book) -> Callable[[str], str]:
    """Puts people's names after their numbers in a sentence: there they need not be in its case."""
    names = _names(book)
    return lambda text: _NUMBER.sub(lambda found: f"{found[0]} {names.get(found[0], '')}".strip(), text)


_NUMBER = re.compile(rf"\b(?:{'|'.join(bank.key_column().prefix for bank in (Mentees, Mentors))})-\d+\b")


_NAMING = ("full_name", "mentee_name", "title_of_measure", "measure", "who")
"""The columns that may say of whom or of what a row is, the most telling first."""


def _whose(sheet: type[Sheet], row: Mapping[Any, Any]) -> str:
    """Of whom or of what a row is: a proposal is known by its mentee, its own key says nothing to anybody."""
    key = Matches.mentee if sheet is Matches else sheet.key_column().known_as
    name = next((shortened(text) for column in _NAMING if (text := as_text(row.get(column)))), "")
    return named(name, row[key]) or f"лист «{sheet.title}»"
