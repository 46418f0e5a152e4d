"""Writes the pages that are derived from the code: `python -m docs.reference`.

`docs/tabs.md` and `docs/measures.md` come from the declarations in `sheets_schema/`, `docs/commands.md` from the
command itself. A test fails while one of them says something else than the code.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import typer

from jobs.cli.bringing import in_russian
from jobs.cli.commands import app
from jobs.control.lines import line_of
from jobs.letters.kinds import letter_kinds
from jobs.runner.job import Job, all_jobs
from sheets_schema import roadmaps
from sheets_schema.columns import Choice, Choices, Column, Key, Mark, Number, Owner, Reference
from sheets_schema.form import Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.roadmap import Roadmap as RoadmapTab
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.vocabulary import BLUE, GREEN, GREY, RED, YELLOW

_Column = TypeVar("_Column", bound=Column)

HERE = Path(__file__).parent

_NOTICE = "<!-- Эту страницу пишет `python -m docs.reference`; правьте не её, а объявления в коде. -->"
_COLOURS = {GREEN: "зелёный", YELLOW: "жёлтый", RED: "красный", BLUE: "голубой", GREY: "серый", "#ffffff": "белый"}
_OWNERS = {Owner.FORM: "анкета", Owner.CURATOR: "куратор", Owner.JOB: "программа"}


def main() -> None:
    """Write every page to its place."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(HERE.parent))


def pages() -> dict[Path, str]:
    """Path → what ought to stand there."""
    return {
        HERE / "tabs.md": _joined(_tabs()),
        HERE / "commands.md": _joined(_commands()),
        HERE / "measures.md": _joined(_measures()),
    }


# tabs.md


def _tabs() -> Iterator[str]:
    yield "# Листы, столбцы и анкеты"
    yield _NOTICE
    yield (
        "Здесь перечислено всё, из чего состоит таблица. Кто заполняет столбец, видно по цвету заголовка: "
        "голубоватый — анкета, желтоватый — куратор, серый — программа. То, что впишут в столбец программы, "
        "она перепишет. «Нельзя удалять» значит: пока столбца нет, программа пропускает весь лист. "
        "Как с этим работать, рассказано в [руководстве куратора](curator.md)."
    )
    yield "\n".join(f"- [{title}](#{_anchor(title)})" for title in _headings())
    for sheet in NASTAVNIK.sheets:
        yield from _tab(sheet)
    for form in NASTAVNIK.forms:
        yield from _form(form)


def _headings() -> list[str]:
    titles = [*(sheet.title for sheet in NASTAVNIK.sheets), *(form.title for form in NASTAVNIK.forms)]
    return [f"«{title}»" for title in titles]


def _tab(sheet: type[Sheet]) -> Iterator[str]:
    yield f"## «{sheet.title}»"
    yield inspect.getdoc(sheet) or ""
    if sheet.typed_by_hand:
        yield "Строки можно добавлять от руки: номер новой строке даст программа."
    yield f"Сколько хранятся строки: {sheet.kept.value}."
    rows = [
        (f"**{title}**", _type(column), _written_by(sheet, column), _remarks(sheet, column))
        for title, column in _without_repeating(sheet.columns.values())
    ]
    yield _table(("Столбец", "Что в нём", "Кто заполняет", "Пояснение"), rows)
    for title, column in _without_repeating(sheet.status_columns()):
        shown = [f"{value} — {_COLOURS[sheet.colours[value]]}" for value in column.options if value in sheet.colours]
        yield f"Цвета столбца «{title}»: {'; '.join(shown)}."
    if sheet is SettingsTab:
        yield from _settings()


def _without_repeating(columns: Iterable[_Column]) -> Iterator[tuple[str, _Column]]:
    """Each column under its title; the marks of one picture once, under their first and last titles."""
    for is_picture, run in groupby(columns, key=lambda column: isinstance(column, Mark)):
        alike = list(run)
        if is_picture:
            yield f"{alike[0].title} … {alike[-1].title}", alike[0]
        else:
            yield from ((column.title, column) for column in alike)


def _settings() -> Iterator[str]:
    yield "### Параметры"
    rows = [
        (
            f"**{one.column.title}**",
            _type(one.column),
            _value(one.default),
            _sentences(one.explanation, _must(one.column)),
        )
        for one in Settings.declared().values()
    ]
    yield _table(("Параметр", "Что вписать", "Сначала стоит", "Пояснение"), rows)


