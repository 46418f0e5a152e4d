"""Letters: one Markdown text, filled in from a template, from which both parts of a letter are made.

The Markdown is what is stored (it fits a cell of a spreadsheet); the plain and the HTML part are
made from it at sending, so they cannot tell different things.

A template's first line is «Subject: …», the rest is CommonMark with Jinja2.  Values are escaped: a
name or a measure's title adds no markup, no link, no line and no header, whatever it contains.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from jinja2 import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from automation.documents.sandbox import TemplateError, environment, explained
from automation.untrusted.links import may_be_followed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# A cell of Google Sheets holds 50,000 characters.
LONGEST_MARKDOWN = 50_000
_LONGEST_SUBJECT = 200
_LONGEST_VALUE = 1_000
_CUT_SHORT = "\n\n…Письмо сокращено: всё остальное — в таблице программы.\n"

_SUBJECT = "Subject:"
# Controls, marks that turn the direction of writing, halves of characters outside the first plane.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = re.compile("[^\\S\u00a0\u202f]+")
# What means something to CommonMark in the middle of a line, and at its beginning.
_MARKS = re.compile(r"([\\`*_\[\]<>&|~])")
_MARKS_AT_START = re.compile(r"^(\d*)([.)](?=\s|$)|(?<!\d)[-+=#.)])")
_SAFE_IN_LINKS = "/:?#@!$&'*+,;=%~-._"
# What mail programs turn into a link by themselves: an address of a site, with or without its scheme, and of a mailbox.
_LINKED = re.compile(
    r"(?<=[a-z])(:)(?=//)|(?<=\bwww)(\.)|(?<=[\w-])([.。])(?=(?:[a-z]{2,}|рф|рус|москва|дети|онлайн|сайт|орг|ком|бел|укр)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Letter:
    """What to send: the subject as plain text on one line, the body as Markdown."""

    subject: str
    markdown: str


def render_letter(source: str, context: Mapping[str, object], *, name: str = "письмо") -> Letter:
    """The letter that the template says, filled in with the context.

    Takes the template's text, and its name for messages.  A value longer than 1,000 characters is
    cut, and a body longer than 50,000 is cut after a whole line and says so.  Links go through the
    filter `url`, what strangers may have written through `inert`.  Raises TemplateError, with a
    sentence in Russian, if the template does not begin with «Subject:», its tags are broken, or a
    placeholder has no value.
    """
    subject, body = _split(source, name)
    with explained(name):
        said = _parsed(_plain_sandbox(), subject).render(context)
        markdown = _parsed(_sandbox(), body).render(context)
    return Letter(_shortened(_one_line(said), _LONGEST_SUBJECT), _fitted(_tidy(markdown)))


def letter_parts(
    markdown: str, *, wrapper: str = "{{ body }}", subject: str = "", name: str = "обёртка писем"
) -> tuple[str, str]:
    """The plain and the HTML part of a letter.

    Takes the Markdown, and a Jinja2 template of the HTML page around it, which gets `body` (HTML)
    and `subject` (text).  HTML in the Markdown is shown, not obeyed.  Raises TemplateError if the
    wrapper is broken.
    """
    tokens = _markdown().parse(markdown)
    with explained(name):
        # Markdown-it was told to escape whatever HTML there is.
        body = Markup(_markdown().renderer.render(tokens, _markdown().options, {}))  # noqa: S704
        page = _parsed(_html_sandbox(), wrapper).render(body=body, subject=subject)
    return _plain(tokens), page


@lru_cache(maxsize=64)
def _parsed(sandbox: ImmutableSandboxedEnvironment, source: str) -> Template:
    """A template, parsed once for all the letters that a job writes by it."""
    return sandbox.from_string(source)


def _split(source: str, name: str) -> tuple[str, str]:
    subject, _, body = source.lstrip("\ufeff\n").partition("\n")
    if not subject.startswith(_SUBJECT):
        raise TemplateError(f"Шаблон «{name}» должен начинаться со строки «{_SUBJECT} тема письма».")
    return subject.removeprefix(_SUBJECT).strip(), body


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _write(text: str) -> str:
    """A value as Markdown that reads as exactly its text."""
    marked = _MARKS.sub(r"\\\1", _shortened(_one_line(text), _LONGEST_VALUE))
    return _MARKS_AT_START.sub(r"\1\\\2", marked)


def _write_plain(text: str) -> str:
    return _shortened(_one_line(text), _LONGEST_VALUE)


def _inert(text: object) -> str:
    """What a stranger wrote, with nothing that a mail program would make into a link: «сайт[.]рф»."""
    return _LINKED.sub(lambda found: f"[{found[0]}]", str(text))


def _tidy(markdown: str) -> str:
    """No more than one empty line between paragraphs, whatever the template's blocks left."""
    return re.sub(r"\n{3,}", "\n\n", markdown).strip() + "\n"


