"""Documents to begin with that are as small as a word processor saves them."""

from __future__ import annotations

import io
from functools import cache

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE


def new_document() -> Document:
    """An empty document with the styles that python-docx begins with, but for the looks of tables.

    There are a hundred of those, each in two parts of the file: they would take more time to read than all else that a
    test does.
    """
    return docx.Document(io.BytesIO(_begun()))


@cache
def _begun() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    for style in document.styles:
        if style.type is WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    document.part.drop_rel(next(key for key, one in document.part.rels.items() if "stylesWithEffects" in one.reltype))
    document.save(stream)
    return stream.getvalue()
