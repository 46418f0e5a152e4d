"""Who fills in the forms of the sample organisation: generated, Russian, the same for the same seed.

    for person in mentees(seed=1):
        print(person.full_name, person.occupation, person.flaw or "")

Nobody here ever lived. Addresses are on domains that are reserved for examples (RFC 2606), telephone numbers have
the code 974, which is not in use. Some answers are flawed on purpose, one of each `Flaw`: the programme has to cope.
What a form does not take they write again, as they meant it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from automation.documents.names import inflect
from automation.workbook.questionnaires import Answers
from automation.workbook.table import Row
from jobs.demo.names import PATRONYMICS, SURNAMES, Person, latin, parent, person
from jobs.demo.profiles import MENTEES, MENTORS, Offered, Wanted
from sheets_schema.columns import Name
from sheets_schema.form import AGREE, DISAGREE
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.compatibility import Compatibility
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.vocabulary import (
    AFFILIATIONS,
    BY_MAIL,
    CONTACTS,
    DAYTIMES,
    EITHER_WAY,
    EMPLOYER,
    EXTRA_DUTIES,
    FREQUENCIES,
    IN_PERSON,
    INTERESTS,
    MENTORED_BEFORE,
    PARENT,
    PEDAGOGUE,
    PEDAGOGUE_STUDENT,
    PERSONAL_DATA,
    PROFESSIONAL_FUNCTIONS,
    QUALIFICATIONS,
    RELATIONS,
    REMOTELY,
    STUDENT,
    SUITS,
    TO_REPLACE,
    TO_WATCH,
    TRAINING_TOPICS,
    WEEKDAYS,
)

OPENED = date(2023, 11, 20)
"""The day on which the forms open; ages are counted on it."""

OF_AGE = 18

_DOMAINS = ("mail.example.com", "pochta.example.org", "mail.example.net", "box.example.com")


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


@dataclass(frozen=True, kw_only=True)
class PersonAnswers:
    """What both questionnaires ask, by column name; "" and () where nothing was answered or asked."""

    category: str
    full_name: str
    email: str
    phone: str
    born: date
    occupation: str
    department: str
    days: tuple[str, ...]
    times: tuple[str, ...]
    meeting: str
    interests: tuple[str, ...]
    years: int | str
    shown: tuple[str, ...]
    subject: str = ""
    qualification: str = ""
    speciality: str = ""
    frequency: str = ""
    messenger: str = ""
    avoid: str = ""
    personal_data: bool = True
    flaw: str | None = None
    meant: Row = field(default_factory=dict)
    """What they write instead once the form has said that their answer is none."""

    fills: ClassVar[type[Sheet]]
    not_columns: ClassVar[tuple[str, ...]] = ("personal_data", "flaw", "meant")

    @property
    def consents(self) -> Mapping[str, bool]:
        """Kind of consent → the answer, for those answered when they are asked."""
        return {PERSONAL_DATA: self.personal_data}

    def consent(self, kind: str) -> Answers:
        """The filled-in form of a consent; to one of which nothing is said here the answer is yes."""
        said: dict[Name[Any], Any] = {
            Consents.given_by: self.full_name,
            Consents.born: self.born,
            Consents.answer: AGREE if self.consents.get(kind, True) else DISAGREE,
        }
        return Answers(said, {})

    @property
    def values(self) -> Row:
        """The answers, by the columns that they fill."""
        names = (one.name for one in fields(self))
        return {self.fills.named(name): getattr(self, name) for name in names if name not in self.not_columns}

    def answers(self) -> Answers:
        """The filled-in questionnaire."""
        return Answers(self.values, {})

    def age(self, on: date = OPENED) -> int:
        """Full years on a day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, kw_only=True)
class MentorAnswers(PersonAnswers):
    """One filled-in «Анкета наставника»."""

    forms: tuple[str, ...]
    competences: tuple[str, ...]
    capacity: int | str
    least_group: int | None
    """None where one person alone will do."""
    ages: tuple[str, ...]
    experience: str
    affiliation: str = ""
    workplace: str = ""
    hours: int | str = ""
    mentored: str = ""
    motivation: str = ""
    prefers: str = ""
    hobby: str = ""
    training_needs: tuple[str, ...] = ()
    extra_duties: bool = True

    fills: ClassVar[type[Sheet]] = Mentors
    not_columns: ClassVar[tuple[str, ...]] = (*PersonAnswers.not_columns, "extra_duties")

    @property
    def consents(self) -> Mapping[str, bool]:
        return {EXTRA_DUTIES: self.extra_duties, **super().consents}


