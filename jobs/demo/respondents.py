"""Filling in a public form over HTTP, as a browser without JavaScript does.

    with requests.Session() as browser:
        fill(browser, link_of_the_form, MentorQuestionnaire, person.answers(), person.meant)

Nothing is known of the form but its pages: fields are found by the questions printed above them, and the first button
is pressed until the form says thank you.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

import requests

from automation.workbook.questionnaires import Answers
from automation.workbook.table import Row
from sheets_schema.form import Form

_TIMEOUT = 30
"""Seconds."""

_MOST_PAGES = 50

_NOTHING: Row = MappingProxyType({})

_OWN_LINE = ".other_option_response"
"""How the name of a line for words of one's own ends."""

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class FormRefused(Exception):
    """The form did not take the answers; the message says what its page said."""


@dataclass
class Field:
    """What one name in a form's page takes."""

    name: str
    kind: str
    """«text», «textarea», «date», «radio», «checkbox», «select», …"""
    question: str = ""
    options: list[str] = field(default_factory=list)
    """What can be chosen; empty where one writes."""
    value: str = ""
    """What stands there already, where one writes."""
    chosen: list[str] = field(default_factory=list)
    """What is chosen already."""
    own_option: str = ""
    """The choice that stands for words of one's own; empty where there is none."""
    own_line: str = ""
    """The name of the line for these words."""
    own_words: str = ""
    """What stands on it already."""

    @property
    def is_chosen(self) -> bool:
        return self.kind in ("radio", "checkbox", "select")

    @property
    def stands(self) -> tuple[str, ...]:
        """What is sent when nobody touches it."""
        return tuple(self.chosen) if self.is_chosen else (self.value,)

    def filled(self, answer: tuple[str, ...]) -> list[tuple[str, str]]:
        """The pairs that a browser sends, in the page's order. `FormRefused` for a choice that is not offered."""
        if not self.is_chosen:
            # https://html.spec.whatwg.org/#constructing-the-form-data-set: line breaks travel as CR LF.
            return [(self.name, "\r\n".join(line for text in answer for line in text.split("\n")))]
        answer = tuple(self._offered(value) for value in answer)
        missing = [value for value in answer if value not in self.options]
        if missing and not self.own_line:
            raise FormRefused(f"в вопросе «{self.question}» нельзя выбрать: {', '.join(missing)}")
        chosen = {*answer, self.own_option} if missing else {*answer}
        own = [(self.own_line, ", ".join(missing) or self.own_words)] if self.own_line else []
        return [(self.name, option) for option in self.options if option in chosen] + own

    def _offered(self, value: str) -> str:
        """The choice that is meant: its reader need not know what it adds in brackets."""
        return next((option for option in self.options if option.startswith(f"{value} (")), value)


@dataclass
class Page:
    """A page as its reader sees it."""

    action: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    """By name, in order."""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    """What it sends back unseen: what was answered on the pages before."""
    buttons: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of each button; the last page's first button has no name."""
    problems: list[str] = field(default_factory=list)
    """What it complains about, each with its question where there is one."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Words and address of each link."""
    text: str = ""
    """Its headings and paragraphs."""
    thanks: bool = False
    """Whether it says that something was done (role `status`)."""

    @property
    def is_last(self) -> bool:
        """Whether its first button sends the answers, rather than going on to more questions."""
        return not self.buttons or not self.buttons[0][0]

    def questions(self) -> set[str]:
        return {one.question for one in self.fields.values()}


@dataclass(frozen=True)
class Sent:
    """What came of an answer."""

    told: list[str]
    """What pages complained of."""
    leads_to: Mapping[str, str]
    """Words → address of the links on the last page."""


def fill(session: requests.Session, form_url: str, form: type[Form], answers: Answers, meant: Row = _NOTHING) -> Sent:
    """Open the form, answer it page by page and send it.

    Where a page complains, its reader writes what was `meant` instead. `FormRefused` when it does not come to a thank
    you.
    """
    opened = session.get(form_url, timeout=_TIMEOUT)
    page, url = _read(opened.text), opened.url
    if not opened.ok or not page.action:
        raise FormRefused(f"анкета «{form.title}» не открылась: {page.text}")
    left, second_thoughts = _by_question(form, answers), _by_question(form, Answers(meant, {}))
    told: list[str] = []
    for _ in range(_MOST_PAGES):
        sent = list(_filled(page, left))
        left = {question: answer for question, answer in left.items() if question not in page.questions()}
        if left and page.is_last:
            raise FormRefused(f"на странице нет вопроса «{next(iter(left))}»")
        reply = session.post(urljoin(url, page.action), data=sent, timeout=_TIMEOUT)
        page, url = _read(reply.text), reply.url
        if page.thanks:
            return Sent(told, {words: urljoin(url, address) for words, address in page.links})
        if not reply.ok:
            corrected = {question: second_thoughts.pop(question) for question in page.questions() & {*second_thoughts}}
            if not corrected:
                break
            told += page.problems
            left |= corrected
    raise FormRefused(f"анкета «{form.title}» не принята: {'; '.join(page.problems) or page.text}")