def _fitted(markdown: str) -> str:
    if len(markdown) <= LONGEST_MARKDOWN:
        return markdown
    whole_lines, _, _ = markdown[: LONGEST_MARKDOWN - len(_CUT_SHORT)].rpartition("\n")
    return whole_lines.rstrip() + _CUT_SHORT


def _url(address: str) -> Markup:
    """A web address for a Markdown link; anything but http and https is a mistake."""
    if urlsplit(str(address)).scheme not in {"http", "https"}:
        raise TemplateError("Ссылка в письме должна начинаться с http:// или https://.")
    # Percent-encoded: no character is left that could end the link.
    return Markup(quote(_one_line(str(address)), safe=_SAFE_IN_LINKS))  # noqa: S704


@cache
def _sandbox() -> ImmutableSandboxedEnvironment:
    sandbox = environment(_write)
    sandbox.filters["url"] = _url
    sandbox.filters["inert"] = _inert
    return sandbox


@cache
def _plain_sandbox() -> ImmutableSandboxedEnvironment:
    return environment(_write_plain)


@cache
def _html_sandbox() -> ImmutableSandboxedEnvironment:
    return environment(escape)


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "autolink"])
    markdown.validateLink = may_be_followed  # type: ignore[method-assign, assignment]
    return markdown


def _plain(tokens: "Sequence[Token]") -> str:
    """Markdown as a person would type it in a plain letter."""
    writer = _PlainWriter()
    for token in tokens:
        writer.take(token)
    return "\n".join(writer.lines).strip() + "\n"


@dataclass
class _PlainWriter:
    """Lines of the plain part, grown token by token."""

    lines: list[str] = field(default_factory=list)
    # The numbers that the open lists have reached; None for a list of dashes.
    _lists: list[int | None] = field(default_factory=list)
    _bullet: str = ""

    def take(self, token: "Token") -> None:
        """Adds what one block token says."""
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self._join_to_item()
            self._lists.append(int(token.attrGet("start") or 1) if token.tag == "ol" else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._lists.pop()
            self._end_paragraph()
        elif token.type == "list_item_open":
            self._bullet = self._next_bullet()
        elif (token.type == "paragraph_close" and not token.hidden) or token.type == "heading_close":
            self._end_paragraph()
        elif token.type == "hr":
            self.lines += ["* * *", ""]
        elif token.type == "inline":
            self._write("".join(_inline(token.children or [])))
        elif token.content:
            self._write(token.content.rstrip())

    def _join_to_item(self) -> None:
        """A list inside an item goes on from the item's own line."""
        if self._lists and self.lines and not self.lines[-1]:
            self.lines.pop()

    def _next_bullet(self) -> str:
        number = self._lists[-1]
        if number is None:
            return "— "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _write(self, text: str) -> None:
        indent = "   " * len(self._lists)
        first = indent[3:] + self._bullet if self._lists else ""
        starts = [first if self._bullet else indent] + [indent] * text.count("\n")
        self.lines += [start + line for start, line in zip(starts, text.split("\n"), strict=True)]
        self._bullet = ""

    def _end_paragraph(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")


def _inline(tokens: "Sequence[Token]") -> Iterator[str]:
    """The text of a line; a link is followed by its address unless that is what it says."""
    addresses: list[str] = []
    said = ""
    for token in tokens:
        if token.type == "link_open":
            addresses.append(str(token.attrGet("href") or ""))
            said = ""
        elif token.type == "link_close":
            address = addresses.pop()
            yield "" if said == address else f": {address}"
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        else:
            said += token.content
            yield token.content