@dataclass(frozen=True, kw_only=True)
class MenteeAnswers(PersonAnswers):
    """One filled-in «Анкета наставляемого»."""

    form: str
    requests: tuple[str, ...]
    wish: str
    attestation: str = ""
    methodical_work: str = ""
    self_assessment: tuple[str, ...] = ()
    difficulties: str = ""
    parent: str = ""
    parent_email: str = ""
    parent_agrees: bool | None = None
    """None where nobody asked the parent, as nobody should for those who are of age."""

    fills: ClassVar[type[Sheet]] = Mentees
    not_columns: ClassVar[tuple[str, ...]] = (*PersonAnswers.not_columns, "parent_agrees")

    @property
    def consents(self) -> Mapping[str, bool]:
        if self.age() >= OF_AGE:
            return super().consents
        return {} if self.parent_agrees is None else {PARENT: self.parent_agrees}

    def consent(self, kind: str) -> Answers:
        said = super().consent(kind)
        if kind != PARENT:
            return said
        by_parent = {Consents.given_by: self.parent, Consents.relation: RELATIONS[0], Consents.about: self.full_name}
        return Answers({**said.values, **by_parent}, {})


_Answered = TypeVar("_Answered", MentorAnswers, MenteeAnswers)


def mentors(seed: int, count: int = 24) -> list[MentorAnswers]:
    """The first `count` mentors in the order in which they answer; their flaws are among the first 18."""
    surnames, taken = _surnames(seed)[::-1], set[str]()
    people = [
        _mentor(
            _stream(seed, "mentor", number),
            _stream(seed, "mentor's more", number),
            surnames[number % len(surnames)],
            MENTORS[number % len(MENTORS)],
            taken,
        )
        for number in range(count)
    ]
    return _spoilt(people, _MENTORS_FLAWS)


def mentees(seed: int, count: int = 60) -> list[MenteeAnswers]:
    """The first `count` answers of mentees in the order in which they come, among them two by people who had answered.

    Their flaws are among the first 58.
    """
    surnames, taken = _surnames(seed), set[str]()
    people: list[MenteeAnswers] = []
    for place in range(count):
        if place in _AGAIN:
            earlier, answer_again = _AGAIN[place]
            people.append(answer_again(people[earlier], _stream(seed, "again", place), taken))
        else:
            number = place - sum(again < place for again in _AGAIN)
            profile = MENTEES[number % len(MENTEES)]
            rng, more = _stream(seed, "mentee", number), _stream(seed, "mentee's more", number)
            people.append(_mentee(rng, more, surnames[number % len(surnames)], profile, taken))
    return _spoilt(_with_those_they_avoid(people, seed), _MENTEES_FLAWS)


def typed_by_hand() -> list[Row]:
    """Rows of «Банк наставляемых» as the curator types them from paper: column name → what stands in the cell.

    The first asks for what no list has, the second was born on a day that no calendar has, the third is as it
    should be. All are of age, so that a consent to personal data on «Согласия» is all that they need.
    """
    return [
        {
            Mentees.full_name: "Журба Степан Игнатьевич",
            Mentees.email: "zhurba.stepan@mail.example.com",
            Mentees.phone: "8 974 000-31-07",
            Mentees.born: "19.04.2005",
            Mentees.occupation: "А-32",
            Mentees.form: PEDAGOGUE_STUDENT,
            Mentees.requests: "вождение трактора",
            Mentees.wish: "Дома хозяйство, хочу получить права на трактор.",
        },
        {
            Mentees.full_name: "Пилипейко Злата Романовна",
            Mentees.email: "zlata.pilipeyko@pochta.example.org",
            Mentees.phone: "+7 (974) 000-31-12",
            Mentees.born: "31.02.2007",
            Mentees.occupation: "Ж-12",
            Mentees.form: PEDAGOGUE_STUDENT,
            Mentees.requests: "адаптация на новом месте",
            Mentees.wish: "Просила записать её при разговоре в коридоре.",
        },
        {
            Mentees.full_name: "Дорошенко Игнат Тарасович",
            Mentees.email: "doroshenko.ignat@mail.example.net",
            Mentees.phone: "+7 974 000-31-19",
            Mentees.born: "07.10.2004",
            Mentees.occupation: "Ж-41",
            Mentees.form: PEDAGOGUE_STUDENT,
            Mentees.requests: "железнодорожный транспорт, демонстрационный экзамен",
            Mentees.days: "вт, чт",
            Mentees.interests: "техника",
            Mentees.wish: "Анкету принёс на бумаге: телефон не открывает форму.",
        },
    ]


