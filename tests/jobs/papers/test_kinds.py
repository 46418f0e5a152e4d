"""A kind of document is one declaration: its template takes what its context has, and its keys tell it from others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, asdict, fields
from string import Formatter
from typing import Any

import pandas as pd
import pytest
from pydantic import TypeAdapter

from automation.documents import placeholders, render
from jobs.papers.kind import Kind
from jobs.papers.kinds import kinds, order_kinds
from sheets_schema.vocabulary import PROOFS
from templates import read_bytes
from tests.templates.examples import documents

EXAMPLES = documents()

every_kind = pytest.mark.parametrize("kind", kinds().values(), ids=list(kinds()))


def _named_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@every_kind
def test_a_template_and_the_name_of_its_document_take_all_that_the_context_has_and_nothing_else(
    kind: Kind[Any],
) -> None:
    taken = placeholders(read_bytes(kind.template), name=kind.title) | _named_in(kind.document)
    assert taken == {one.name for one in fields(kind.context)}


@every_kind
def test_a_template_is_filled_in_with_what_its_context_allows(kind: Kind[Any]) -> None:
    for example in (EXAMPLES[kind.prefix].full, EXAMPLES[kind.prefix].bare):
        context = TypeAdapter(kind.context).validate_python(example)
        assert render(read_bytes(kind.template), asdict(context)) == render(read_bytes(kind.template), example)


@every_kind
def test_a_document_is_found_by_the_key_that_its_kind_gives_it_and_by_no_other_kind(kind: Kind[Any]) -> None:
    keys = pd.Series([kind.key("2026-1"), f"{kind.prefix}s/2026-1", f"{kind.prefix}/ended/2026-1", None], dtype="str")
    assert kind.of(keys).tolist() == [True, False, False, False]
    assert [other.prefix for other in kinds().values() if other.of(keys).iloc[0]] == [kind.prefix]
    assert kind.which(kind.key("2026-1")) == "2026-1"


@every_kind
def test_a_kind_does_not_change(kind: Kind[Any]) -> None:
    with pytest.raises(FrozenInstanceError):
        kind.title = "другой"  # type: ignore[misc]


def _proofs() -> Iterator[str]:
    return (kind.proof for kind in order_kinds() if kind.proof)


def test_a_signed_order_is_proof_by_a_word_of_its_own() -> None:
    assert len(set(_proofs())) == len(list(_proofs()))
    assert set(_proofs()) <= set(PROOFS)


@every_kind
def test_documents_are_named_after_what_they_are_about(kind: Kind[Any]) -> None:
    assert kind.document.format_map(EXAMPLES[kind.prefix].full) == EXAMPLES[kind.prefix].name
