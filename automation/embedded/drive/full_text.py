"""The words that are in files, for ``fullText contains``: those of Docs, of Sheets' cells and of text files."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from automation.embedded.drive import kinds
from automation.embedded.mail.reading import words_in
from automation.embedded.spreadsheets.model import Formula

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

Json = dict[str, Any]

_MOST_BYTES = 10_000_000  # of one file that are looked through
_MOST_KEPT = 50_000_000  # characters in memory
_LOOKING, _READING = 5e-8, 1e-7  # seconds a character that is held, and a byte that is not
_TEXTS = ("application/json", "application/xml", "application/rtf", "application/x-yaml")
_END_OF_PARAGRAPH = re.compile(r"</w:p>|<w:tab/>|<w:br\b[^>]*/>")
_TAG = re.compile(r"<[^>]*>")


class FullText:
    """The texts of a workspace's files, each read once a version."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[int, str]] = OrderedDict()
        self._size = 0

    def seconds(self, workspace: Workspace) -> float:
        """How long it takes to look through all files, about."""
        held = self._size * _LOOKING
        unread = [file for file in workspace.files.every() if self._held.get(file["id"], (0, ""))[0] != file["version"]]
        sizes = (min(int(file.get("size", 0)), _MOST_BYTES) for file in unread if _has_words(file["mimeType"]))
        cells = sum(
            workspace.spreadsheets.weight(file["id"]) for file in unread if file["mimeType"] == kinds.SPREADSHEET
        )
        return held + (sum(sizes) + cells) * _READING

    def of(self, workspace: Workspace, file: Json) -> str:
        """The name, the description and the words of ``file``."""
        version, text = self._held.get(file["id"], (0, ""))
        if version != file["version"]:
            text = _text(workspace, file)
            self._keep(file["id"], file["version"], text)
        return "\n".join((file["name"], str(file.get("description", "")), text))

    def _keep(self, file_id: str, version: int, text: str) -> None:
        self._size += len(text) - len(self._held.pop(file_id, (0, ""))[1])
        self._held[file_id] = (version, text)
        while self._size > _MOST_KEPT:
            self._size -= len(self._held.popitem(last=False)[1][1])


def _has_words(kind: str) -> bool:
    return kind in (kinds.SPREADSHEET, kinds.DOCUMENT, kinds.DOCX, *_TEXTS) or kind.startswith("text/")


def _text(workspace: Workspace, file: Json) -> str:
    kind = file["mimeType"]
    if not _has_words(kind):
        return ""
    if kind == kinds.SPREADSHEET:
        return _cells(workspace, file["id"])
    if kind in (kinds.DOCUMENT, kinds.DOCX):
        return _document(workspace.files.content(file["id"]))
    text = workspace.files.content(file["id"])[:_MOST_BYTES].decode("utf-8", "replace")
    return words_in(text) if kind == kinds.HTML else text


def _cells(workspace: Workspace, file_id: str) -> str:
    found = list[str]()
    for sheet in workspace.spreadsheets.get(file_id).sheets:
        found.append(sheet.title)
        for row in sheet.rows:
            for value in row:
                shown = value.result if isinstance(value, Formula) else value
                if shown is not None and not isinstance(shown, bool):
                    found.append(str(shown))
    return "\n".join(found)


def _document(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("word/document.xml") as part:
            xml = part.read(_MOST_BYTES).decode("utf-8", "replace")
    except Exception:  # no archive, or one that is damaged, in as many ways as there are
        return ""
    return html.unescape(_TAG.sub("", _END_OF_PARAGRAPH.sub("\n", xml)))