def _stream(seed: int, kind: str, number: int | str = 0) -> random.Random:
    """Chances of one person's own: whoever is added or taken away, the others stay as they are."""
    return random.Random(f"{seed}/{kind}/{number}")  # noqa: S311  # not for secrets


def _surnames(seed: int) -> list[str]:
    """Mentees take them from the beginning, mentors from the end."""
    return _stream(seed, "surnames").sample(SURNAMES, len(SURNAMES))


def _optional(rng: random.Random, occupation: str, years: int | str | None, born: date) -> dict[str, Any]:
    """What may be left out, and now and then is."""
    worked = max(1, OPENED.year - born.year - _BEGAN_TO_WORK) if years is None else years
    return {
        "department": rng.choice(_department(occupation)),
        "times": rng.choice([(), ("день",), ("вечер",), ("день", "вечер"), ("день", "вечер"), DAYTIMES]),
        "meeting": rng.choice(["", IN_PERSON, IN_PERSON, IN_PERSON, EITHER_WAY, EITHER_WAY, REMOTELY]),
        "years": "" if rng.random() < 0.1 else worked,
        "shown": rng.choice([(), (BY_MAIL,), (BY_MAIL,), CONTACTS, CONTACTS]),
    }


_BEGAN_TO_WORK = 23


def _of_category(rng: random.Random, category: str, occupation: str) -> dict[str, Any]:
    """What only some are asked."""
    told: dict[str, Any] = {"frequency": rng.choice(["", *FREQUENCIES])}
    if category == PEDAGOGUE:
        named = re.search(r"^Преподаватель (.+?)(?:,|$)", occupation)
        told |= {"subject": named[1] if named else "", "qualification": rng.choice(QUALIFICATIONS[:4])}
    if category == STUDENT:
        told["speciality"] = _SPECIALITIES.get(occupation[:1], "")
    return told


_SPECIALITIES = {
    "А": "Техническое обслуживание и ремонт автомобилей",
    "Ж": "Техническая эксплуатация подвижного состава железных дорог",
}


def _of_mentee(rng: random.Random, profile: Wanted) -> dict[str, Any]:
    told = _of_category(rng, profile.category, profile.occupation)
    if profile.category == PEDAGOGUE:
        return told | {
            "attestation": rng.choice(["", "Чаще давать открытые занятия", "Описать и обобщить опыт"]),
            "methodical_work": rng.choice(["", "Рабочие программы сдаю с опозданием", "Мало активных методов"]),
            "self_assessment": _some(rng, PROFESSIONAL_FUNCTIONS, 0, 2),
        }
    return told | {"difficulties": rng.choice(["", "Математика", "Успевать всё к сроку", "Знакомиться с людьми"])}


def _of_mentor(rng: random.Random, profile: Offered) -> dict[str, Any]:
    told = _of_category(rng, profile.category, profile.occupation)
    if profile.category == EMPLOYER:
        told |= {"affiliation": rng.choice(AFFILIATIONS), "workplace": profile.occupation.split(", ")[-1]}
    return told | {
        "hours": rng.choice(["", 1, 2, 2, 3]),
        "mentored": rng.choice(["", *MENTORED_BEFORE]),
        "motivation": rng.choice(["", "Хочу передать опыт", "Мне когда-то помогли, теперь моя очередь"]),
        "prefers": rng.choice(["", "С первокурсниками", "С теми, кто сам хочет научиться"]),
        "hobby": rng.choice(["", "Рыбалка", "Шахматы", "Сад и огород"]),
        "training_needs": _some(rng, TRAINING_TOPICS, 0, 2),
    }


