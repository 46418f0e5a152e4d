"""What a roadmap is made of. Every object is frozen: a plan is edited in the sheet, not here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, NonNegativeInt, StringConstraints, model_validator

from sheets_schema.vocabulary import PROOFS, Level

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Number = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+){0,2}$")]


@dataclass(frozen=True)
class Period:
    """The days that a plan covers, both ends included.

    Raises ValueError, with a sentence in Russian, when it would end before it starts.
    """

    start: date
    end: date
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"период кончается ({self.end:%d.%m.%Y}) раньше, чем начинается ({self.start:%d.%m.%Y})")


class _Declaration(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Organisation(_Declaration):
    """Whose plan it is."""

    name: Text
    short_name: Text


class Approval(_Declaration):
    """The order that put the plan into force."""

    order: Text
    date: date


def _proof(word: str) -> str:
    if word and word not in PROOFS:
        raise ValueError(f"программа не умеет видеть «{word}»; есть: {', '.join(PROOFS)}")
    return word


class Measure(_Declaration):
    """One thing to get done.

    number: unique within the plan; "stage.activity.item", or fewer parts where the plan has fewer levels.
    activity: the line of work it belongs to; empty where the plan names none.
    title, description, result: what is done and what proves it, in our own words.
    deadline: as the source has it, to the letter; empty where the source has none.
    responsible: titles of roles, as in the source; empty where the source names nobody.
    inherited: which of these two the source writes once, in a merged cell above this measure.
    levels: who it is for in a region's plan, from the top down; empty in the plan of one organisation.
    mentoring_forms: the forms that this very measure names.
    checkpoint: the plan itself calls it a control point («КТ»).
    depends_on: numbers of the measures to be done before it.
    served_by: what of ours does it, prepares it or proves it: a job by its name («collect»), an order by the
        prefix of its kind («order/pairs»).
    proven_by: a word of `vocabulary.PROOFS`: what the program sees for itself when the measure is done.
    yearly: done anew in every year of the programme: it returns when the plan is moved to the next years, while what is
        done once stays behind. Of a plan for several years, what the next such plan asks for again.
    """

    number: Number
    activity: str = ""
    title: Text
    description: str = ""
    deadline: str = ""
    responsible: tuple[Text, ...] = ()
    inherited: tuple[Literal["deadline", "responsible"], ...] = ()
    result: str = ""
    levels: tuple[Level, ...] = ()
    mentoring_forms: tuple[Text, ...] = ()
    checkpoint: bool = False
    yearly: bool = False
    depends_on: tuple[Number, ...] = ()
    served_by: tuple[Text, ...] = ()
    proven_by: Annotated[str, AfterValidator(_proof)] = ""


class Stage(_Declaration):
    """A part of the plan. A preparatory stage before the first has number 0.

    The measures of a plan without stages stand in one that has neither number nor title.
    """

    number: NonNegativeInt | None = None
    title: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    measures: tuple[Measure, ...]

    @property
    def heading(self) -> str:
        """The stage as it is named to people: «1. Подготовка условий»; empty in a plan without stages."""
        return "" if self.number is None else f"{self.number}. {self.title}"

    @model_validator(mode="after")
    def _has_both_number_and_title_or_neither(self) -> Self:
        if (self.number is None) != (not self.title):
            raise ValueError("у этапа должны быть и номер, и название")
        return self

    @model_validator(mode="after")
    def _owns_its_measures(self) -> Self:
        if self.number is None:
            return self
        for measure in self.measures:
            head, *rest = measure.number.split(".")
            if rest and int(head) != self.number:
                raise ValueError(f"мероприятие {measure.number} стоит в этапе {self.number}")
        return self


class Roadmap(_Declaration):
    """A whole plan; `code` is the name that `load` takes.

    organisation: None for a plan that any organisation of a region, or any at all, may take as its own.
    approved, period: None for a model plan that no order has put into force for certain years yet.
    each_year: the plan is for several years and wants all that is `yearly` in each of them; deadlines name the first.
    mentoring_forms: those that the plan as a whole is for; empty where it does not tell.
    """

    code: Text
    organisation: Organisation | None = None
    title: Text
    approved: Approval | None = None
    period: Period | None = None
    each_year: bool = False
    mentoring_forms: tuple[Text, ...] = ()
    stages: tuple[Stage, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures of all stages, in the order of the plan."""
        return tuple(measure for stage in self.stages for measure in stage.measures)

    @model_validator(mode="after")
    def _numbers_are_unique(self) -> Self:
        if len(self.stages) > 1 and any(stage.number is None for stage in self.stages):
            raise ValueError("этап без номера и названия может быть только один на весь план")
        if repeated := _repeated(stage.number for stage in self.stages):
            raise ValueError(f"повторяются номера этапов: {repeated}")
        if repeated := _repeated(measure.number for measure in self.measures):
            raise ValueError(f"повторяются номера мероприятий: {repeated}")
        return self

    @model_validator(mode="after")
    def _dependencies_exist(self) -> Self:
        known = {measure.number for measure in self.measures}
        for measure in self.measures:
            if unknown := set(measure.depends_on) - known:
                missing = ", ".join(sorted(unknown))
                raise ValueError(f"мероприятие {measure.number} зависит от того, чего в плане нет: {missing}")
        return self


def _repeated(numbers: Iterable[object]) -> str:
    return ", ".join(str(number) for number, count in Counter(numbers).items() if count > 1)