def _by_question(form: type[Form], answers: Answers) -> dict[str, tuple[str, ...]]:
    """What to answer to each question; questions left open are not here."""
    columns = form.fills.columns
    said = {columns[name].question or columns[name].title: _said(value) for name, value in answers.values.items()}
    return {question: answer for question, answer in said.items() if answer}


def _said(value: Any) -> tuple[str, ...]:
    """A value as it is typed or ticked."""
    if value is None or value == "":
        return ()
    if isinstance(value, tuple):
        return value
    # That is how an <input type="date"> sends a date, whatever it shows.
    return (value.isoformat() if isinstance(value, date) else str(value),)


def _filled(page: Page, answers: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """What the browser sends when the first button is pressed, as it is by Enter."""
    yield from page.hidden
    for one in page.fields.values():
        yield from one.filled(answers.get(one.question, one.stands))
    yield from (button for button in page.buttons[:1] if button[0])


def _read(html: str) -> Page:
    """The page in this text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    """Follows a page from tag to tag."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[tuple[str, dict[str, str]]] = []
        self._words: list[str] = []
        self._legend = ""
        self._labels: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._complaints: list[tuple[str, str]] = []
        self._texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            given["words"] = str(len(self._words))
        if tag not in _VOID:
            self._open.append((tag, given))
        if given.get("role") == "status":
            self.page.thanks = True
        if tag in ("legend", "label", "p", "h1", "option", "textarea"):
            self._words = []
        if tag == "form":
            self.page.action = given.get("action", "")
        elif tag == "input":
            self._input(given)
        elif tag == "button":
            self.page.buttons.append((given.get("name", ""), given.get("value", "")))
        elif tag in ("textarea", "select"):
            self._field(given, tag)

    def handle_data(self, data: str) -> None:
        # That a question is required is said to the eye by an asterisk, to the ear by a word: neither is its text.
        if not any(given.get("aria-hidden") == "true" or given.get("class") == "unseen" for _, given in self._open):
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, _ in self._open):
            return
        while self._open:
            name, given = self._open.pop()
            if name == tag:
                break
        self._closed(tag, given, "".join(self._words))

    def _closed(self, tag: str, given: dict[str, str], raw: str) -> None:
        text = " ".join(raw.split())
        match tag:
            case "legend":
                self._legend = text
            case "fieldset":
                self._legend = ""
            case "label" if "for" in given:
                self._labels[given["for"]] = text
            case "option":
                select = next(attributes for name, attributes in reversed(self._open) if name == "select")
                self._option(self.page.fields[select["name"]], given.get("value", text), "selected" in given)
            case "textarea":
                # HTML drops one line break after the tag.
                self.page.fields[given["name"]].value = raw.removeprefix("\n")
            case "a":
                words = "".join(self._words[int(given["words"]) :])
                self.page.links.append((" ".join(words.split()), given.get("href", "")))
            case "p" | "h1":
                self._paragraph(given, text)

    def _paragraph(self, given: dict[str, str], text: str) -> None:
        if given.get("class") == "problem" and "id" in given:
            self._complaints.append((given["id"], text))
        elif text:
            self._texts.append(text)

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            self._option(self._field(given, kind), given.get("value", "on"), "checked" in given)
        elif kind == "hidden":
            self.page.hidden.append((given.get("name", ""), given.get("value", "")))
        elif given.get("name", "").endswith(_OWN_LINE):
            self._own_line(given)
        elif kind not in ("submit", "button", "reset", "image", "file"):
            self._field(given, kind).value = given.get("value", "")

    def _own_line(self, given: dict[str, str]) -> None:
        """The line for words of one's own, right after the choice that stands for them."""
        one = self.page.fields[given["name"].removesuffix(_OWN_LINE)]
        one.own_option, one.own_line, one.own_words = one.options[-1], given["name"], given.get("value", "")

    def _option(self, one: Field, value: str, chosen: bool) -> None:
        one.options.append(value)
        if chosen:
            one.chosen.append(value)

    def _field(self, given: dict[str, str], kind: str) -> Field:
        name = given.get("name", "")
        self._ids[name] = given.get("id", "")
        question = self._legend if kind in ("radio", "checkbox") else ""
        return self.page.fields.setdefault(name, Field(name, kind, question))

    def finished(self) -> Page:
        """The page, each field with its question and each complaint with its field's."""
        page = self.page
        page.fields.pop("", None)
        for name, one in page.fields.items():
            one.question = self._labels.get(self._ids[name], "") or one.question
        for id_, text in self._complaints:
            about = page.fields.get(id_.removesuffix("-problem"))
            page.problems.append(f"«{about.question}» — {text}" if about else text)
        page.text = " ".join(self._texts)
        return page