def _department(occupation: str) -> tuple[str, ...]:
    """How people of a post or a group write where they belong; employers belong nowhere here."""
    for sign, names in _DEPARTMENTS.items():
        if re.search(sign, occupation):
            return names
    return ("",)


_DEPARTMENTS = {
    r"^А-\d|автомобил": ("Автомобильное отделение", "автомобильное", "Отделение автомобильное", ""),
    r"^Ж-\d|Ж-21|железнодорожн|подвижного": ("Железнодорожное отделение", "железнодорожное", ""),
    r"^Преподаватель|^Методист|информатик": ("Общеобразовательные дисциплины", ""),
}


_ENOUGH_FOR_A_GROUP = 4
"""Who takes so many does it in a workshop or a circle, and wants at least two."""


def _mentor(rng: random.Random, more: random.Random, surname: str, profile: Offered, taken: set[str]) -> MentorAnswers:
    who = person(rng, surname, female=_is_female(rng, profile.gender, 0.5), young=False)
    born = _born(rng, profile.ages)
    return MentorAnswers(
        category=profile.category,
        full_name=who.full_name,
        email=_address(rng, who, born, taken),
        phone=_phone(rng),
        born=born,
        occupation=profile.occupation,
        days=_some(rng, WEEKDAYS, 2, 4),
        interests=_some(rng, INTERESTS, 1, 3),
        forms=profile.forms,
        competences=profile.competences,
        capacity=profile.capacity,
        least_group=2 if profile.capacity >= _ENOUGH_FOR_A_GROUP else None,
        ages=profile.helps,
        **_optional(more, profile.occupation, profile.years, born),
        **_of_mentor(more, profile),
        experience=_spoken(profile.experience, who),
    )


def _mentee(rng: random.Random, more: random.Random, surname: str, profile: Wanted, taken: set[str]) -> MenteeAnswers:
    women = 0.3 if profile.is_student else 0.6
    who = person(rng, surname, female=_is_female(rng, profile.gender, women), young=profile.is_student)
    born = _born(rng, profile.age_range())
    answers = MenteeAnswers(
        category=profile.category,
        full_name=who.full_name,
        email=_address(rng, who, born, taken),
        phone=_phone(rng),
        born=born,
        occupation=profile.occupation,
        **_optional(more, profile.occupation, "" if profile.is_student else profile.years, born),
        **_of_mentee(more, profile),
        days=_some(rng, WEEKDAYS, 1, 4),
        interests=_some(rng, INTERESTS, 0, 3),
        form=profile.form,
        requests=profile.requests,
        wish=_spoken(profile.wish, who),
    )
    if answers.age() >= OF_AGE:
        return answers
    return replace(answers, parent=parent(rng, who, surname).full_name, parent_agrees=True)


def _with_those_they_avoid(people: list[MenteeAnswers], seed: int) -> list[MenteeAnswers]:
    """A few would rather not work with a certain mentor; each says it in a way of their own."""
    told = mentors(seed)
    named = {
        8: told[1].full_name,
        17: told[5].full_name.split()[0],
        31: "с теми, кто повышает голос",
        46: f"{inflect(told[16].full_name, 'instrumental')}, мы не ладим",
        52: "нет",
    }
    return [replace(one, avoid=named.get(place, "")) for place, one in enumerate(people)]


def choices_after_meeting(
    seed: int, asking: Sequence[MenteeAnswers], offering: Sequence[MentorAnswers]
) -> list[Answers]:
    """What some of these people answer after they have met: whom they would like to work with, best first."""
    rng = _stream(seed, "meeting")
    liked: dict[str, list[MenteeAnswers]] = {}
    answers = []
    for mentee in (one for one in asking[::3] if one.personal_data):
        suits = [one for one in offering if mentee.form in one.forms and set(mentee.requests) & set(one.competences)]
        chosen = rng.sample(suits, min(len(suits), rng.choice([1, 1, 2])))
        for mentor in chosen:
            liked.setdefault(mentor.full_name, []).append(mentee)
        if chosen:
            answers.append(_choice(rng, mentee, chosen))
    for mentor in (one for one in offering[::2] if one.full_name in liked and one.extra_duties):
        answers.append(_choice(rng, mentor, rng.sample(liked[mentor.full_name], 1)))
    return answers


