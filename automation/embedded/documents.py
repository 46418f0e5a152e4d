"""Docs API v1, as far as reading a document's text: https://developers.google.com/workspace/docs/api/reference/rest/v1/documents"""

from __future__ import annotations

import io
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.drive import conversion
from automation.embedded.drive.kinds import DOCUMENT
from automation.embedded.errors import not_found

Json = dict[str, Any]


@handles("docs.documents.create")
def create(call: Call) -> Json:
    title = call.body.get("title") or "Untitled document"
    file = call.workspace.files.create({"name": title, "mimeType": DOCUMENT}, call.workspace.now())
    conversion.fill(call.workspace, file, None)
    return _document(file, call.workspace.files.content(file["id"]))


@handles("docs.documents.get")
def get(call: Call) -> Json:
    file = call.workspace.files.find(call["documentId"])
    if file is None or file["trashed"] or file["mimeType"] != DOCUMENT:
        raise not_found()
    return _document(file, call.workspace.files.content(file["id"]))


def _document(file: Json, content: bytes) -> Json:
    return {
        "documentId": file["id"],
        "title": file["name"],
        "revisionId": f"v{file['version']}",
        "suggestionsViewMode": "SUGGESTIONS_INLINE",
        "body": {"content": _paragraphs(content)},
    }


def _paragraphs(content: bytes) -> list[Json]:
    """Paragraphs as structural elements; indexes count UTF-16 units, from 1 as in Docs."""
    import docx  # takes a while to load

    found, index = [], 1
    for paragraph in docx.Document(io.BytesIO(content)).paragraphs:
        text = paragraph.text + "\n"
        end = index + len(text.encode("utf-16-le")) // 2
        run = {"startIndex": index, "endIndex": end, "textRun": {"content": text, "textStyle": {}}}
        found.append({"startIndex": index, "endIndex": end, "paragraph": {"elements": [run]}})
        index = end
    return found
