"""Drawing up documents in Drive: each once, found again by its key, never over a person's own changes."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial

from automation.documents import TemplateError, render
from automation.google import Google
from automation.google.drive import DOCUMENT, DOCX, File
from automation.google.errors import WorkspaceError
from automation.workbook.book import Book, Document
from jobs.people.own_link import NOT_OPEN_TO, OPEN_TO

_DIGEST, _WRITTEN, _READER = "nastavnikDigest", "nastavnikWritten", "nastavnikReader"
_WORTH_A_POOL = 24
"""From so many documents on, starting processes pays."""

TOUCHED = (
    "Документ правили вручную, поэтому программа его не обновила. Внесите изменения сами "
    "или удалите документ: он будет составлен заново."
)


def publish(google: Google, book: Book) -> list[File]:
    """Make or renew the documents that jobs asked for, and put their links into the rows that they belong to.

    One call finds them all; one more for each that has to be written. Gives those that were not there before.
    """
    made: list[File] = []
    if not book.documents:
        return made
    found = google.drive.find((document.key for document in book.documents), scope=book.state.scope)
    for document in book.documents:
        if (file := found.get(document.key)) and (document.void or not _is_for(document, file)):
            google.drive.delete(found.pop(document.key))
        if document.void:
            _forget(book, document)
    wanted = [document for document in book.documents if not document.void]
    stale = [one for one in wanted if not _is_current(one, found.get(one.key))]
    contents = dict(zip((one.key for one in stale), _render_all(stale), strict=True))
    for document in wanted:
        table, row = book[document.sheet], document.row
        link, problems = table.sheet.named("document"), table.sheet.named("problems")
        file = found.get(document.key)
        content = contents.get(document.key)
        if isinstance(content, TemplateError):
            table.set(row, {problems: str(content)})
        elif file is not None and content is not None and _touched(file):
            table.set(row, {link: file.link})
            if not document.final:
                table.set(row, {problems: TOUCHED})
        else:
            written = _write(google, book, document, file, content)
            made += [] if file else [written]
            digest = {table.sheet.named("digest"): document.digest}
            table.set(row, {link: written.link, **digest, **document.said})
            if document.reader:
                table.set(row, {table.sheet.named("access"): _opened(google, written, document.reader)})
    return made


def _is_for(document: Document, file: File) -> bool:
    """Whether nobody but its reader could read it: another's right to read goes with the file."""
    return file.properties.get(_READER, "") == _reader(document)


def _reader(document: Document) -> str:
    """The reader's address, so that no file says it."""
    return hashlib.sha256(document.reader.lower().encode()).hexdigest()[:16] if document.reader else ""


def _forget(book: Book, document: Document) -> None:
    table = book[document.sheet]
    gone = ("document", "digest", "access")
    table.set(document.row, {table.sheet.named(name): None for name in gone if name in table.sheet.columns})


def _opened(google: Google, file: File, address: str) -> str:
    """Open a file to its reader, and say how that went; a right that is given again is still one."""
    try:
        google.drive.share(file.id, address, "reader")
    except WorkspaceError:
        return f"{NOT_OPEN_TO}{address}"
    return f"{OPEN_TO}{address}"


def discard(google: Google, book: Book, vain: Sequence[File]) -> None:
    """Put into the trash what was made for a cycle that could not write, unless a row has come to point to it."""
    tables = [table for table in book.tables.values() if table.sheet.folder]
    linked = {link for table in tables for link in table[table.sheet.named("document")]}
    for file in vain:
        if file.link not in linked:
            google.drive.trash(file)


def _is_current(document: Document, file: File | None) -> bool:
    return file is not None and file.properties.get(_DIGEST) == document.digest


def _touched(file: File) -> bool:
    """Whether somebody changed the file since we wrote it: its time of modification is no longer ours."""
    return file.properties.get(_WRITTEN) != file.modified


def _render_all(documents: Sequence[Document]) -> list[bytes | TemplateError]:
    # A daemonic process, as a worker of a cluster is, may have no children.
    if len(documents) < _WORTH_A_POOL or multiprocessing.current_process().daemon:
        return [_render(document) for document in documents]
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_render, documents, chunksize=4))


def _render(document: Document) -> bytes | TemplateError:
    try:
        return render(document.template, document.context, name=document.name)
    except TemplateError as error:
        return error


def _write(google: Google, book: Book, document: Document, file: File | None, content: bytes | None) -> File:
    if content is None:
        assert file is not None  # noqa: S101  (only a current file has nothing to render)
        return file
    written = _rfc3339(book.now)
    properties = {_DIGEST: document.digest, _WRITTEN: written}
    properties |= {_READER: reader} if (reader := _reader(document)) else {}
    if file is not None:
        renew = partial(google.drive.replace, file)
        return renew(content=content, content_kind=DOCX, properties=properties, modified=written)
    return google.drive.create(
        document.name,
        DOCUMENT,
        key=document.key,
        scope=book.state.scope,
        # A tab newer than the spreadsheet has no folder of its own until the next `nastavnik init`.
        folder=book.state.folders.get(document.sheet.name, book.state.folder),
        content=content,
        content_kind=DOCX,
        properties=properties,
        modified=written,
    )


def _rfc3339(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
