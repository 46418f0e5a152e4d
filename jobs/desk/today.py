"""«Сегодня»: what waits for the curator, what she must do first at the top, each with what can be done on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import without_advice
from jobs.desk import addresses
from jobs.desk.parts import Asked, Button, Deeds, Group, Item, called, deeds
from jobs.letters.correspondence import as_text, awaiting_leave
from jobs.letters.open_measures import open_measures
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    ACCEPT,
    AWAITS_DECISION,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    DRAFT,
    FAILED,
    NOBODY,
    PROPOSED,
    REJECT,
    REPLACEMENT,
)

SHOWN = 5
"""Things of one kind that are shown; of more, the number is said."""
SOON = 7
"""Days."""


def waiting(book: Book, today: date) -> list[Group]:
    """All that waits for the curator. A tab that is not there has nothing to say."""
    found = []
    for groups in (_set_up, _letters, _decisions, _reports, _orders, _to_fix, _deadlines, _unmatched):
        try:
            found += [group for group in groups(book, today) if group.count]
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
    held = set(book[Staff][Staff.role].dropna())
    lacking = [] if DIRECTOR in held else [DIRECTOR]
    lacking += [] if held & {CURATOR, COORDINATOR} else [CURATOR]
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


def _decisions(book: Book, today: date) -> Iterator[Group]:
    matches = book[Matches].frame
    best = (matches[Matches.state] == PROPOSED) | (
        (matches[Matches.state] == REPLACEMENT) & (matches[Matches.rank] == 1)
    )
    waits = matches[best & matches[Matches.decision].isna() & matches[Matches.mentor].notna()]
    waits = waits.drop_duplicates(Matches.mentee)
    items = [
        Item(
            f"{as_text(row[Matches.mentee_name])} — {as_text(row[Matches.mentor_name])}",
            f"{'На замену: ' if row[Matches.state] == REPLACEMENT else ''}{_first_line(row[Matches.reasons])}",
            addresses.candidates_of(str(row[Matches.mentee])),
            deeds=decide(book, str(row[Matches.id])),
        )
        for row in waits.head(SHOWN).to_dict("records")
    ]
    yield Group("Пары ждут решения", items, len(waits), addresses.MATCHING, "Решить все на странице «Подбор»")


def decide(book: Book, proposal: str) -> Deeds | None:
    """The decision on one candidate."""
    buttons = [Button("Принять", Matches.decision, ACCEPT), Button("Отклонить", Matches.decision, REJECT, "quiet bad")]
    return deeds(book, Matches, proposal, buttons)


def _first_line(text: object) -> str:
    return as_text(text).partition("\n")[0]


def _reports(book: Book, today: date) -> Iterator[Group]:
    frame = book[MeasureReports].frame
    waits = frame[frame[MeasureReports.state] == AWAITS_DECISION]
    items = [
        Item(
            as_text(row[MeasureReports.title_of_measure]),
            "; ".join(
                filter(
                    None,
                    (
                        as_text(row[MeasureReports.outcome]),
                        as_text(row[MeasureReports.proof]),
                        as_text(row[MeasureReports.comment]),
                    ),
                )
            ),
            addresses.row(MeasureReports.name, str(row[MeasureReports.id])),
            deeds=deeds(
                book,
                MeasureReports,
                str(row[MeasureReports.id]),
                [
                    Button("Принять", MeasureReports.decision, ACCEPT),
                    Button("Отклонить", MeasureReports.decision, REJECT, "quiet bad"),
                ],
            ),
        )
        for row in waits.head(SHOWN).to_dict("records")
    ]
    yield Group("Отчёты о мероприятиях ждут решения", items, len(waits))


def _orders(book: Book, today: date) -> Iterator[Group]:
    orders = book[Orders].frame
    drafts = orders[(orders[Orders.state] == DRAFT) & orders[Orders.document].notna()]
    items = [
        Item(
            as_text(row[Orders.subject]),
            as_text(row[Orders.problems]),
            links={"Открыть и напечатать": as_text(row[Orders.document])},
            deeds=sign(book, str(row[Orders.id]), today),
        )
        for row in drafts.head(SHOWN).to_dict("records")
    ]
    yield Group(
        "Приказы ждут подписи",
        items,
        len(drafts),
        hint="Напечатайте, подпишите у директора, впишите номер и дату с бумаги и нажмите «Подписан».",
    )


def sign(book: Book, order: str, today: date) -> Deeds | None:
    """What is entered when an order is signed on paper."""
    asked = [Asked(Orders.number, "Номер"), Asked(Orders.dated, "Дата", hint=f"{today:%d.%m.%Y}")]
    form = deeds(book, Orders, order, [Button("Подписан", Orders.signed, "да")], asked)
    if form is None:
        return None
    filled = [Asked(one.cell, one.label, form.was[one.cell], one.hint) for one in asked]
    return Deeds(form.tab, form.key, form.was, form.buttons, filled)


def _to_fix(book: Book, today: date) -> Iterator[Group]:
    items = list(_rows_to_fix(book))
    yield Group("Строки, которые нужно исправить", items[:SHOWN], len(items), addresses.PEOPLE + "?only=fix", "Все")


def _rows_to_fix(book: Book) -> Iterator[Item]:
    for sheet in (sheet for sheet in book.schema.sheets if sheet.in_digest and not book.unavailable(sheet.name)):
        yield from rows_to_fix(book, sheet)


def rows_to_fix(book: Book, sheet: type[Sheet]) -> Iterator[Item]:
    """The rows of a tab with something in «Что исправить»."""
    table = book[sheet]
    for row in table.frame[table[sheet.named("problems")].notna()].to_dict("records"):
        problem = without_advice(str(row["problems"])).replace("\n", " ")
        if problem:
            key = as_text(row[table.key])
            name = " ".join(filter(None, (key, called(row))))
            yield Item(name, problem, addresses.row(sheet.name, key) if key else "")


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


def _unmatched(book: Book, today: date) -> Iterator[Group]:
    matches = book[Matches].frame
    alone = matches[matches[Matches.state] == NOBODY].sort_values(Matches.mentee)
    items = [
        Item(
            f"{row[Matches.mentee]} {as_text(row[Matches.mentee_name])}",
            _first_line(row[Matches.reasons]),
            addresses.candidates_of(str(row[Matches.mentee])),
        )
        for row in alone.head(SHOWN).to_dict("records")
    ]
    yield Group(
        "Пока без наставника",
        items,
        len(alone),
        f"{addresses.MATCHING}?show=alone",
        "Все, кто без наставника",
        hint="Предложите этим людям поддержку психолога: программа ищет им наставника каждый раз заново.",
    )
