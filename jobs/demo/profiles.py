"""What a sample organisation's people need and offer, and which of them answer with a flaw.

In texts `{a}` and `{sya}` stand for the endings that depend on who speaks: «работал{a}», «учил{sya}».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from automation.workbook.table import Row
from sheets_schema.vocabulary import COMPETENCES, LEARNERS, PEDAGOGUE, sides_of


class Flaw(StrEnum):
    """What is not as it should be, or not as a careless program expects."""

    NO_CONSENT = "нет согласия на обработку персональных данных"
    NO_PARENT = "несовершеннолетний без согласия родителя"
    TWICE = "вторая анкета того же человека с той же почтой"
    TWICE_ELSEWHERE = "вторая анкета того же человека с другой почтой"
    MISTYPED_DOMAIN = "опечатка в адресе почты"
    NO_AT_SIGN = "адрес почты без @"
    CAPITALS = "ФИО заглавными буквами"
    FORMULA = "ответ начинается с «=»"
    EMOJI = "эмодзи в ответе"
    CAPACITY_IN_WORDS = "число наставляемых словом"
    NO_EXTRA_DUTIES = "отказ от дополнительных обязанностей"
    HYPHEN = "двойная фамилия через дефис"
    SIGNED_BY_THE_MINOR = "согласие вместо родителя подписал сам ребёнок"
    ONE_ADDRESS = "у брата или сестры тот же адрес почты"
    NO_ADDRESS = "своей почты нет, пишут родителю"
    BORN_TOMORROW = "день рождения ещё не наступил"
    BORN_IN_1905 = "год рождения 1905"
    WITHOUT_YO = "вторая анкета того же человека: «е» вместо «ё» и другая почта"
    MISTYPED_NAME = "вторая анкета того же человека: опечатка в фамилии и другая почта"
    INITIALS = "вторая анкета того же человека: инициалы и другая почта"
    MENTEE_TOO = "наставник, который сам просит наставника"


@dataclass(frozen=True)
class Wanted:
    """A mentee but for the name: a group, a class or a post."""

    occupation: str
    form: str
    requests: tuple[str, ...]
    wish: str
    ages: tuple[int, int]
    """The youngest and the oldest, on the day the forms open."""
    gender: str = ""
    """«м» or «ж» where only one will do."""
    years: int | None = None
    """Years of work, where the words tell them; learners have none, for others they follow from the age."""
    speciality: str = ""

    @property
    def category(self) -> str:
        return sides_of(self.form)[1]

    @property
    def is_learner(self) -> bool:
        return self.category != PEDAGOGUE


@dataclass(frozen=True)
class Offered:
    """A mentor but for the name."""

    occupation: str
    forms: tuple[str, ...]
    competences: tuple[str, ...]
    capacity: int
    experience: str
    ages: tuple[int, int] = (34, 62)
    gender: str = ""
    years: int | None = None
    """Years of work, where the words tell them; otherwise they follow from the age."""
    helps: tuple[str, ...] = ()
    """The ages of mentees that suit; empty for any."""

    speciality: str = ""

    @property
    def category(self) -> str:
        return sides_of(self.forms[0])[0]

    @property
    def is_learner(self) -> bool:
        return self.category in LEARNERS


@dataclass(frozen=True)
class OnPaper:
    """Somebody who came in person: what the curator types, and what she types instead once she is asked to."""

    row: Row
    """Of «Банк наставляемых»."""
    consent: Mapping[str, str]
    """Cells of «Согласия», by their titles, beyond those that all on paper have."""
    corrected: Mapping[str, str] = field(default_factory=dict)
    """Cells of the bank, by their titles."""
    consent_corrected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cast:
    """Everybody who takes part in an organisation's programme. Places count from 0, in the order of the answers."""

    mentees: tuple[Wanted, ...]
    mentors: tuple[Offered, ...]
    """Competences and capacities leave a few mentees without a mentor."""
    departments: Mapping[str, tuple[str, ...]]
    """A sign in the occupation → how people write where they belong; the others belong nowhere."""
    prefers: tuple[str, ...]
    """Whom mentors would like to work with, where they say so."""
    mentees_flaws: Mapping[int, Flaw]
    """Place → what is wrong there. The profiles at these places suit their flaws."""
    mentors_flaws: Mapping[int, Flaw]
    again: Mapping[int, tuple[int, Flaw]]
    """Place of a second answer by one person → the place of the first, and what is the matter with the second."""
    on_paper: tuple[OnPaper, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Vocabulary → the words of this organisation's own, which the curator adds on «Словари»."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    """Words that are not offered here."""
    girls: float = 0.5
    """Their share among those who learn."""


def listed(competences: str) -> tuple[str, ...]:
    """Competences in the order in which the form lists them, which is how they are ticked: an organisation's own stand
    at the end."""
    order = {word: place for place, word in enumerate(COMPETENCES)}
    return tuple(sorted(competences.split(", "), key=lambda word: order.get(word, len(order))))
