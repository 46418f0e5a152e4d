"""What the pages name exists, and their links lead somewhere."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from automation.deadlines import Kind, Period, parse
from docs.reference import _anchor
from sheets_schema.tabs.settings import group_size
from tests.docs.names import DOCS, ROOT, commands, of_the_interface, options, quoted

PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md")])
GUIDES = [DOCS / "curator.md"]

NOT_OF_THE_INTERFACE = {"Анкету наставляемого", "Анкету наставника", "Дорожную карту", "Листы, столбцы и анкеты"}
"""What the guide quotes beside names: titles in another case, and the title of a page."""

PLAN = Period(date(2022, 9, 1), date(2025, 8, 31))


def named(page: Path) -> str:
    return page.name


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_everything_that_the_guide_quotes_is_in_the_interface(page: Path) -> None:
    known = of_the_interface() | NOT_OF_THE_INTERFACE
    strange = {name for name in quoted(page.read_text(encoding="utf-8")) if name not in known}
    assert not {name for name in strange if not _is_a_deadline(name) and not _is_a_group_size(name)}


def _is_a_group_size(phrase: str) -> bool:
    try:
        return bool(group_size(phrase))
    except ValueError:
        return False


def _is_a_deadline(phrase: str) -> bool:
    deadline = parse(phrase, period=PLAN)
    without_dates = deadline.kind in (Kind.RELATIVE, Kind.BY_AGREEMENT)
    return (deadline.due is not None or without_dates) and not deadline.problems


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    for line in re.findall(r"nastavnik ([a-z]+(?:-[a-z]+)*(?: [^`\n#]*)?)", page.read_text(encoding="utf-8")):
        words = line.split()
        name = next((one for one in (" ".join(words[:2]), words[0]) if one in commands()), None)
        assert name, line
        rest = words[len(name.split()) :]
        unknown = {word for word in rest if word.startswith("--")} - options(commands()[name])
        assert not unknown, line


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for address in re.findall(r"\]\(([^)\s]+)\)", text):
        if address.startswith("https://"):
            continue
        path, _, anchor = address.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), address
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, address


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_of_ours_that_a_page_names_exists(page: Path) -> None:
    folders = "sheets_schema|automation|templates|jobs|tests|benchmarks|docs"
    for path in re.findall(rf"`((?:{folders})/[\w./]*)`", page.read_text(encoding="utf-8")):
        if "NAME" not in path:
            assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_addresses_in_the_pages_are_reserved_for_examples(page: Path) -> None:
    for domain in re.findall(r"[\w.+-]+@([\w-]+\.[\w.-]*\w)", page.read_text(encoding="utf-8")):
        assert re.search(r"(^|\.)example\.(com|org|net)$", domain), domain
