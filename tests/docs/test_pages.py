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
GUIDES = [DOCS / page for page in ("curator.md", "matching.md", "plan.md", "new-year.md")]
LONGEST_GUIDE = 300  # lines: it is read by somebody who has other things to do

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


@pytest.mark.parametrize(
    ("phrase", "spans"),
    [
        ("Октябрь (ежегодно)", ["2022-10-01 2022-10-31", "2023-10-01 2023-10-31", "2024-10-01 2024-10-31"]),
        ("ежегодно, 2023–2025 гг.", ["2023-01-01 2023-12-31", "2024-01-01 2024-12-31", "2025-01-01 2025-12-31"]),
        ("2 марта 2025 г. (День наставника)", ["2025-03-02 2025-03-02"]),
        ("в период с 1 по 15 ноября 2024 г.", ["2024-11-01 2024-11-15"]),
        ("до мая 2025 г. включительно", ["None 2025-05-31"]),
        ("к началу 2024–2025 учебного года", ["None 2024-09-01"]),
        ("весь срок реализации программы", ["2022-09-01 2025-08-31"]),
        ("Сентябрь 2024 г. (3 неделя)", ["2024-09-15 2024-09-21"]),
        ("первая половина октября 2024 г.", ["2024-10-01 2024-10-15"]),
        ("май, июнь 2025 г.", ["2025-05-01 2025-06-30"]),
        ("сентябрь, январь, май 2025 г.", ["2024-09-01 2024-09-30", "2025-01-01 2025-01-31", "2025-05-01 2025-05-31"]),
        ("5, 12, 19 ноября 2024 г.", ["2024-11-05 2024-11-05", "2024-11-12 2024-11-12", "2024-11-19 2024-11-19"]),
    ],
)
def test_a_deadline_means_what_the_guide_says(phrase: str, spans: list[str]) -> None:
    assert f"«{phrase}»" in (DOCS / "plan.md").read_text(encoding="utf-8")
    assert [f"{start} {due}" for start, due in parse(phrase, period=PLAN).spans()] == spans


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
    to_be_added = re.compile(r"^### `.*`$", re.MULTILINE)  # the files of the worked example
    for path in re.findall(rf"`((?:{folders})/[\w./]*)`", to_be_added.sub("", page.read_text(encoding="utf-8"))):
        if "NAME" not in path:
            assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_addresses_in_the_pages_are_reserved_for_examples(page: Path) -> None:
    for domain in re.findall(r"[\w.+-]+@([\w-]+\.[\w.-]*\w)", page.read_text(encoding="utf-8")):
        assert re.search(r"(^|\.)example\.(com|org|net)$", domain), domain


def test_the_curators_guide_can_be_read_at_a_sitting() -> None:
    assert len((DOCS / "curator.md").read_text(encoding="utf-8").splitlines()) < LONGEST_GUIDE


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_the_history_of_a_spreadsheet_is_found_in_both_workspaces(page: Path) -> None:
    """Each calls it otherwise: who is sent to Google's is told of ours as well."""
    for sentence in re.split(r"(?<=[.;!?])\s", page.read_text(encoding="utf-8")):
        if "истори" in sentence and "верси" in sentence:
            assert "Google" in sentence and "«История»" in sentence, sentence


def test_the_guide_leads_to_the_history_of_the_spreadsheet() -> None:
    assert "«История» над таблицей" in (DOCS / "curator.md").read_text(encoding="utf-8")
