"""``documents``: https://developers.google.com/workspace/docs/api/reference/rest/v1/documents"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from automation.embedded.calls import Call, handles
from automation.embedded.compression import Malformed, TooLarge
from automation.embedded.documents import package, requests, structure
from automation.embedded.drive import conversion
from automation.embedded.drive.kinds import DOCUMENT
from automation.embedded.errors import invalid, not_found

if TYPE_CHECKING:
    from docx.document import Document

Json = dict[str, Any]


@handles("docs.documents.create")
def create(call: Call) -> Json:
    title = call.body.get("title") or "Untitled document"
    file = call.workspace.files.create({"name": title, "mimeType": DOCUMENT}, call.workspace.now())
    conversion.fill(call, file, None)
    return _shown(file, _opened(call, file), in_tabs=False)


@handles("docs.documents.get")
def get(call: Call) -> Json:
    file = _file(call)
    return _shown(file, _opened(call, file), in_tabs=call.get("includeTabsContent", False))


@handles("docs.documents.batchUpdate")
def batch_update(call: Call) -> Json:
    file, control = _file(call), call.body.get("writeControl", {})
    required = control.get("requiredRevisionId")
    if required and required != _revision_id(file):
        raise invalid(f"The required revision ID '{required}' does not match the latest revision.")
    asked = call.body.get("requests", [])
    if not asked:
        raise invalid("Must specify at least one request.")
    document = _opened(call, file)
    replies = [requests.apply(document, request, number) for number, request in enumerate(asked)]
    call.workspace.files.touch(file["id"], call.workspace.now())
    call.workspace.files.set_content(file["id"], _saved(document))
    control = {"requiredRevisionId": _revision_id(file)}
    return {"documentId": file["id"], "replies": replies, "writeControl": control}


def _file(call: Call) -> Json:
    file = call.workspace.files.find(call["documentId"])
    if file is None or file["trashed"] or file["mimeType"] != DOCUMENT:
        raise not_found()
    return file


def _opened(call: Call, file: Json) -> Document:
    try:
        return package.opened(call.workspace.files.content(file["id"]))
    except Malformed:
        raise invalid("The document is damaged and cannot be read.") from None
    except TooLarge:
        raise invalid("The document is too large to be read.") from None


def _saved(document: Document) -> bytes:
    """The .docx, if it has not grown beyond what can be read again. Raises `ApiError` 400."""
    stream = io.BytesIO()
    document.save(stream)
    try:
        package.check(stream.getvalue())
    except TooLarge:
        raise invalid("The document would be larger than a document may be.") from None
    return stream.getvalue()


def _revision_id(file: Json) -> str:
    return f"v{file['version']}"


def _shown(file: Json, document: Document, *, in_tabs: bool) -> Json:
    content = structure.content_of(document)
    if in_tabs:
        properties = {"tabId": structure.TAB_ID, "title": "Tab 1", "index": 0}
        content = {"tabs": [{"tabProperties": properties, "documentTab": content}]}
    return {
        "documentId": file["id"],
        "title": file["name"],
        "revisionId": _revision_id(file),
        "suggestionsViewMode": "SUGGESTIONS_INLINE",
        **content,
    }
