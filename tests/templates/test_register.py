"""The register says of every document what it is called and what its template takes."""

import pytest

from automation.documents import placeholders
from templates import DocumentKind, read_bytes, register
from tests.templates.examples import order


@pytest.mark.parametrize("kind", register())
def test_the_register_tells_what_each_template_needs(kind: str) -> None:
    entry = register()[kind]
    assert placeholders(read_bytes(entry.template), name=entry.title) == entry.needs.keys()


def test_a_document_is_named_after_its_order() -> None:
    name = register()["order/pairs"].document_name(order())
    assert name == "Приказ об утверждении наставнических пар (групп), 2023/2024"


def test_an_entry_of_the_register_does_not_change() -> None:
    entry = register()["order/pairs"]
    assert isinstance(entry, DocumentKind)
    with pytest.raises(ValueError, match="frozen"):
        entry.title = "другой"
