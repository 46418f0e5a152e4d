"""A filled template as its reader reads it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document

from automation.documents import render


def filled(template: bytes, context: dict[str, Any]) -> Any:
    """The document that a template becomes."""
    return Document(BytesIO(render(template, context, name="report")))


def text(document: Any) -> str:
    """All text, in the order in which it is read, with ordinary spaces."""
    return "\n".join(map(_text_of, document.iter_inner_content())).replace("\u00a0", " ")


def _text_of(block: Any) -> str:
    if not hasattr(block, "rows"):
        return str(block.text)
    return "\n".join(" | ".join(cell.text for cell in row.cells) for row in block.rows)