def after_trial_meeting(seed: int, question: str, mood: str) -> Answers | None:
    """What somebody answers about a pair, or None: of those with whom all is well, one in six answers nothing.

    `question` is anything that is one person's and one pair's own; `mood` is one of `COMPATIBILITY_VERDICTS`.
    """
    rng = _stream(seed, "trial", question)
    if mood == SUITS and rng.random() < 1 / 6:
        return None
    said = {name: rng.choice(_TRIAL_ANSWERS[mood]) for name in _ASKED_OF_THE_TRIAL}
    comments = _TRIAL_COMMENTS[mood]
    comment = rng.choice(comments) if mood != SUITS or rng.random() < 0.25 else ""
    return Answers({**said, Compatibility.go_on: _GOES_ON[mood], Compatibility.comment: comment}, {})


_ASKED_OF_THE_TRIAL = (Compatibility.ease, Compatibility.goal, Compatibility.terms, Compatibility.trust)

_TRIAL_ANSWERS = {
    SUITS: ("да", "да", "да", "скорее да"),
    TO_WATCH: ("скорее да", "скорее нет"),
    TO_REPLACE: ("скорее нет", "скорее нет", "нет"),
}
_GOES_ON = {SUITS: "да", TO_WATCH: "скорее да", TO_REPLACE: "нет"}
_TRIAL_COMMENTS = {
    SUITS: (
        "Встречей довольны, договорились о следующей.",
        "Всё хорошо, спасибо!",
        "Составили план на месяц.",
    ),
    TO_WATCH: (
        "Встретились со второго раза: трудно найти время.",
        "Пока присматриваемся друг к другу.",
    ),
    TO_REPLACE: (
        "Никак не совпадаем по времени, и разговор не складывается.",
        "Нужна помощь в другом. Человек хороший, но мы говорим на разных языках.",
    ),
}


def _choice(rng: random.Random, who: PersonAnswers, chosen: Sequence[PersonAnswers]) -> Answers:
    named = [rng.choice(_WAYS_TO_NAME)(*one.full_name.title().split(" ", 2)) for one in chosen]
    values = {Preferences.who: who.full_name, Preferences.wishes: "\n".join(named)}
    return Answers(values, {})


_WAYS_TO_NAME: tuple[Callable[[str, str, str], str], ...] = (
    lambda surname, given, father: f"{surname} {given} {father}",
    lambda surname, given, father: f"{surname} {given[0]}. {father[0]}.",
    lambda surname, given, father: f"{given} {father} {surname}",
    lambda surname, given, father: f"{surname} {given}",
)


def _is_female(rng: random.Random, gender: str, share_of_women: float) -> bool:
    drawn = rng.random() < share_of_women
    return gender == "ж" if gender else drawn


def _born(rng: random.Random, ages: tuple[int, int]) -> date:
    """A birthday that makes the age on the day the forms open lie within `ages`, both included."""
    return OPENED.replace(year=OPENED.year - rng.randint(*ages)) - timedelta(days=rng.randrange(365))


def _some(rng: random.Random, options: tuple[str, ...], least: int, most: int) -> tuple[str, ...]:
    """A few of the options, in the order of the form."""
    chosen = rng.sample(options, rng.randint(least, most))
    return tuple(option for option in options if option in chosen)


def _phone(rng: random.Random) -> str:
    """A number as people write it, or nothing: the question may be left open."""
    tail = f"000-{rng.randrange(100):02d}-{rng.randrange(100):02d}"
    return rng.choice([f"+7 974 {tail}", f"+7 974 {tail}", f"8 974 {tail}", f"8 (974) {tail}", ""])


