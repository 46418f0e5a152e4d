"""The reference says what the code says, and all of it."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest

from docs.reference import pages
from jobs.runner.configuration import Configuration, Google, Mail
from jobs.runner.job import all_jobs
from sheets_schema import roadmaps
from sheets_schema.columns import Mark
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.settings import Settings
from tests.docs.names import commands, options, read


def test_the_generated_pages_are_what_the_code_says_now() -> None:
    stale = [path.name for path, text in pages().items() if read(path.name) != text]
    assert not stale, "run: python -m docs.reference"


@pytest.mark.parametrize("sheet", NASTAVNIK.sheets, ids=lambda sheet: sheet.name)
def test_every_column_of_every_tab_is_in_the_reference(sheet: type[Sheet]) -> None:
    section = read("tabs.md").partition(f"## «{sheet.title}»")[2].partition("\n## ")[0]
    titles = [column.title for column in sheet.columns.values() if not isinstance(column, Mark)]
    marks = [column.title for column in sheet.columns.values() if isinstance(column, Mark)]
    titles += [f"{marks[0]} … {marks[-1]}"] if marks else []
    missing = [title for title in titles if f"| **{title}** |" not in section]
    assert section
    assert not missing


def test_every_setting_is_in_the_reference() -> None:
    section = read("tabs.md").partition("### Параметры")[2].partition("\n## ")[0]
    assert not [one for one in Settings.declared().values() if f"| **{one.column.title}** |" not in section]


def test_every_questionnaire_is_in_the_reference() -> None:
    for form in NASTAVNIK.forms:
        section = read("tabs.md").partition(f"## «{form.title}»")[2].partition("\n## ")[0]
        columns = [form.fills.columns[name] for name in form.asked()]
        assert not [column.title for column in columns if (column.question or column.title) not in section]


def test_every_command_and_option_is_in_the_reference() -> None:
    for name, command in commands().items():
        section = read("commands.md").partition(f"## nastavnik {name}\n")[2].partition("\n## ")[0]
        assert section, name
        assert not [option for option in options(command) - {"--help"} if f"`{option}" not in section], name


@pytest.mark.parametrize("name", roadmaps.names())
def test_every_measure_of_every_plan_is_in_the_reference_with_what_serves_it(name: str) -> None:
    section = read("measures.md").partition(f"(`{name}`)")[2].partition("\n## ")[0]
    for measure in roadmaps.load(name).measures:
        (row,) = [line for line in section.splitlines() if line.startswith(f"| {measure.number} | {measure.title} |")]
        assert all(
            job.title in row for name, job in all_jobs().items() if name in measure.served_by and name != "documents"
        )
        assert ("срок, напоминания, отчёт" in row) == (not measure.served_by)
        assert row.endswith(f"| {measure.proven_by} |")


def test_every_job_is_in_the_reference() -> None:
    page = read("commands.md")
    assert not [job.name for job in all_jobs().values() if f"| `{job.name}` | {job.title} |" not in page]


def test_every_plan_is_in_the_reference_with_its_measures() -> None:
    page = read("commands.md").partition("## Готовые планы")[2]
    for plan in map(roadmaps.load, roadmaps.names()):
        (line,) = [line for line in page.splitlines() if line.startswith(f"| `{plan.code}` |")]
        assert f"| {plan.title} | {len(plan.measures)} |" in line


def test_every_key_of_the_configuration_is_explained_with_its_default() -> None:
    page = read("google.md")
    for prefix, section in (("", Configuration), ("google.", Google), ("mail.", Mail)):
        for name, key in section.model_fields.items():
            if name in ("google", "mail") and not prefix:
                continue
            default = str(key.default).lower() if isinstance(key.default, bool) else _written(key.default)
            assert f"| `{prefix}{name}` | `{default}` |" in page, f"{prefix}{name} = {default}"


def _written(default: object) -> str:
    return f'"{default}"' if isinstance(default, str | IPv4Address) else str(default)
