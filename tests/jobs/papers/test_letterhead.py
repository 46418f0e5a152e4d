"""What stands at the head of every paper."""

from __future__ import annotations

import pytest

from jobs.papers.drawing_up import organisation
from tests.jobs.books import book


@pytest.mark.parametrize(
    ("full", "short", "shown"),
    [
        ("Кировский техникум", "КТ", ("Кировский техникум", "КТ")),
        ("КГБПОУ «Техникум»", "КГБПОУ «Техникум» ", ("КГБПОУ «Техникум»", None)),
        ("", "КТ", ("КТ", None)),
        ("Кировский техникум", "", ("Кировский техникум", None)),
    ],
)
def test_an_organisation_is_named_once_where_it_has_one_name(
    full: str, short: str, shown: tuple[str, str | None]
) -> None:
    head = organisation(book({}, organisation=full, organisation_short=short))
    assert (head.full_name, head.short_name) == shown
