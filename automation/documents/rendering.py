"""A .docx template and a context in, a .docx out: the same bytes for the same input.

The template is parsed once a process and kept, so that a document costs only what changes in it.
docxtpl cleans Word's XML so that Jinja2 can read it ({%p %} and {%tr %} stand for a whole paragraph
or row); the filling in is ours, for three things that it lacks: values are escaped, always; they are
never read as Jinja2; and the archive carries no time of its making.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from jinja2 import Template, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from automation.documents.sandbox import TemplateError, environment, explained
from automation.untrusted.xml_text import writable

# Word's own beginning of time: an archive entry must have some date.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MAIN_PART = "word/document.xml"
_PARTS_WITH_TAGS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LARGEST_TEMPLATE = 50 * 1024 * 1024
_NEEDS_REPAIR = re.compile(r"{%\s*(?:tc|colspan|hm)\b|<wp:docPr")

# Characters that XML 1.0 (§ 2.2) does not allow, and the line and tab that Word writes as elements.
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_WORD_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": _LINE_BREAK, "\t": _TAB}
_TAG = re.compile(r"{[{%].*?[}%]}")
_STRAIGHT = str.maketrans(dict.fromkeys("«»„“”", '"'))
# docxtpl puts the background that a cell asks for ({% cellbg … %}) first among its properties.
_BACKGROUND_FIRST = re.compile(
    r"(<w:tcPr[^>]*>)(<w:shd [^>]*/>)(.*?)"
    r"((?:<w:(?:noWrap|tcMar|textDirection|tcFitText|vAlign|hideMark)\b.*?)?</w:tcPr>)"
)
_SPECIAL = re.compile('[&<>"\n\t]')


@dataclass(frozen=True)
class _Part:
    """One XML part of the template, ready to be filled in."""

    template: Template
    needs_repair: bool


@dataclass(frozen=True)
class _Parsed:
    """A template taken apart: its files in order, and those of them that have tags."""

    files: tuple[tuple[str, bytes], ...]
    parts: Mapping[str, _Part]
    placeholders: frozenset[str]


def render(template: bytes, context: Mapping[str, object], *, name: str = "без названия") -> bytes:
    """The .docx template filled in with the context.

    Takes the template's bytes, and its name for messages.  A line break or a tab in a value becomes
    one in the document; characters that XML forbids are left out; None is written as nothing.
    Raises TemplateError, with a sentence in Russian, if the file is no .docx, its tags are broken,
    or a placeholder has no value.
    """
    parsed = _parse(template, name)
    with explained(name):
        filled = {path: _fill(part, context, name) for path, part in parsed.parts.items()}
    return _pack((path, filled.get(path, content)) for path, content in parsed.files)


def placeholders(template: bytes, *, name: str = "без названия") -> frozenset[str]:
    """The top-level names that the template takes from its context; TemplateError as in render."""
    return _parse(template, name).placeholders


@lru_cache(maxsize=32)
def _parse(template: bytes, name: str) -> _Parsed:
    files = _unpack(template, name)
    with explained(name):
        sources = {path: _clean(content) for path, content in files if _has_tags(path, content)}
        parts = {
            path: _Part(_sandbox().from_string(source), bool(_NEEDS_REPAIR.search(source)))
            for path, source in sources.items()
        }
        names = {name for source in sources.values() for name in _undeclared(source)}
    return _Parsed(files=files, parts=parts, placeholders=frozenset(names))


def _unpack(template: bytes, name: str) -> tuple[tuple[str, bytes], ...]:
    not_docx = TemplateError(f"Шаблон «{name}» — не документ Word (.docx). Сохраните его в этом формате.")
    try:
        with ZipFile(BytesIO(template)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_TEMPLATE:
                raise TemplateError(f"Шаблон «{name}» слишком велик: больше 50 МБ.")
            files = tuple((entry.filename, archive.read(entry)) for entry in archive.infolist())
    except (BadZipFile, zlib.error, EOFError, RuntimeError, OSError):
        raise not_docx from None
    if _MAIN_PART not in dict(files):
        raise not_docx
    return files


def _has_tags(path: str, content: bytes) -> bool:
    return bool(_PARTS_WITH_TAGS.fullmatch(path)) and (path == _MAIN_PART or b"{" in content)


def _clean(content: bytes) -> str:
    """The XML of a part with each tag of Jinja2 in one piece, as docxtpl makes it.

    Each paragraph gets a line of its own, so that Jinja2's line number leads to its text.
    """
    from docx.oxml.parser import parse_xml

    template = _docxtpl()
    cleaned = str(template.patch_xml(template.xml_to_string(parse_xml(content))))
    cleaned = _BACKGROUND_FIRST.sub(r"\1\3\2\4", cleaned)  # ISO/IEC 29500-1, 17.4.70: they have an order
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", _TAG.sub(_with_straight_quotes, cleaned))


def _with_straight_quotes(tag: re.Match[str]) -> str:
    """A tag whose quotes Word has turned into «these» while it was typed."""
    return tag.group() if '"' in tag.group() else tag.group().translate(_STRAIGHT)


def _undeclared(source: str) -> set[str]:
    return meta.find_undeclared_variables(_sandbox().parse(source))


def _fill(part: _Part, context: Mapping[str, object], name: str) -> bytes:
    from docx.oxml.parser import parse_xml

    xml = part.template.render(context)
    try:
        # Tags of a block in different cells or paragraphs tear the markup apart.
        tree = parse_xml(xml)
    except SyntaxError:
        raise TemplateError(
            f"В шаблоне «{name}» метки {{% … %}} разрывают абзац или таблицу: "
            "начало и конец каждого блока должны стоять в отдельных абзацах или строках таблицы."
        ) from None
    if _completed(tree):
        xml = _docxtpl().xml_to_string(tree)
    return _DECLARATION + (_repaired(xml) if part.needs_repair else xml).encode("utf-8")


def _completed(tree: Any) -> bool:
    """Whether a loop over nothing had left what Word refuses to open, put right in the tree.

    ISO/IEC 29500-1: a cell ends with a paragraph (17.4.65), a table has rows (17.4.37).
    """
    empty_cells = tree.xpath("//w:tc[not(*[last()][self::w:p])]")
    empty_tables = tree.xpath("//w:tbl[not(w:tr)]")
    for cell in empty_cells:
        cell.append(cell.makeelement(f"{{{tree.nsmap['w']}}}p"))
    for table in empty_tables:
        table.getparent().remove(table)
    return bool(empty_cells or empty_tables)


def _repaired(xml: str) -> str:
    """Column counts and picture ids put right after loops over cells and pictures."""
    template = _docxtpl()
    tree = template.fix_tables(xml)
    template.fix_docpr_ids(tree)
    return str(template.xml_to_string(tree))


def _pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path, content in files:
            entry = ZipInfo(path, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return packed.getvalue()


def _write(text: str) -> str:
    """The text of a value as Word's XML inside a run."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SPECIAL.sub(lambda special: _WORD_XML[special.group()], writable(lines))


@cache
def _sandbox() -> ImmutableSandboxedEnvironment:
    sandbox = environment(_write)
    # In XML a line's end after a tag belongs to the text.
    sandbox.trim_blocks = sandbox.lstrip_blocks = False
    return sandbox


def _docxtpl() -> Any:
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO())
    template.docx_ids_index = 1000
    return template
