"""A section of a form as its page shows it: every question with its widget, what stands in it, and what is wrong.

Templates only lay this out. What an answer must be is `automation/embedded/forms`' business.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from automation.embedded.forms import items
from automation.embedded.forms.answers import is_required, typed
from automation.embedded.forms.fields import OTHER, Fields, field_name, first, other_name, part_name
from automation.embedded.forms.grading import is_quiz, points
from automation.embedded.forms.guide import Guide

Json = dict[str, Any]

_GROUPS = ("radio", "checkbox", "scale", "rating", "day", "duration")
_BRIEF = 12  # letters
_MANY = 8  # options
_OUR_PICTURES = ("/drive/", "/static/")

# What browsers and phones fill in by themselves, for questions that ask for that and nothing else
# (https://www.w3.org/TR/WCAG22/#identify-input-purpose). A form does not say what a text is; a whole title does.
_PURPOSES = {
    "email": re.compile(r"(адрес )?(эл\.|электронная|электронной) ?почт[аы]|e-?mail|почта"),
    "tel": re.compile(r"(номер |контактный |мобильный )?телефона?|номер мобильного телефона"),
    "name": re.compile(r"фио|ф\. ?и\. ?о\.|фамилия,? имя,? (и )?отчество( \(полностью\))?"),
    "bday": re.compile(r"дата( вашего)? рождения"),
}


@dataclass(frozen=True)
class Picture:
    """An image of a form: shown where it is our own, told of where a browser would have to fetch it elsewhere."""

    address: str
    text: str
    is_shown: bool


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    value: str
    text: str
    is_chosen: bool
    is_other: bool = False
    picture: Picture | None = None


@dataclass(frozen=True)
class Question:
    """A question and its widget; ``kind`` names the macro that draws it."""

    kind: str
    name: str
    title: str
    hint: str = ""
    group: str = ""
    """The title of the grid that it is a row of."""
    is_required: bool = False
    problem: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    """By part ("day", "hour"): what stands in it."""
    written: str = ""
    """What stands beside «Другое»."""
    low_label: str = ""
    high_label: str = ""
    icon: str = ""
    purpose: str = ""
    is_number: bool = False
    points: int = 0
    picture: Picture | None = None

    @property
    def is_group(self) -> bool:
        """Whether it is answered by several widgets, which a fieldset then holds together."""
        return self.kind in _GROUPS

    @property
    def is_one_choice(self) -> bool:
        """Whether its widgets are radio buttons, of which one is on."""
        return self.kind in ("radio", "scale", "rating")

    @property
    def layout(self) -> str:
        """How its options stand: «brief» ones side by side, «many» in two columns where there is room for them."""
        if all(len(choice.text) <= _BRIEF and not choice.is_other for choice in self.choices):
            return "brief"
        return "many" if len(self.choices) > _MANY else ""

    @property
    def target(self) -> str:
        """The id to which a link from the list of errors leads."""
        return _target(self.kind, self.name)

    @property
    def described_by(self) -> str:
        """The ids of what else is said about it."""
        said = (f"{self.name}-hint" if self.hint else "", f"{self.name}-problem" if self.problem else "")
        return " ".join(id_ for id_ in said if id_)


@dataclass(frozen=True)
class Block:
    """An item of a form: «question», «grid», «text», «image» or «video»."""

    kind: str
    title: str
    hint: str
    questions: tuple[Question, ...] = ()
    picture: Picture | None = None
    link: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Asking:
    """What the blocks of a section are made with: the form, what was answered, and for whom options are mixed up."""

    form: Json
    guide: Guide
    fields: Fields
    problems: Mapping[str, str]
    seed: str
    base_url: str

    def blocks(self, number: int) -> list[Block]:
        """The blocks of the section of this number."""
        return [self._block(item) for item in items.sections(self.form)[number][1]]

    def _block(self, item: Json) -> Block:
        title, hint = item.get("title", ""), item.get("description", "")
        if "questionItem" in item:
            return Block("question", title, hint, (self._question(item, item["questionItem"]["question"]),))
        if "questionGroupItem" in item:
            return self._grid(item)
        if "imageItem" in item:
            return Block("image", title, hint, picture=self._picture(item["imageItem"].get("image"), title))
        if "videoItem" in item:
            video = item["videoItem"]
            address = video.get("video", {}).get("youtubeUri", "")
            return Block("video", title, hint, link=_outside(address), caption=video.get("caption", ""))
        return Block("text", title, hint)

    def _grid(self, item: Json) -> Block:
        group = item["questionGroupItem"]
        rows = group["questions"]
        if group["grid"].get("shuffleQuestions"):
            rows = sorted(rows, key=lambda row: self._lot(row["questionId"], ""))
        asked = tuple(self._question(item, row) for row in rows)
        picture = self._picture(group.get("image"), item.get("title", ""))
        return Block("grid", item.get("title", ""), item.get("description", ""), asked, picture)

    def _question(self, item: Json, question: Json) -> Question:
        name, in_grid = field_name(question), "rowQuestion" in question
        title = question["rowQuestion"].get("title", "") if in_grid else item.get("title", "")
        value = typed(item, question, self.fields)
        return Question(
            kind=_kind(item, question),
            name=name,
            title=title or "Вопрос без названия",
            hint="" if in_grid else item.get("description", ""),
            group=item.get("title", "") if in_grid else "",
            is_required=is_required(question),
            problem=self.problems.get(name, ""),
            value=value,
            choices=tuple(self._choices(item, question)),
            parts=self._parts(question, value),
            written=first(self.fields, other_name(question)),
            low_label=question.get("scaleQuestion", {}).get("lowLabel", ""),
            high_label=question.get("scaleQuestion", {}).get("highLabel", ""),
            icon=question.get("ratingQuestion", {}).get("iconType", ""),
            purpose=purpose(title) if {"textQuestion", "dateQuestion"} & set(question) else "",
            is_number=question["questionId"] in self.guide.numbers,
            points=points(question) if is_quiz(self.form) else 0,
            picture=None if in_grid else self._picture(item["questionItem"].get("image"), title),
        )

    def _choices(self, item: Json, question: Json) -> Iterable[Choice]:
        given = self.fields.get(field_name(question), [])
        choice = items.choice_of(item, question)
        if choice is None:
            levels = [str(level) for level in _levels(question)]
            return (Choice(level, level, level in given) for level in levels)
        return (self._choice(option, given) for option in self._order(choice, question))

    def _choice(self, option: Json, given: list[str]) -> Choice:
        if option.get("isOther"):
            return Choice(OTHER, "Другое", OTHER in given, is_other=True)
        value = option.get("value", "")
        return Choice(value, value, value in given, picture=self._picture(option.get("image"), value))

    def _order(self, choice: Json, question: Json) -> list[Json]:
        """The options as this respondent sees them: mixed up where the form asks for it, «Другое» always last."""
        options: list[Json] = choice.get("options", [])
        if not choice.get("shuffle"):
            return options
        id_ = question["questionId"]
        return sorted(options, key=lambda one: (bool(one.get("isOther")), self._lot(id_, one.get("value", ""))))

    def _lot(self, *of: str) -> str:
        """A number drawn for something, the same for one respondent each time."""
        return hashlib.sha256("\n".join((self.seed, *of)).encode()).hexdigest()

    def _parts(self, question: Json, value: str) -> Mapping[str, str]:
        """What stands in the parts of a date without a year, or of a duration."""
        kind = _kind_of_time(question)
        if kind == "day":
            names = ["day", "month", *(["hour", "minute"] if question["dateQuestion"].get("includeTime") else [])]
            found = re.fullmatch(r"(?P<month>\d\d)-(?P<day>\d\d)(?: (?P<hour>\d\d):(?P<minute>\d\d))?", value)
        elif kind == "duration":
            names = ["hour", "minute", "second"]
            found = re.fullmatch(r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)", value)
        else:
            return {}
        if found is None:
            return {name: first(self.fields, part_name(question, name)) for name in names}
        return {name: str(int(found[name])) for name in names}

    def _picture(self, image: Json | None, title: str) -> Picture | None:
        """An image that the respondent's browser may load: a data: address, or one of this server's own files."""
        if not image:
            return None
        address = image.get("contentUri") or image.get("sourceUri", "")
        text = image.get("altText", "") or title
        ours = address.removeprefix(self.base_url)
        if ours.startswith(_OUR_PICTURES) and ".." not in ours:
            return Picture(ours, text, is_shown=True)
        if address.startswith("data:image/"):
            return Picture(address, text, is_shown=True)
        return Picture(_outside(address), text, is_shown=False)


def purpose(title: str) -> str:
    """What a question with this title asks for, as HTML's ``autocomplete`` calls it; empty for anything else."""
    plain = title.strip().rstrip(":*?").strip().lower()
    return next((name for name, pattern in _PURPOSES.items() if pattern.fullmatch(plain)), "")