def _value(default: Any) -> str:
    if isinstance(default, bool):
        return "галочка стоит" if default else "галочки нет"
    return "" if default is None else str(default)


def _form(form: type[Form]) -> Iterator[str]:
    yield f"## «{form.title}»"
    yield form.description or "Текст берётся с листа «Редакции согласий»; пока его там нет, форма закрыта."
    yield f"Ответы попадают на лист «{form.fills.title}»."
    rows: list[tuple[str, ...]] = []
    for section in form.sections:
        for name in section.columns:
            column = form.fills.columns[name]
            must = "да" if form.must_be_answered(name) else ""
            people = ", ".join(form.asked_of(section))
            heading = f"{section.title} (отвечают: {people})" if people else section.title
            rows.append((heading, column.question or column.title, column.title, must))
    yield _table(("Раздел", "Вопрос", "Столбец", "Обязательный"), rows)


def _written_by(sheet: type[Sheet], column: Column) -> str:
    """Who fills in a column; of the program, which of its jobs."""
    jobs = [all_jobs()[name].title for name in sheet.writers(column) if name in all_jobs()]
    return ", ".join([_OWNERS[column.owner], *(f"«{job}»" for job in jobs)])


def _remarks(sheet: type[Sheet], column: Column) -> str:
    asked = f"Вопрос анкеты: «{column.question}»" if column.question else ""
    hidden = "Столбец скрыт" if column.hidden else ""
    personal = f"Персональные данные: {told.value}" if (told := sheet.tells(column)) else ""
    return _sentences(column.hint, *_rules(column), asked, personal, hidden)


def _must(column: Column) -> str:
    return "Обязательно" if column.required else ""


def _rules(column: Column) -> Iterator[str]:
    yield _must(column)
    if column.vital or column.required or isinstance(column, Key):
        yield "Нельзя удалять"


@singledispatch
def _type(column: Column) -> str:
    return column.expects


@_type.register
def _(column: Key) -> str:
    return f"номер строки вида {column.number(1)}" if column.prefix else "ключ строки"


@_type.register
def _(column: Reference) -> str:
    titles = {sheet.name: sheet.title for sheet in NASTAVNIK.sheets}
    return "номер строки листа " + " или ".join(f"«{titles[tab]}»" for tab in column.tabs)


@_type.register
def _(column: Choice) -> str:
    return "одно из: " + ", ".join(column.options)


@_type.register
def _(column: Mark) -> str:
    return "один знак: " + " ".join(column.options)


@_type.register
def _(column: Choices) -> str:
    return "одно или несколько через запятую: " + ", ".join(column.options)


@_type.register
def _(column: Number) -> str:
    least = "" if column.least is None else f" от {column.least:g}"
    most = "" if column.most is None else f" до {column.most:g}"
    return f"{'число' if column.decimals else 'целое число'}{least}{most}"


# commands.md


def _commands() -> Iterator[str]:
    command = typer.main.get_command(app)
    yield "# Команды"
    yield _NOTICE
    yield f"{command.help} То же самое, но короче, говорит `nastavnik --help`."
    yield _parameters(command)
    for name, sub in leaves(command):
        yield f"## nastavnik {name}"
        yield sub.help or ""
        yield _parameters(sub)
    yield from _job_list(all_jobs().values())
    yield from _letter_list()
    yield from _plan_list()


def _parameters(command: Any) -> str:
    rows = [_parameter(parameter) for parameter in command.params if parameter.name != "help"]
    return _table(("Параметр", "Что значит", "Если не указать"), rows)


