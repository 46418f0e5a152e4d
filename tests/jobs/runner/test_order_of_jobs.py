"""Who writes what, and in which order: a column says by which jobs it is written, and no job goes by what one that
comes after it said the last time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from automation.workbook import cells
from automation.workbook.book import Book
from automation.workbook.cells import Cell
from jobs.runner.deciding import decide
from jobs.runner.job import Job, all_jobs, job_names
from sheets_schema.columns import ANY_JOB, Column, Name, Owner
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import AWAITS_ORDER, PAIR_STATES
from tests.jobs.books import NOW, book

Rows = dict[str, list[dict[str, Cell]]]

OF_JOBS = [
    (sheet, column.known_as)
    for sheet in NASTAVNIK.sheets
    for column in sheet.columns.values()
    if column.owner is Owner.JOB
]


def ids(one: Any) -> str:
    return one.__name__ if isinstance(one, type) else str(one)


@pytest.mark.parametrize(("sheet", "name"), OF_JOBS, ids=ids)
def test_a_column_names_jobs_that_there_are(sheet: type[Sheet], name: Name[Column]) -> None:
    assert set(sheet.writers(name.column)) <= {*job_names(), *ANY_JOB}


def meddling(name: Name[Any], sheet: type[Sheet]) -> Callable[[Book, date], None]:
    def run(book: Book, today: date) -> None:
        book[sheet][name] = book[sheet][name]

    return run


def test_a_job_that_writes_anothers_column_fails_and_the_journal_says_so() -> None:
    for sheet, name in ((Matches, Matches.pair), (Pairs, Pairs.state), (Mentees, Mentees.status)):
        one = book({})
        decide(one, [Job("match", "подбор", (), "", meddling(name, sheet))])
        assert "OwnershipError" in "".join(one.notices)
        one = book({})
        decide(one, [Job(sheet.writers(name.column)[0], "", (), "", meddling(name, sheet))])
        assert not one.notices


# A year in a few days


def person(number: int, prefix: str, **more: Any) -> dict[str, Cell]:
    name = ("Лапина Яна", "Котов Яков", "Орлов Пётр", "Гусева Анна", "Зимин Олег", "Фомина Вера")[number]
    return {
        "id": f"{prefix}-{number + 1:04d}",
        "full_name": f"{name} {'Ильич' if name[-1] in 'врлнг' and not name.endswith('а') else 'Ильинична'}",
        "email": f"{prefix.lower()}{number}@example.com",
        "born": "01.02.1999" if prefix == "НМ" else "01.02.1979",
        "occupation": "А-21",
        "answered": "10.09.2023",
        **more,
    }


def first() -> Rows:
    wanted = {"form": "педагог–студент", "requests": "помощь в учёбе"}
    offered = {"forms": "педагог–студент", "competences": "помощь в учёбе", "capacity": 2}
    roles = ("Директор", "Куратор наставничества", "Координатор")
    return {
        "mentees": [person(number, "НМ", **wanted) for number in range(5)] + [person(5, "НМ", requests=None)],
        "mentors": [person(number, "Н", **offered) for number in (2, 3)],
        "staff": [
            {"id": f"С-{n:04d}", "role": role, "full_name": f"{name} Ильинична", "email": f"s{n}@example.com"}
            for n, (role, name) in enumerate(
                zip(roles, ("Дубова Инна", "Ложкина Вера", "Бережная Ольга"), strict=True), 1
            )
        ],
        "roadmap": [
            {
                "id": "М-0001",
                "number": "1",
                "measure": "База",
                "deadline": "Декабрь 2023",
                "responsible": "Координатор",
            },
            {"id": "М-0002", "number": "2", "measure": "Пары", "deadline": "20.01.2024", "responsible": "Координатор"},
            {"id": "М-0003", "number": "3", "measure": "Итоги", "deadline": "ежемесячно", "responsible": "Методист"},
        ],
        "preferences": [
            {"id": "В-0001", "who": "НМ-0001", "wishes": "Н-0004"},
            {"id": "В-0002", "who": "Н-0004", "wishes": "НМ-0001\nНМ-0002"},
        ],
        "events": [
            {
                "id": "МП-0001",
                "kind": "педагогический совет",
                "subject": "О наставничестве",
                "begins": "18.01.2024 14:00",
                "to": "все участники",
                "measure": "2",
                "invite": True,
            }
        ],
        "courses": [{"id": "ПО-0001", "subject": "Курс", "ends": "19.01.2024", "to": "все наставники", "send": True}],
    }


def accept(rows: Rows) -> None:
    for row in rows["matches"]:
        if row["state"] == "предложен":
            row["decision"] = "принять"


def sign(rows: Rows) -> None:
    for row in rows["orders"]:
        row.update(number="7", dated="17.01.2024", signed=True)


def answer(rows: Rows) -> None:
    pairs = [row["id"] for row in rows["pairs"]]
    asked = ("ease", "goal", "terms", "trust", "go_on")
    for number, (pair, said) in enumerate(zip(pairs, ("нет", "да", "скорее да"), strict=False), 1):
        row = {"id": f"СВ-{number:04d}", "pair": pair, "side": "наставник", "answered": 45320.5}
        rows["compatibility"].append({**row, **dict.fromkeys(asked, said)})
    report: dict[str, Cell] = {
        "measure": "М-0001",
        "outcome": "Выполнено",
        "proof": "протокол",
        "answered": 45310.5,
        "reporter": "С-0003",
    }
    rows["training"][0]["finished"] = "19.01.2024"
    rows["events"][0].update(present=3, decided="Принять к сведению")
    rows["measurereports"] += [
        {"id": "ОМ-0001", **report, "decision": "принять"},
        {"id": "ОМ-0002", **report, "measure": "М-0002"},
    ]


def part(rows: Rows) -> None:
    rows["pairs"][0].update(ended_on="20.01.2024", outcome="успешно")
    rows["mentors"][0]["withdrawn"] = True
    rows["mentees"][0]["email"] = "не адрес"
    consent = next(row for row in rows["consents"] if row["person"] == "НМ-0002")
    consent["withdrawn_on"] = "21.01.2024"


DAYS: Mapping[int, Callable[[Rows], None]] = {0: lambda rows: None, 2: accept, 4: sign, 9: answer, 11: part}
"""What people have done by these days."""


def kept(one: Book) -> Rows:
    """What a spreadsheet keeps of a book."""
    found: Rows = {}
    for name, table in one.tables.items():
        written = [cells.write(column, table.whole[key]) for key, column in table.sheet.columns.items()]
        found[name] = [dict(zip(table.sheet.columns, row, strict=True)) for row in zip(*written, strict=True)]
    del found["settings"]
    return found


def made_anew_after(job: str) -> Iterator[tuple[type[Sheet], Name[Column]]]:
    """The columns that only later jobs write, in every cycle anew."""
    order = list(all_jobs())
    later = set(order[order.index(job) + 1 :])
    for sheet, name in OF_JOBS:
        writers = set(sheet.writers(name.column))
        if writers and writers <= later and not name.column.remembered:
            yield sheet, name


def decided(one: Book, without: Sequence[tuple[type[Sheet], Name[Column]]]) -> dict[str, Any]:
    """All that there is in a book, but for these columns."""
    found = {
        f"{name}.{column}": list(map(repr, table.frame[column]))
        for name, table in one.tables.items()
        for column in table.sheet.columns
        if (table.sheet, table.sheet.named(column)) not in without
    }
    documents = [(document.key, document.digest) for document in one.documents]
    return {**found, "documents": documents, "notices": list(one.notices)}


def test_no_job_goes_by_what_a_later_one_wrote() -> None:
    rows, kinds, states = first(), set(), set()
    for day, do in DAYS.items():
        do(rows)
        one = book(rows, now=NOW + timedelta(days=day))
        one.link = "https://example.com/table"
        one.state.links |= {form.name: f"https://example.com/{form.name}" for form in NASTAVNIK.forms}
        for name, job in all_jobs().items():
            forgotten, before = list(made_anew_after(name)), one.checkpoint()
            decide(one, [job])
            told, after = decided(one, forgotten), one.checkpoint()
            one.restore(before)
            for sheet, column in forgotten:
                one[sheet][column] = None
            decide(one, [job])
            told_without = decided(one, forgotten)
            assert {key: told_without[key] for key in told} == told, f"{name}, day {day}"
            one.restore(after)
        kinds |= {str(key).partition("/")[0] for key in one[Letters][Letters.id]}
        states |= set(one[Pairs][Pairs.state])
        assert not any("ошибки" in notice for notice in one.notices), one.notices
        rows = kept(one)
    # So much was at stake.
    assert kinds >= {"event", "course", "certificate", "trial", "fix", "digest", "reminder", "stopped", "withdrawal"}
    assert states == {*PAIR_STATES} - {AWAITS_ORDER}