def target(item: Json, question: Json) -> str:
    """The id of a question on the page of its section."""
    return _target(_kind(item, question), field_name(question))


def _target(kind: str, name: str) -> str:
    return f"{name}-question" if kind in _GROUPS else name


def _kind(item: Json, question: Json) -> str:
    choice = items.choice_of(item, question)
    if choice:
        return {"CHECKBOX": "checkbox", "DROP_DOWN": "dropdown"}.get(choice.get("type", ""), "radio")
    if "textQuestion" in question:
        return "paragraph" if question["textQuestion"].get("paragraph") else "line"
    for name, kind in (("scaleQuestion", "scale"), ("ratingQuestion", "rating"), ("fileUploadQuestion", "file")):
        if name in question:
            return kind
    return _kind_of_time(question)


def _kind_of_time(question: Json) -> str:
    if "dateQuestion" in question:
        asked = question["dateQuestion"]
        return ("moment" if asked.get("includeTime") else "date") if asked.get("includeYear") else "day"
    if "timeQuestion" in question:
        return "duration" if question["timeQuestion"].get("duration") else "time"
    return ""


def _levels(question: Json) -> range:
    if "scaleQuestion" in question:
        return range(question["scaleQuestion"].get("low", 0), question["scaleQuestion"].get("high", 0) + 1)
    return range(1, question.get("ratingQuestion", {}).get("ratingScaleLevel", 0) + 1)


def _outside(address: str) -> str:
    """An address to which a link may lead; empty for one that is no page of the web (javascript:, data:)."""
    return address if re.match(r"https?://", address, re.IGNORECASE) else ""
