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

from sheets_schema.columns import Choice, Name
from sheets_schema.organised import is_own
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
    takes_questions: ClassVar[bool] = True
    """Whether an organisation may add questions of its own."""
    by_hand: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Column → the id of its question, of questions that somebody has put into the form by hand."""
    withdrawn: ClassVar[tuple[Name[Any], ...]] = ()
    """Columns about which the form asked, and asks no more."""
    name: ClassVar[str] = ""
    _leads: ClassVar[Mapping[Name[Any], Mapping[str, int]]] = MappingProxyType({})

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__.lower()
        if cls.answers and cls.sections and cls.answers.number not in cls.asked():
            cls.fills, cls.each_answer_counts = cls.answers, True
            first, *others = cls.sections
            cls.sections = (replace(first, columns=(cls.answers.number, *first.columns)), *others)
        cls.sections = tuple(replace(section, columns=cls._named(section)) for section in cls.sections)
        cls._leads = MappingProxyType(cls._leading())

    @classmethod
    def _named(cls, section: Section) -> tuple[Name[Any], ...]:
        """The columns of a section, where they are given by bare names too."""
        return tuple(name if isinstance(name, Name) else cls.fills.named(name) for name in section.columns)

    @classmethod
    def leads(cls) -> Mapping[Name[Any], Mapping[str, int]]:
        """The questions whose answers lead to another section than the next: option → that section's number, as many as
        there are sections for the form's end.

        In Google's forms nothing but the answer to a question leads past a section. So whoever has to pass over the
        sections of others does it by the question that divides the people, or by the first choice of their own section,
        which then has to be made.
        """
        return cls._leads

    @classmethod
    def _leading(cls) -> dict[Name[Any], dict[str, int]]:
        if not any(map(cls.asked_of, cls.sections)):
            return {}
        dividing = cls.fills.named(cls.fills.divided_by)
        people = cls._options(dividing)
        found: dict[Name[Any], dict[str, int]] = {}
        for number, section in enumerate(cls.sections):
            after = {one: cls._after(number, one) for one in people if cls.is_for(section, one)}
            if dividing in section.columns:
                found[dividing] = after
            elif set(after.values()) != {number + 1}:
                (past,) = set(after.values())
                choice = next(name for name in section.columns if isinstance(name.column, Choice))
                found[choice] = dict.fromkeys(cls._options(choice), past)
        return found

    @classmethod
    def _options(cls, name: Name[Any]) -> tuple[str, ...]:
        column = name.column
        return column.options if isinstance(column, Choice) else ()

    @classmethod
    def _after(cls, number: int, people: str) -> int:
        rest = range(number + 1, len(cls.sections))
        return next((one for one in rest if cls.is_for(cls.sections[one], people)), len(cls.sections))

    @classmethod
    def asked_of(cls, section: Section) -> tuple[str, ...]:
        """The people of whom all columns of a section are asked; everybody, where empty. Others never see it."""
        found = {name.column.asked_of for name in section.columns if not is_own(name)}
        if len(found) > 1:
            raise ValueError(f"{cls.__name__}: «{section.title}» is asked of different people")
        return next(iter(found), ())

    @classmethod
    def is_for(cls, section: Section, people: str) -> bool:
        """Whether a section is shown to these people."""
        return not (of := cls.asked_of(section)) or people in of

    @classmethod
    def must_be_answered(cls, name: Name[Any]) -> bool:
        """Whether the form cannot be sent without it, where it is asked."""
        return name.column.required or name in cls.required or name in cls.leads()

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