def leaves(command: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that does something, those of groups under both names: «roadmap list»."""
    for name, sub in command.commands.items():
        if hasattr(sub, "commands"):
            yield from leaves(sub, f"{above}{name} ")
        else:
            yield above + name, sub


def _parameter(parameter: Any) -> tuple[str, str, str]:
    is_option = parameter.param_type_name == "option"
    written = ", ".join(parameter.opts) if is_option else parameter.name.upper()
    takes_value = is_option and not parameter.is_flag
    shown = f"`{written} …`" if takes_value else f"`{written}`"
    place = f"Можно задать переменной `{parameter.envvar}`" if parameter.envvar else ""
    return shown, _sentences(parameter.help or "", place), _usual(parameter)


def _usual(parameter: Any) -> str:
    default = parameter.default
    if default is None or default == "" or parameter.name == "jobs":
        return ""
    if isinstance(default, bool):
        return "да" if default else "нет"
    return f"`{default}`"


def _job_list(every: Iterable[Job]) -> Iterator[str]:
    yield "## Задания"
    yield (
        "Все задания выполняются одним циклом, в этом порядке. `nastavnik run` выполняет их сразу, "
        "`nastavnik run validate match` — только названные, `nastavnik serve` — по расписанию."
    )
    rows = [
        (
            f"`{job.name}`",
            job.title,
            f"раз в день, в {job.daily_at}" if job.daily_at else "как только что-то изменилось",
            line_of(job).explanation,
        )
        for job in every
    ]
    yield _table(("Задание", "Как названо в журнале", "Когда", "Что делает"), rows)


def _letter_list() -> Iterator[str]:
    yield "## Письма"
    yield "Каждый вид писем выключается галочкой на листе «Пульт», кроме тех, о которых сказано иначе."
    rows = [
        (
            f"`{kind.name}`",
            kind.title,
            kind.to,
            _sentences(kind.about, kind.always and f"Выключить нельзя: {kind.always}"),
        )
        for kind in letter_kinds().values()
    ]
    yield _table(("Начало ключа", "Что за письмо", "Кому", "О чём"), rows)


def _plan_list() -> Iterator[str]:
    yield "## Готовые планы"
    yield (
        "С любого из них можно начать: `nastavnik init --roadmap ktt`. Мероприятия, сроки, ответственные и результаты "
        "попадут на лист «Дорожная карта», годы и формы — на лист «Настройки»; дальше план ваш, правьте его в таблице. "
        "Сроки переносятся на годы, которые идут сейчас или названы (`--start` и `--end`), а что перенести нельзя, "
        "программа скажет. Ответственные записаны так, как в источнике, вместе с его огрехами. Название организации, "
        "бланк и приказ о плане остаются за вами: чужие из плана не берутся."
    )
    rows = [_plan(roadmaps.load(name)) for name in roadmaps.names()]
    yield _table(("План", "Чей", "Название", "Мероприятий", "Этапов", "Годы"), rows)


def _plan(plan: roadmaps.Roadmap) -> tuple[str, ...]:
    stages = sum(stage.number is not None for stage in plan.stages)
    years = f"{plan.period.start:%d.%m.%Y} – {plan.period.end:%d.%m.%Y}" if plan.period else "не названы"
    owner = plan.organisation.short_name if plan.organisation else "любой организации"
    return f"`{plan.code}`", owner, plan.title, str(len(plan.measures)), str(stages or "без этапов"), years


# measures.md


def _measures() -> Iterator[str]:
    plans = [roadmaps.load(name) for name in roadmaps.names()]
    every = [measure for plan in plans for measure in plan.measures]
    yield "# Чем программа помогает в каждом мероприятии"
    yield _NOTICE
    yield (
        f"Готовых планов {len(plans)}, мероприятий в них {len(every)}. За сроком каждого программа следит сама, "
        "напоминает о нём ответственным и принимает их отчёт. Что она делает сверх того, сказано здесь: какие задания "
        "служат мероприятию, какие документы она готовит и что засчитывает без отчёта. Так уже "
        f"с {sum(bool(one.served_by) for one in every)} из {len(every)}. То же самое стоит в таблице, в столбце "
        f"«{RoadmapTab.served_by.column.title}» листа «{RoadmapTab.title}»."
    )
    for plan in plans:
        yield f"## {plan.title} (`{plan.code}`)"
        for stage in plan.stages:
            yield f"### {stage.heading}" if stage.heading else ""
            yield _table(
                ("№", "Мероприятие", "Чем помогает", "Засчитает сама"), [_measure(one) for one in stage.measures]
            )


def _measure(measure: roadmaps.Measure) -> tuple[str, ...]:
    return measure.number, measure.title, in_russian(measure.served_by) or "срок, напоминания, отчёт", measure.proven_by


# Markdown


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _sentences(*parts: str) -> str:
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


def _anchor(heading: str) -> str:
    """The address that GitHub gives to a heading."""
    return "".join(letter for letter in heading.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


if __name__ == "__main__":
    main()
