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
from typing import Any, ClassVar, TypeVar

from automation.documents.names import inflect
from automation.workbook.questionnaires import Answers
from automation.workbook.table import Row
from jobs.demo.college import COLLEGE
from jobs.demo.names import PATRONYMICS, SURNAMES, Person, given_names, latin, parent, person
from jobs.demo.profiles import Cast, Flaw, Offered, Wanted
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
    PERSONAL_DATA,
    PROFESSIONAL_FUNCTIONS,
    QUALIFICATIONS,
    RELATIONS,
    REMOTELY,
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
    parent: str = ""
    parent_agrees: bool | None = None
    """None where nobody asked the parent, as nobody should for those who are of age."""
    consent_signed_by: str = ""
    """Who signs in a parent's stead; empty where the parent does."""
    personal_data: bool = True
    flaw: str | None = None
    meant: Row = field(default_factory=dict)
    """What they write instead once the form has said that their answer is none."""

    fills: ClassVar[type[Sheet]]
    not_columns: ClassVar[tuple[str, ...]] = ("parent_agrees", "consent_signed_by", "personal_data", "flaw", "meant")

    @property
    def consents(self) -> Mapping[str, bool]:
        """Kind of consent → the answer, for those answered when they are asked."""
        if self.age() >= OF_AGE:
            return {PERSONAL_DATA: self.personal_data}
        return {} if self.parent_agrees is None else {PARENT: self.parent_agrees}

    def consent(self, kind: str) -> Answers:
        """The filled-in form of a consent; to one of which nothing is said here the answer is yes."""
        said: dict[Name[Any], Any] = {
            Consents.given_by: self.full_name,
            Consents.born: self.meant.get(self.fills.named("born"), self.born),
            Consents.answer: AGREE if self.consents.get(kind, True) else DISAGREE,
        }
        if kind == PARENT:
            said |= {
                Consents.given_by: self.consent_signed_by or self.parent,
                Consents.relation: RELATIONS[0],
                Consents.about: self.full_name,
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
    not_columns: ClassVar[tuple[str, ...]] = (*PersonAnswers.not_columns, "parent", "extra_duties")

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
    parent_email: str = ""

    fills: ClassVar[type[Sheet]] = Mentees


_Answered = TypeVar("_Answered", MentorAnswers, MenteeAnswers)


def mentors(seed: int, count: int | None = None, cast: Cast = COLLEGE) -> list[MentorAnswers]:
    """The first `count` mentors in the order in which they answer, or all of the cast; more of them go on with its
    first profiles."""
    surnames, taken = _surnames(seed)[::-1], set[str]()
    people = [
        _mentor(
            _stream(seed, "mentor", number),
            _stream(seed, "mentor's more", number),
            surnames[number % len(surnames)],
            cast.mentors[number % len(cast.mentors)],
            cast,
            taken,
        )
        for number in range(len(cast.mentors) if count is None else count)
    ]
    return _spoilt(_with_those_who_ask_too(people, seed, cast), cast.mentors_flaws, _FLAWED_MENTORS)


def mentees(seed: int, count: int | None = None, cast: Cast = COLLEGE) -> list[MenteeAnswers]:
    """The first `count` answers of mentees in the order in which they come, or all of the cast; among them those of
    people who had answered before."""
    people = _asking(seed, len(cast.mentees) + len(cast.again) if count is None else count, cast)
    return _spoilt(_with_those_they_avoid(people, mentors(seed, cast=cast)), cast.mentees_flaws, _FLAWED_MENTEES)


def _asking(seed: int, count: int, cast: Cast) -> list[MenteeAnswers]:
    surnames, taken = _surnames(seed), set[str]()
    people: list[MenteeAnswers] = []
    for place in range(count):
        if place in cast.again:
            first, flaw = cast.again[place]
            again = _ANSWERED_AGAIN[flaw](people[first], _stream(seed, "again", place), taken)
            people.append(replace(again, flaw=flaw))
        else:
            number = place - sum(again < place for again in cast.again)
            profile = cast.mentees[number % len(cast.mentees)]
            rng, more = _stream(seed, "mentee", number), _stream(seed, "mentee's more", number)
            people.append(_mentee(rng, more, surnames[number % len(surnames)], profile, cast, taken))
    return people


def _stream(seed: int, kind: str, number: int | str = 0) -> random.Random:
    """Chances of one person's own: whoever is added or taken away, the others stay as they are."""
    return random.Random(f"{seed}/{kind}/{number}")  # noqa: S311  # not for secrets


def _surnames(seed: int) -> list[str]:
    """Mentees take them from the beginning, mentors from the end."""
    return _stream(seed, "surnames").sample(SURNAMES, len(SURNAMES))


def _optional(rng: random.Random, departments: Sequence[str], years: int | str | None, born: date) -> dict[str, Any]:
    """What may be left out, and now and then is."""
    worked = max(1, OPENED.year - born.year - _BEGAN_TO_WORK) if years is None else years
    return {
        "department": rng.choice(departments),
        "times": rng.choice([(), ("день",), ("вечер",), ("день", "вечер"), ("день", "вечер"), DAYTIMES]),
        "meeting": rng.choice(["", IN_PERSON, IN_PERSON, IN_PERSON, EITHER_WAY, EITHER_WAY, REMOTELY]),
        "years": "" if rng.random() < 0.1 else worked,
        "shown": rng.choice([(), (BY_MAIL,), (BY_MAIL,), CONTACTS, CONTACTS]),
    }


_BEGAN_TO_WORK = 23
_SUBJECTS = {
    "математики": "математика",
    "информатики": "информатика",
    "физики": "физика",
    "физики и электротехники": "физика и электротехника",
    "истории": "история",
    "истории и обществознания": "история и обществознание",
    "русского языка и литературы": "русский язык и литература",
    "английского языка": "английский язык",
    "начальных классов": "начальные классы",
}
"""Of what somebody is a teacher → what they teach."""


def _of_category(rng: random.Random, category: str, occupation: str) -> dict[str, Any]:
    """What only some are asked."""
    told: dict[str, Any] = {"frequency": rng.choice(["", *FREQUENCIES])}
    if category == PEDAGOGUE:
        named = re.search(r"^(?:Преподаватель|Учитель) (.+?)(?:,|$)", occupation)
        taught = _SUBJECTS.get(named[1], "специальные дисциплины") if named else ""
        told |= {"subject": taught, "qualification": rng.choice(QUALIFICATIONS[:4])}
    return told


def _of_mentee(rng: random.Random, profile: Wanted) -> dict[str, Any]:
    told = _of_category(rng, profile.category, profile.occupation)
    if profile.category == PEDAGOGUE:
        return told | {
            "attestation": rng.choice(["", "Чаще давать открытые занятия", "Описать и обобщить опыт"]),
            "methodical_work": rng.choice(["", "Рабочие программы сдаю с опозданием", "Мало активных методов"]),
            "self_assessment": _some(rng, PROFESSIONAL_FUNCTIONS, 0, 2),
        }
    return told | {
        "speciality": profile.speciality,
        "difficulties": rng.choice(["", "Математика", "Успевать всё к сроку", "Знакомиться с людьми"]),
    }


def _of_mentor(rng: random.Random, profile: Offered, cast: Cast) -> dict[str, Any]:
    told = _of_category(rng, profile.category, profile.occupation)
    if profile.category == EMPLOYER:
        told |= {"affiliation": rng.choice(AFFILIATIONS), "workplace": profile.occupation.split(", ")[-1]}
    return told | {
        "speciality": profile.speciality,
        "hours": rng.choice(["", 1, 2, 2, 3]),
        "mentored": rng.choice(["", *MENTORED_BEFORE]),
        "motivation": rng.choice(["", "Хочу передать опыт", "Мне когда-то помогли, теперь моя очередь"]),
        "prefers": rng.choice(["", *cast.prefers]),
        "hobby": rng.choice(["", "Рыбалка", "Шахматы", "Сад и огород"]),
        "training_needs": _some(rng, TRAINING_TOPICS, 0, 2),
    }


def _departments(occupation: str, cast: Cast) -> tuple[str, ...]:
    for sign, names in cast.departments.items():
        if re.search(sign, occupation):
            return names
    return ("",)


_ENOUGH_FOR_A_GROUP = 4
"""Who takes so many does it in a workshop or a circle, and wants at least two."""


def _mentor(
    rng: random.Random, more: random.Random, surname: str, profile: Offered, cast: Cast, taken: set[str]
) -> MentorAnswers:
    who = person(rng, surname, female=_is_female(rng, profile.gender, 0.5), young=profile.is_learner)
    born = _born(rng, profile.ages)
    answers = MentorAnswers(
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
        **_optional(more, _departments(profile.occupation, cast), "" if profile.is_learner else profile.years, born),
        **_of_mentor(more, profile, cast),
        experience=_spoken(profile.experience, who),
    )
    return _with_a_parent(rng, answers, who, surname)


def _mentee(
    rng: random.Random, more: random.Random, surname: str, profile: Wanted, cast: Cast, taken: set[str]
) -> MenteeAnswers:
    women = cast.girls if profile.is_learner else 0.6
    who = person(rng, surname, female=_is_female(rng, profile.gender, women), young=profile.is_learner)
    born = _born(rng, profile.ages)
    answers = MenteeAnswers(
        category=profile.category,
        full_name=who.full_name,
        email=_address(rng, who, born, taken),
        phone=_phone(rng),
        born=born,
        occupation=profile.occupation,
        **_optional(more, _departments(profile.occupation, cast), "" if profile.is_learner else profile.years, born),
        **_of_mentee(more, profile),
        days=_some(rng, WEEKDAYS, 1, 4),
        interests=_some(rng, INTERESTS, 0, 3),
        form=profile.form,
        requests=profile.requests,
        wish=_spoken(profile.wish, who),
    )
    return _with_a_parent(rng, answers, who, surname)


def _with_a_parent(rng: random.Random, answers: _Answered, who: Person, surname: str) -> _Answered:
    """Minors are here with a parent who agrees."""
    if answers.age() >= OF_AGE:
        return answers
    return replace(answers, parent=parent(rng, who, surname).full_name, parent_agrees=True)


def _with_those_who_ask_too(people: list[MentorAnswers], seed: int, cast: Cast) -> list[MentorAnswers]:
    """Where the cast says so, a mentor is the first of those mentees who learn in the same class."""
    asking = _asking(seed, len(cast.mentees), cast) if Flaw.MENTEE_TOO in cast.mentors_flaws.values() else []

    def themselves(one: MentorAnswers) -> MentorAnswers:
        who = next(asks for asks in asking if asks.occupation in one.occupation)
        same = ("full_name", "email", "phone", "born", "parent", "parent_agrees")
        return replace(one, **{name: getattr(who, name) for name in same})

    return [
        themselves(one) if cast.mentors_flaws.get(place) == Flaw.MENTEE_TOO else one for place, one in enumerate(people)
    ]


def _with_those_they_avoid(people: list[MenteeAnswers], told: Sequence[MentorAnswers]) -> list[MenteeAnswers]:
    """A few would rather not work with a certain mentor; each says it in a way of their own."""
    named = {
        8: told[1].full_name,
        17: told[5].full_name.split()[0],
        31: "с теми, кто повышает голос",
        46: f"{inflect(told[-8].full_name, 'instrumental')}, мы не ладим",
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
    return replace(earlier, days=days, wish=f"{earlier.wish}\nПоменялось расписание, поэтому дни теперь другие.")


def _again_elsewhere(earlier: MenteeAnswers, rng: random.Random, taken: set[str]) -> MenteeAnswers:
    name, _, domain = earlier.email.partition("@")
    other = rng.choice([item for item in _DOMAINS if item != domain])
    address = f"{name}.new@{other}"
    taken.add(address)
    return replace(earlier, email=address)


def _elsewhere_as(name: Callable[[str], str]) -> Callable[[MenteeAnswers, random.Random, set[str]], MenteeAnswers]:
    """The same person from another address, with the name written another way."""

    def again(earlier: MenteeAnswers, rng: random.Random, taken: set[str]) -> MenteeAnswers:
        return replace(_again_elsewhere(earlier, rng, taken), full_name=name(earlier.full_name))

    return again


def _mistyped(full_name: str) -> str:
    """The third and the fourth letter change places: «Никитина» → «Нииктина»."""
    return full_name[:2] + full_name[3] + full_name[2] + full_name[4:]


def _with_initials(full_name: str) -> str:
    surname, given, father = full_name.split(" ", 2)
    return f"{surname} {given[0]}. {father[0]}."


def _twin(earlier: MenteeAnswers, rng: random.Random, taken: set[str]) -> MenteeAnswers:
    """At the same computer, with the same telephone and the parent's address."""
    surname, given, father = earlier.full_name.split(" ", 2)
    others = [one for one in given_names(female=father.endswith("на")) if one != given]
    return replace(
        earlier,
        full_name=f"{surname} {rng.choice(others)} {father}",
        wish="Хочу туда же, но с другим наставником: мы и так всё время вместе.",
    )


_ANSWERED_AGAIN: Mapping[Flaw, Callable[[MenteeAnswers, random.Random, set[str]], MenteeAnswers]] = {
    Flaw.TWICE: _again,
    Flaw.TWICE_ELSEWHERE: _again_elsewhere,
    Flaw.WITHOUT_YO: _elsewhere_as(lambda name: name.replace("ё", "е").replace("Ё", "Е")),
    Flaw.MISTYPED_NAME: _elsewhere_as(_mistyped),
    Flaw.INITIALS: _elsewhere_as(_with_initials),
    Flaw.ONE_ADDRESS: _twin,
}


def _spoilt(
    people: list[_Answered], flaws: Mapping[int, Flaw], spoil: Mapping[Flaw, Callable[[_Answered], _Answered]]
) -> list[_Answered]:
    return [
        replace(spoil[flaws[place]](answers), flaw=flaws[place]) if place in flaws else answers
        for place, answers in enumerate(people)
    ]


def _with_typo(answers: MenteeAnswers) -> MenteeAnswers:
    # There is no domain .con, so the letter would reach nobody.
    mistyped = answers.email.partition("@")[0] + "@gmail.con"
    return replace(answers, email=mistyped, meant={Mentees.email: answers.email})


def _without_at(answers: MenteeAnswers) -> MenteeAnswers:
    without = answers.email.replace("@", ".", 1)
    return replace(answers, email=without, meant={Mentees.email: answers.email})


def _born_in(answers: MenteeAnswers, year: int) -> MenteeAnswers:
    # Not every year has a 29 February.
    slip = answers.born.replace(year=year, day=min(answers.born.day, 28))
    return replace(answers, born=slip, meant={Mentees.born: answers.born})


def _hyphenated(answers: MentorAnswers) -> MentorAnswers:
    surname, rest = answers.full_name.split(" ", 1)
    return replace(answers, full_name=f"{surname}-Миних {rest}")


_FLAWED_MENTEES: Mapping[Flaw, Callable[[MenteeAnswers], MenteeAnswers]] = {
    Flaw.NO_CONSENT: lambda answers: replace(answers, personal_data=False),
    Flaw.NO_PARENT: lambda answers: replace(answers, parent="", parent_agrees=None),
    Flaw.MISTYPED_DOMAIN: _with_typo,
    Flaw.EMOJI: lambda answers: replace(answers, wish=f"{answers.wish} 💪😊"),
    Flaw.CAPITALS: lambda answers: replace(answers, full_name=answers.full_name.upper()),
    Flaw.NO_AT_SIGN: _without_at,
    Flaw.FORMULA: lambda answers: replace(answers, wish="=1+1"),
    Flaw.SIGNED_BY_THE_MINOR: lambda answers: replace(answers, consent_signed_by=answers.full_name),
    Flaw.NO_ADDRESS: lambda answers: replace(answers, email="нет", parent_email=answers.email),
    Flaw.BORN_TOMORROW: lambda answers: _born_in(answers, OPENED.year + 1),
    Flaw.BORN_IN_1905: lambda answers: _born_in(answers, 1905),
}
_FLAWED_MENTORS: Mapping[Flaw, Callable[[MentorAnswers], MentorAnswers]] = {
    Flaw.HYPHEN: _hyphenated,
    Flaw.MENTEE_TOO: lambda answers: answers,
    Flaw.NO_EXTRA_DUTIES: lambda answers: replace(answers, extra_duties=False),
    Flaw.CAPACITY_IN_WORDS: lambda answers: replace(
        answers, capacity="двоих", meant={Mentors.capacity: answers.capacity}
    ),
}
