"""A questionnaire, declared by the columns that its answers fill.

class MentorQuestionnaire(Form):
    title = "Анкета наставника"
    fills = Mentors
    sections = (Section("О вас", (Mentors.full_name, Mentors.email)), …)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, ClassVar

from sheets_schema.columns import Name
from sheets_schema.planned import Planned
from sheets_schema.sheet import Sheet

AGREE = "Даю согласие"
DISAGREE = "Не даю согласия"


@dataclass(frozen=True)
class Section:
    """A part of a form: a heading, a few words to the respondent, and the columns asked about."""

    title: str
    columns: tuple[Name[Any], ...]
    description: str = ""


@dataclass(frozen=True)
class Wording:
    """What the organisation's own spreadsheet gives a form to say."""

    description: str = ""
    """In place of the declared one."""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of a column → what can be chosen, in place of the declared options."""
    is_ready: bool = True
    """Whether there is all that the form must say before anybody may answer it."""


AS_DECLARED = Wording()

Rows = Callable[[type[Sheet]], Any]
"""Gives the rows of a tab as a frame."""


class Form:
    """A declared questionnaire."""

    title: ClassVar[str] = ""
    description: ClassVar[str] = ""
    thanks: ClassVar[str] = "Если понадобится что-то уточнить, куратор напишет вам."
    """What the last page says beside «Спасибо»."""
    fills: ClassVar[type[Sheet]]
    answers: ClassVar[type[Planned] | None] = None
    """In place of `fills`: the tab whose planned rows wait for the answers. The form then asks first for the number of
    the row, which the personal link fills in; an answer that finds no waiting row is a row of its own."""
    formerly: ClassVar[Mapping[str, Name[Any]]] = MappingProxyType({})
    """What earlier versions of the form asked about, and the columns where that stands now. Links of that time still
    fill it in; where the question is there, it need not be answered any more."""
    each_answer_counts: ClassVar[bool] = False
    """Whether every answer is a row of its own. Otherwise rows are people, and a second answer updates the first."""
    sections: ClassVar[tuple[Section, ...]] = ()
    required: ClassVar[tuple[Name[Any], ...]] = ()
    """What must be answered here, though rows of the tab may be without it."""
    former_consents: ClassVar[tuple[str, ...]] = ()
    """Kinds of consent for which earlier versions of the form asked itself. What was answered then still counts; the
    questions go."""
    name: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__.lower()
        if cls.answers and cls.sections and cls.answers.number not in cls.asked():
            cls.fills, cls.each_answer_counts = cls.answers, True
            first, *others = cls.sections
            cls.sections = (replace(first, columns=(cls.answers.number, *first.columns)), *others)

    @classmethod
    def worded(cls, rows: Rows) -> Wording:
        """What the form says in an organisation whose tabs have these rows."""
        return AS_DECLARED

    @classmethod
    def understood(cls, values: Mapping[Name[Any], Any]) -> Mapping[Name[Any], Any]:
        """What answers mean, where the form words its options otherwise than the tab: name of a column → value."""
        return values

    @classmethod
    def asked(cls) -> tuple[Name[Any], ...]:
        """Names of the columns that the form asks about, in order."""
        return tuple(column for section in cls.sections for column in section.columns)
