"""The curator's digest: what is new since the last one, a few lines of each matter, and how much of it still waits.

What was told of once is never told of again as new: the reasons of the letters that there are say what was. It stays a
number with a link to where it is, and makes no letter by itself, except that decisions are called to mind once a week,
for four weeks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from automation.documents import date_in_words, days_left
from automation.documents.calendar import Entry
from automation.workbook.book import Book
from jobs.letters.addressees import curators, organisation
from jobs.letters.correspondence import DIGEST, Written, as_text, awaiting_leave, held_back, is_off, write
from jobs.letters.kinds import LetterKind
from jobs.letters.links import to_tab, to_table
from jobs.letters.open_measures import open_measures
from jobs.letters.reminders import Reminder, entry, reminders
from jobs.letters.waiting import (
    DONE_FIRST,
    TO_FIX,
    TO_REPLACE,
    UNANSWERED,
    WITHOUT_MENTOR,
    Matter,
    Waiting,
    waiting,
)
from jobs.matching import shortages
from jobs.people.tally import tally
from jobs.plan.asked_reports import ask_for_reports, occasion
from jobs.plan.roadmap import NOT_CONFIRMED
from sheets_schema.columns import shortened
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.reports import Reports
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings

LINES = 11
"""Of news: with all that a letter says beside them, it has less than twenty."""
_LINES_OF_BANKS = 2
"""Of these, what the banks take together with the blank one before."""
LONGEST = 160
"""Characters of a line; all of it stands in the table."""
NAMED = 2
"""Of how many the same is said, by name, in one line."""
MOST_REASONS = 1500
"""So many fit a cell. What goes beyond them is new once more the next morning."""
CURATORS_DIGEST = LetterKind(
    DIGEST,
    title="сводка куратору",
    to="куратору и координатору",
    about="Что ждёт решения, что исправить, что просрочено и что нового.",
)
NEWS_FOR = 28
"""Days for which a report that was drawn up is news."""
HELPFUL = 2
"""Lines of «Кого не хватает»."""
CALLED_TO_MIND_AFTER, CALLED_TO_MIND_FOR = timedelta(days=7), timedelta(days=28)

SOON = Matter("Ваши сроки", "срок", "", advice="по ссылке сообщите, что выполнено; сроки для календаря — в файле")
OVERDUE = Matter("Просрочено", "просроченное мероприятие", "")
DRAWN_UP = Matter("Составлены отчёты", "отчёт", "")
ORDER = (
    *DONE_FIRST,
    SOON,
    TO_FIX,
    OVERDUE,
    UNANSWERED,
    TO_REPLACE,
    WITHOUT_MENTOR,
    DRAWN_UP,
)
"""What had better be done first comes first."""


@dataclass(frozen=True)
class _Notice:
    """Something that stops letters."""

    reasons: tuple[str, ...]
    title: str
    text: str


def tell_curators(book: Book, written: Written, today: date) -> None:
    readers = curators(book)
    if not readers or is_off(book, DIGEST):
        return
    notices, banks = list(_notices(book)), _banks(book)
    for_all = [*waiting(book), *_overdue(book, today), *_drawn_up(book, today)]
    own = {one.person["email"].lower(): one for one in reminders(book, today)}
    room = LINES - _LINES_OF_BANKS if banks else LINES
    for address, reader in readers.items():
        if written.on(today, address, DIGEST):
            continue
        soon = _soon(book, own[address], written, today) if address in own else {}
        items = sorted([*for_all, *soon], key=lambda one: ORDER.index(one.matter))
        told_of: list[_Notice | Waiting] = [*notices, *items]
        is_new = {one for one in told_of if written.new(address, one.reasons)}
        stands = [one for one in items if one not in is_new and one.matter not in (SOON, DRAWN_UP)]
        if not is_new and not _to_call_to_mind(written, address, stands, today):
            continue
        stopping = [one for one in notices if one in is_new]
        context = {
            "recipient": reader["greeting"],
            "instead_of": reader["instead_of"],
            "organisation": organisation(book),
            "today": today,
            "notices": stopping,
            "news": _news(
                book,
                [one for one in items if one in is_new],
                room=room - len(stopping),
            ),
            "standing": _standing(book, stands),
            "banks": banks,
            "link": to_table(book),
        }
        reasons = sorted({reason for one in is_new for reason in one.reasons}) or [f"{DIGEST}/still/{today}"]
        key, to, some = f"{DIGEST}/{reader['id']}/{today}", reader["email"], reasons[:MOST_REASONS]
        write(book, "curator_digest", context, key=key, to=to, reasons=some, entries=list(soon.values()))


def _to_call_to_mind(written: Written, address: str, stands: Iterable[Waiting], today: date) -> bool:
    """Whether a letter has to say that decisions still wait: a week after the last, unless they have waited for so long
    that saying it once more would help nobody. Every letter that comes for another reason says it as well."""
    last = written.last(address, DIGEST)
    if last is None or today - last < CALLED_TO_MIND_AFTER:
        return False
    told = (written.told_on(address, reason) for one in stands if one.matter.decision for reason in one.reasons)
    return any(day and today - day <= CALLED_TO_MIND_FOR for day in told)


# What is told


def _soon(book: Book, own: Reminder, written: Written, today: date) -> dict[Waiting, Entry]:
    """What comes for a reader themselves and was not told yet: where it is reported, and the entry for a calendar."""
    new = {
        reason: measure
        for reason, measure in own.own.items()
        if measure["days_left"] >= 0 and written.new(own.person["email"], [reason])
    }
    links = ask_for_reports(book, [(own.person["id"], measure) for measure in new.values()], today) if new else {}
    return {
        Waiting(
            SOON,
            Roadmap,
            (reason,),
            shortened(measure["name"], 80),
            _with_deadline(measure),
            link=links.get(occasion(measure, own.person["id"]), ""),
        ): entry(measure)
        for reason, measure in new.items()
    }


def _overdue(book: Book, today: date) -> Iterator[Waiting]:
    if book.unavailable(Roadmap.name) or not book[Settings].plan_confirmed:
        return
    for measure in open_measures(book, today):
        if measure["days_left"] < 0:
            who = f"; отвечает: {measure['responsible']}" if measure["responsible"] else ""
            reason = f"{DIGEST}/{measure['id']}/{measure['due']}"
            name = shortened(measure["name"], 80)
            yield Waiting(OVERDUE, Roadmap, (reason,), name, _with_deadline(measure) + who)


def _with_deadline(measure: Mapping[str, Any]) -> str:
    turned_down = "; отчёт о нём отклонён" if measure["rejected"] else ""
    return f"{days_left(measure['days_left'])} ({date_in_words(measure['due'])}){turned_down}"


def _drawn_up(book: Book, today: date) -> Iterator[Waiting]:
    """The reports of the last weeks: a new curator needs no older ones."""
    if book.unavailable(Reports.name):
        return
    reports = book[Reports].frame.dropna(subset=[Reports.purpose, Reports.document, Reports.drawn_up_on])
    recent = reports[reports[Reports.drawn_up_on] >= pd.Timestamp(today - timedelta(days=NEWS_FOR))]
    for row in recent.to_dict("records"):
        title = f"{as_text(row[Reports.subject])} {as_text(row[Reports.period])}".strip()
        reason, gist = f"{DIGEST}/{row[Reports.purpose]}", as_text(row[Reports.gist])
        yield Waiting(DRAWN_UP, Reports, (reason,), title, gist, link=row[Reports.document])


def _notices(book: Book) -> Iterator[_Notice]:
    if not book[Settings].plan_confirmed:
        yield _Notice((f"{DIGEST}/plan-not-confirmed",), "План ждёт вашей проверки", f"{NOT_CONFIRMED}.")
    many = _by_day(book, awaiting_leave(book))
    if many:
        yield _Notice(
            tuple(f"{DIGEST}/many-letters/{day}" for day in many),
            f"Письма ждут вашего разрешения: {many.total()}",
            "Столько за раз программа не отправляет без вопроса. Посмотрите лист «Письма»: если всё верно, впишите на "
            "лист «Настройки» сегодняшнюю дату в строку «Много писем разрешено по».",
        )
    held = _by_day(book, held_back(book))
    if held and not many:
        yield _Notice(
            tuple(f"{DIGEST}/held-back/{day}" for day in held),
            f"Писем по анкетам ждёт отправки: {held.total()}",
            f"За час их уходит не больше {book[Settings].form_letters_an_hour:.0f}. Если столько анкет вы не ждали, их "
            "мог прислать кто-то чужой: посмотрите последние строки банков и лишним поставьте галочку «Не участвует».",
        )


def _by_day(book: Book, letters: pd.Index) -> Counter[date]:
    """The days whose letters wait, because they are so many, and how many; none while all letters wait."""
    if not book[Settings].send_letters:
        return Counter()
    days = book[Letters][Letters.queued_at].loc[letters].dropna()
    return Counter(day.date() for day in days)


# How it is told


def _news(book: Book, items: Sequence[Waiting], room: int) -> list[dict[str, Any]]:
    """A heading for each matter, and the first items of each in the lines that are left: a line in turn."""
    by_matter: dict[Matter, list[Waiting]] = {}
    for one in items:
        by_matter.setdefault(one.matter, []).append(one)
    lines = {matter: list(_lines(book, matter, those)) for matter, those in by_matter.items()}
    shown = _dealt([len(those) for those in lines.values()], room - len(by_matter))
    return [
        {
            "title": matter.do,
            "number": len(those),
            "advice": matter.advice,
            "tabs": _tabs(book, dict.fromkeys(one.tab for one in those)),
            "lines": lines[matter][:most],
            "cut": most < len(lines[matter]),
        }
        for (matter, those), most in zip(by_matter.items(), shown, strict=True)
    ]


def _lines(book: Book, matter: Matter, items: Sequence[Waiting]) -> Iterator[dict[str, str]]:
    """A line for each item; what is the same of several is said once."""
    helpful = shortages.told(book, HELPFUL) if matter is WITHOUT_MENTOR else []
    if helpful:
        yield {"says": f"больше всего поможет: {'; '.join(helpful)}", "link": ""}
    alike: dict[tuple[type[Sheet], str, str], list[str]] = {}
    for one in items:
        alike.setdefault((one.tab, one.what, one.link), []).append(one.who)
    for (_, what, link), who in alike.items():
        more = f" и ещё {len(who) - NAMED}" if len(who) > NAMED else ""
        said = ": ".join(filter(None, (", ".join(who[:NAMED]) + more, what)))
        yield {"says": shortened(said, LONGEST), "link": link}


def _dealt(wanted: Sequence[int], room: int) -> list[int]:
    """How many lines each gets, where they are dealt out one at a time, from the first on."""
    dealt = [0] * len(wanted)
    while room > 0 and any(had < most for had, most in zip(dealt, wanted, strict=True)):
        for at, most in enumerate(wanted):
            if room > 0 and dealt[at] < most:
                dealt[at] += 1
                room -= 1
    return dealt


def _standing(book: Book, items: Iterable[Waiting]) -> list[dict[str, Any]]:
    """Each matter as one number, with the tabs where it is."""
    by_matter: dict[Matter, Counter[type[Sheet]]] = {}
    for one in items:
        by_matter.setdefault(one.matter, Counter())[one.tab] += 1
    return [
        {
            "said": matter.counted(tabs.total()),
            "tabs": _tabs(book, tabs),
        }
        for matter, tabs in by_matter.items()
    ]


def _banks(book: Book) -> list[dict[str, str]]:
    """How many rows of each bank something is wrong with."""
    there = (book[sheet] for sheet in (Mentees, Mentors) if not book.unavailable(sheet.name))
    return [{"says": says, **_tabs(book, [bank.sheet])[0]} for bank in there if (says := tally(bank).says)]


def _tabs(book: Book, tabs: Iterable[type[Sheet]]) -> list[dict[str, str]]:
    return [{"title": book[tab].tab.title, "link": to_tab(book, tab)} for tab in tabs]
