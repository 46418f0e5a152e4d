"""«Сегодня»: what waits for the curator, each with what can be done about it on the spot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from automation.workbook.book import Book, TabUnavailable
from jobs.desk import addresses
from jobs.desk.parts import Asked, Button, Deeds, Group, Item, deeds
from jobs.letters.correspondence import as_text, awaiting_leave
from jobs.letters.open_measures import open_measures
from jobs.letters.waiting import (
    DONE_FIRST,
    TO_ACCEPT,
    TO_COUNT,
    TO_FIX,
    TO_MATCH,
    TO_REPLACE,
    TO_SIGN,
    TO_TELL_APART,
    TO_WRITE_UP,
    UNANSWERED,
    WITHOUT_MENTOR,
    Matter,
    Waiting,
    waiting,
)
from jobs.people.staff import held
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.accounts import Accounts
from sheets_schema.tabs.events import Events
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.same_people import SamePeople
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.vocabulary import (
    ACCEPT,
    COORDINATOR,
    CURATOR,
    DIFFERENT_PEOPLE,
    DIRECTOR,
    FAILED,
    ONE_PERSON,
    REJECT,
)

SHOWN = 5
"""Things of one kind that are shown; of more, the number is said."""
SOON = 7
"""Days."""


def groups(book: Book, today: date) -> list[Group]:
    """All that waits for the curator. A tab that is not there has nothing to say."""
    found: list[Group] = []
    for of_kind in (_set_up, _letters, _matters, _deadlines):
        try:
            found += [group for group in of_kind(book, today) if group.count]
        except TabUnavailable as missing:
            if not any(group.title == str(missing) for group in found):
                found.append(Group(str(missing), (), 1, is_urgent=True))
    return found


def _set_up(book: Book, today: date) -> Iterator[Group]:
    """What the programme cannot do without, and has not got yet."""
    settings = book[Settings]
    if not settings.plan_confirmed:
        tick = _setting(book, "plan_confirmed", Button("План проверен", "value", "да"))
        item = Item(
            "Проверьте сроки и ответственных на листе «Дорожная карта»",
            "Пока план не проверен, напоминания о мероприятиях не уходят.",
            deeds=tick,
        )
        yield Group("План ждёт вашей проверки", (item,), 1, is_urgent=True)
    problems = [
        Item(Settings.declared()[code].column.title, problem, addresses.row(SettingsTab.name, code))
        for code, problem in settings.problems.items()
    ]
    yield Group("Заполните настройки", problems[:SHOWN], len(problems), is_urgent=True)
    yield from _missing_people(book)


def _missing_people(book: Book) -> Iterator[Group]:
    filled = held(book)
    lacking = [] if DIRECTOR in filled else [DIRECTOR]
    lacking += [] if filled & {CURATOR, COORDINATOR} else [CURATOR]
    items = [Item(f"Никого с ролью «{role}»", "Без этого не составить приказ.") for role in lacking]
    yield Group("Впишите людей на лист «Сотрудники»", items, len(items), is_urgent=True)


def _setting(book: Book, code: str, button: Button) -> Deeds | None:
    known = (book[SettingsTab][SettingsTab.code] == code).any()
    return deeds(book, SettingsTab, code, [button]) if known else None


def _letters(book: Book, today: date) -> Iterator[Group]:
    letters = book[Letters].frame
    many = len(awaiting_leave(book))
    if many:
        allow = _setting(book, "many_letters_until", Button("Отправить сегодня все", "value", f"{today:%d.%m.%Y}"))
        item = Item(
            "Столько за раз программа не отправляет без вопроса",
            "Посмотрите, все ли письма нужны: вдруг в таблицу попало лишнее.",
            addresses.LETTERS,
            deeds=allow,
        )
        yield Group(f"Писем ждёт вашего разрешения: {many}", (item,), many, is_urgent=True)
    failed = letters[letters[Letters.state] == FAILED].tail(SHOWN).iloc[::-1]
    items = [
        Item(as_text(row[Letters.subject]), as_text(row[Letters.problems]), addresses.letter(as_text(row[Letters.id])))
        for row in failed.to_dict("records")
    ]
    count = int((letters[Letters.state] == FAILED).sum())
    yield Group("Письма не дошли", items, count, addresses.LETTERS, "Все письма")


def _matters(book: Book, today: date) -> Iterator[Group]:
    """What waits by the one list that the digest tells of as well, what must be done first at the top."""
    by_matter: dict[Matter, list[Waiting]] = {}
    for one in waiting(book):
        by_matter.setdefault(one.matter, []).append(one)
    for matter in ORDER:
        those = by_matter.get(matter, [])
        address, more = _ALL.get(matter, ("", ""))
        items = [_item(book, one, today) for one in those[:SHOWN]]
        hint = _HINTS.get(matter, matter.advice)
        yield Group(matter.do, items, len(those), address, more, hint=hint[:1].upper() + hint[1:])


ORDER = (
    *DONE_FIRST,
    TO_REPLACE,
    TO_FIX,
    UNANSWERED,
    WITHOUT_MENTOR,
)
_ALL = {
    TO_MATCH: (addresses.MATCHING, "Решить все на странице «Подбор»"),
    TO_FIX: (f"{addresses.PEOPLE}?only=fix", "Все, у кого есть что исправить"),
    WITHOUT_MENTOR: (f"{addresses.MATCHING}?show=alone", "Все, кто без наставника"),
}
"""Matter → where all of it is to be found, and what the link says."""
_HINTS = {TO_SIGN: "Напечатайте, подпишите у директора, впишите номер и дату с бумаги и нажмите «Подписан»."}


def _item(book: Book, one: Waiting, today: date) -> Item:
    links = {"Открыть и напечатать": one.link} if one.link else {}
    if one.link and one.key:
        links["Скачать (.docx)"] = addresses.document(one.tab.name, one.key)
    if not one.key:
        return Item(one.who, one.what, links=links)
    address = _candidates(one.key) if one.tab is Matches else addresses.row(one.tab.name, one.key)
    return Item(one.who, one.what, "" if links else address, links, _deeds(book, one, today))


def _deeds(book: Book, one: Waiting, today: date) -> Deeds | None:
    """What can be done about it on the spot."""
    if one.matter == TO_SIGN:
        return sign(book, one.key, today)
    if one.matter == TO_MATCH:
        return decide(book, one.key)
    if one.matter == TO_COUNT:
        return count_in(book, one.key)
    if one.matter == TO_TELL_APART:
        return tell_apart(book, one.key)
    if one.matter == TO_WRITE_UP:
        return _write_up(book, one.key)
    return _accept(book, one.key) if one.matter == TO_ACCEPT else None


def count_in(book: Book, account: str) -> Deeds | None:
    """Whether the matching counts what others say of a mentee."""
    buttons = [Button("Учесть", Accounts.decision, ACCEPT), Button("Не учитывать", Accounts.decision, REJECT, "quiet")]
    return deeds(book, Accounts, account, buttons)


def _candidates(proposal: str) -> str:
    return addresses.candidates_of(proposal.partition("/")[0])


def decide(book: Book, proposal: str) -> Deeds | None:
    """The decision on one candidate."""
    buttons = [Button("Принять", Matches.decision, ACCEPT), Button("Отклонить", Matches.decision, REJECT, "quiet bad")]
    return deeds(book, Matches, proposal, buttons)


def _accept(book: Book, report: str) -> Deeds | None:
    """The decision on what somebody said of their measure."""
    buttons = [
        Button("Принять", MeasureReports.decision, ACCEPT),
        Button("Отклонить", MeasureReports.decision, REJECT, "quiet bad"),
    ]
    return deeds(book, MeasureReports, report, buttons)


def tell_apart(book: Book, couple: str) -> Deeds | None:
    """The decision on two rows that may be of one person."""
    buttons = [
        Button("Один человек", SamePeople.decision, ONE_PERSON),
        Button("Разные люди", SamePeople.decision, DIFFERENT_PEOPLE, "quiet"),
    ]
    return deeds(book, SamePeople, couple, buttons)


def sign(book: Book, order: str, today: date) -> Deeds | None:
    """What is entered when an order is signed on paper."""
    asked = [Asked(Orders.number, "Номер"), Asked(Orders.dated, "Дата", hint=f"{today:%d.%m.%Y}")]
    return _filled_in(book, Orders, order, Button("Подписан", Orders.signed, "да"), asked)


def _write_up(book: Book, event: str) -> Deeds | None:
    """What is entered when an event is over."""
    asked = [Asked(Events.present, "Сколько пришло"), Asked(Events.decided, "Что решили")]
    return _filled_in(book, Events, event, Button("Состоялось", Events.held, "да"), asked)


def _filled_in(book: Book, sheet: type[Sheet], key: str, button: Button, asked: Sequence[Asked]) -> Deeds | None:
    """A button with boxes that show what stands in their cells."""
    form = deeds(book, sheet, key, [button], asked)
    if form is None:
        return None
    filled = [Asked(one.cell, one.label, form.was[one.cell], one.hint) for one in asked]
    return Deeds(form.tab, form.key, form.was, form.buttons, filled)


def _deadlines(book: Book, today: date) -> Iterator[Group]:
    if not book[Settings].plan_confirmed:
        return
    measures = sorted(open_measures(book, today), key=lambda one: (one["due"], one["name"]))
    late = [one for one in measures if one["days_left"] < 0 and not one["awaits"]]
    soon = [one for one in measures if 0 <= one["days_left"] <= SOON and not one["awaits"]]
    for title, those in (("Просрочено", late), (f"Срок в ближайшие {SOON} дней", soon)):
        items = [
            Item(
                one["name"],
                f"Срок {one['due']:%d.%m.%Y}" + (f"; отвечает: {one['responsible']}" if one["responsible"] else ""),
                addresses.row(Roadmap.name, one["id"]),
                deeds=_done(book, one["id"], one["due"]),
            )
            for one in those[:SHOWN]
        ]
        yield Group(title, items, len(those), f"{addresses.PROGRAMME}#plan", "Весь план")


def _done(book: Book, measure: str, due: date) -> Deeds | None:
    """A measure that comes again is done up to its day; another one for good."""
    roadmap = book[Roadmap]
    repeats = roadmap[Roadmap.progress][roadmap[Roadmap.id] == measure].notna().any()
    cell, says = (str(Roadmap.done_until), f"{due:%d.%m.%Y}") if repeats else (str(Roadmap.done), "да")
    return deeds(book, Roadmap, measure, [Button("Выполнено", cell, says, "quiet")])