def _address(rng: random.Random, who: Person, born: date, taken: set[str]) -> str:
    """An address that nobody in `taken` has; it is added there."""
    surname, given, initial = latin(who.surname), latin(who.given), latin(who.given)[0]
    father = latin(PATRONYMICS[who.father][who.female])[0]
    name = rng.choice(
        [
            f"{surname}.{initial}{father}",
            f"{given}.{surname}",
            f"{initial}.{surname}{born:%y}",
            f"{surname}_{given}{born:%Y}",
            f"{given}{born:%d%m}.{surname}",
        ]
    )
    domain = rng.choice(_DOMAINS)
    address, number = f"{name}@{domain}", 2
    while address in taken:
        address, number = f"{name}{number}@{domain}", number + 1
    taken.add(address)
    return address


def _spoken(text: str, who: Person) -> str:
    return text.format(a="а" if who.female else "", sya="ась" if who.female else "ся")


def _again(earlier: MenteeAnswers, rng: random.Random, taken: set[str]) -> MenteeAnswers:
    """A week later the same person has other days, and something to add."""
    days = _some(rng, tuple(day for day in WEEKDAYS if day not in earlier.days), 1, 2)
    return replace(
        earlier, days=days, wish=f"{earlier.wish}\nПоменялось расписание, поэтому дни теперь другие.", flaw=Flaw.TWICE
    )


def _again_elsewhere(earlier: MenteeAnswers, rng: random.Random, taken: set[str]) -> MenteeAnswers:
    name, _, domain = earlier.email.partition("@")
    other = rng.choice([item for item in _DOMAINS if item != domain])
    address = f"{name}.new@{other}"
    taken.add(address)
    return replace(earlier, email=address, flaw=Flaw.TWICE_ELSEWHERE)


_AGAIN: Mapping[int, tuple[int, Callable[[MenteeAnswers, random.Random, set[str]], MenteeAnswers]]] = {
    41: (9, _again),
    57: (28, _again_elsewhere),
}
"""Place of a second answer → the place of the first, and how the second differs."""


def _spoilt(people: list[_Answered], flaws: Mapping[int, Callable[[_Answered], _Answered]]) -> list[_Answered]:
    return [flaws.get(place, _unspoilt)(answers) for place, answers in enumerate(people)]


def _unspoilt(answers: _Answered) -> _Answered:
    return answers


def _with_typo(answers: MenteeAnswers) -> MenteeAnswers:
    # There is no domain .con, so the letter would reach nobody.
    mistyped = answers.email.partition("@")[0] + "@gmail.con"
    return replace(answers, email=mistyped, flaw=Flaw.MISTYPED_DOMAIN, meant={Mentees.email: answers.email})


def _without_at(answers: MenteeAnswers) -> MenteeAnswers:
    without = answers.email.replace("@", ".", 1)
    return replace(answers, email=without, flaw=Flaw.NO_AT_SIGN, meant={Mentees.email: answers.email})


def _in_capitals(answers: MenteeAnswers) -> MenteeAnswers:
    return replace(answers, full_name=answers.full_name.upper(), flaw=Flaw.CAPITALS)


def _hyphenated(answers: MentorAnswers) -> MentorAnswers:
    surname, rest = answers.full_name.split(" ", 1)
    return replace(answers, full_name=f"{surname}-Миних {rest}", flaw=Flaw.HYPHEN)


_MENTEES_FLAWS: Mapping[int, Callable[[MenteeAnswers], MenteeAnswers]] = {
    5: lambda answers: replace(answers, personal_data=False, flaw=Flaw.NO_CONSENT),
    6: lambda answers: replace(answers, parent="", parent_agrees=None, flaw=Flaw.NO_PARENT),
    14: _with_typo,
    21: lambda answers: replace(answers, wish=f"{answers.wish} 💪😊", flaw=Flaw.EMOJI),
    24: _in_capitals,
    35: _without_at,
    49: lambda answers: replace(answers, wish="=1+1", flaw=Flaw.FORMULA),
}
_MENTORS_FLAWS: Mapping[int, Callable[[MentorAnswers], MentorAnswers]] = {
    3: _hyphenated,
    7: lambda answers: replace(answers, extra_duties=False, flaw=Flaw.NO_EXTRA_DUTIES),
    11: lambda answers: replace(
        answers, capacity="двоих", flaw=Flaw.CAPACITY_IN_WORDS, meant={Mentors.capacity: answers.capacity}
    ),
}
"""Place among the answers → what is wrong with the one there. The profiles at these places suit their flaws."""
