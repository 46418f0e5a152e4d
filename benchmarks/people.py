"""Recognising one person in two records: how many are found, how many are merged in error, and how long it takes.

The lists are made of invented names. Whoever is in them twice is there with what people really do to a name, an address
or a telephone; and among them are those who share nearly all with somebody else: twins, namesakes, father and son.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from automation.people import CERTAIN, Record, alike
from automation.people.names import readings
from benchmarks.measure import Figure, seconds
from jobs.demo.names import SURNAMES, Person, latin, person

MANY = 10_000
"""Rows, those of the people who are there twice among them."""
TWICE = 0.2
"""Of the people are in the list a second time."""
ALIKE = 0.1
"""Of the people have somebody beside them who is another."""
SEEDS = range(5)
FOUND = 98.0
"""Per cent of the true couples that are to be found."""

Flaw = Callable[[random.Random, Record, Person], Record]


def figures() -> Iterator[Figure]:
    true = found = certain = wrong = asked = 0
    for seed in SEEDS:
        records, couples = people(seed, MANY // 5)
        pairs = {frozenset((one.one, one.other)): one.likeness.verdict for one in alike(records)}
        true += len(couples)
        found += len(couples & pairs.keys())
        merged = {couple for couple, verdict in pairs.items() if verdict == CERTAIN}
        certain, wrong = certain + len(couples & merged), wrong + len(merged - couples)
        asked += len(pairs.keys() - merged - couples)
    yield Figure("Узнать человека во второй строке", 100 * found / true, "%", budget=FOUND, more_is_better=True)
    yield Figure("… из них без вопроса куратору", 100 * certain / true, "%")
    yield Figure("Объединено по ошибке", wrong, "пар", budget=0)
    yield Figure("Спрошено о разных людях, на 100 верных пар", 100 * asked / true, "")
    records, _ = people(0, MANY * 4 // 5)

    def anew() -> None:
        readings.cache_clear()
        list(alike(replace(record) for record in records))

    yield Figure(f"Узнать друг друга в {len(records)} строках", seconds(anew, runs=3), "с", budget=5.0)


def people(seed: int, number: int) -> tuple[list[Record], set[frozenset[str]]]:
    """So many people, some of them twice, some beside somebody who is like them; and which records are of one."""
    rng = random.Random(seed)
    records: list[Record] = []
    couples: set[frozenset[str]] = set()
    flaws = list(FLAWS.values())
    for n in range(number):
        one = person(rng, rng.choice(SURNAMES), female=rng.random() < 0.5, young=rng.random() < 0.6)
        record = _record(rng, f"{n}", one)
        records.append(record)
        if rng.random() < TWICE:
            flaw = flaws[len(couples) % len(flaws)]
            records.append(replace(flaw(rng, record, one), key=f"{n}-2"))
            couples.add(frozenset((f"{n}", f"{n}-2")))
        elif rng.random() < ALIKE:
            records.append(_another(rng, record, one, key=f"{n}-3"))
    rng.shuffle(records)
    return records, couples


def _record(rng: random.Random, key: str, one: Person) -> Record:
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(48 * 365))
    address = f"{latin(one.surname)}.{latin(one.given)[0]}{rng.randrange(10_000)}@example.com"
    return Record(key, one.full_name, address, _telephone(rng), born)


def _telephone(rng: random.Random) -> str:
    return f"+7 9{rng.randrange(100):02d} {rng.randrange(1000):03d}-{rng.randrange(100):02d}-{rng.randrange(100):02d}"


# What people do to their own record

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_BESIDE = {letter: {*row[max(0, n - 1) : n + 2]} - {letter} for row in _ROWS for n, letter in enumerate(row)}
_LATIN = str.maketrans("аеосрх", "aeocpx")


def _in_a_word(rng: random.Random, name: str, change: Callable[[str, int], str]) -> str:
    words: list[str] = name.split()
    n = rng.randrange(len(words))
    words[n] = change(words[n], rng.randrange(1, len(words[n]) - 1))
    return " ".join(words)


def _neighbour(rng: random.Random, name: str) -> str:
    def change(word: str, at: int) -> str:
        beside: list[str] = sorted(_BESIDE.get(word[at], {"о"}))
        return word[:at] + rng.choice(beside) + word[at + 1 :]

    return _in_a_word(rng, name, change)


def _doubled(rng: random.Random, name: str) -> str:
    return _in_a_word(rng, name, lambda word, at: word[:at] + word[at] + word[at:])


def _lost(rng: random.Random, name: str) -> str:
    return _in_a_word(rng, name, lambda word, at: word[:at] + word[at + 1 :])


def _exchanged(rng: random.Random, name: str) -> str:
    return _in_a_word(rng, name, lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def _initials(rng: random.Random, name: str) -> str:
    surname, given, patronymic = name.split()
    short = f"{given[0]}.{rng.choice(('', ' '))}{patronymic[0]}."
    return rng.choice((f"{surname} {short}", f"{short} {surname}"))


def _other_order(rng: random.Random, name: str) -> str:
    surname, given, patronymic = name.split()
    return f"{given} {patronymic} {surname}"


def _without_patronymic(rng: random.Random, name: str) -> str:
    return " ".join(name.split()[:2])


def _doubled_surname(rng: random.Random, name: str) -> str:
    surname, *given = name.split()
    second = rng.choice([one for one in SURNAMES if one[:-1] not in surname])
    return " ".join([f"{surname}{rng.choice('- ')}{second}", *given])


def _named(change: Callable[[random.Random, str], str]) -> Flaw:
    """Another name, and sometimes no telephone the second time."""

    def flaw(rng: random.Random, record: Record, one: Person) -> Record:
        changed = replace(record, name=change(rng, record.name))
        return replace(changed, phone="") if rng.random() < 0.3 else changed

    return flaw


def _with_another_address(rng: random.Random, record: Record, one: Person) -> Record:
    return replace(record, email=f"{latin(one.given)}{rng.randrange(100_000)}@example.org")


def _with_a_slip_in_the_address(rng: random.Random, record: Record, one: Person) -> Record:
    name, _, domain = record.email.partition("@")
    at = rng.randrange(1, len(name) - 1)
    return replace(record, email=f"{name[:at]}{name[at + 1 :]}@{domain}", phone="")


def _with_another_telephone(rng: random.Random, record: Record, one: Person) -> Record:
    return replace(record, phone=_telephone(rng))


def _without_a_birthday(rng: random.Random, record: Record, one: Person) -> Record:
    return replace(record, born=None, phone=record.phone.replace("+7", "8").replace("-", ""))


def _married(rng: random.Random, record: Record, one: Person) -> Record:
    _, *given = record.name.split()
    return replace(record, name=" ".join([rng.choice(SURNAMES), *given]))


FLAWS: Mapping[str, Flaw] = {
    "соседняя клавиша": _named(_neighbour),
    "лишняя буква": _named(_doubled),
    "потерянная буква": _named(_lost),
    "буквы поменялись": _named(_exchanged),
    "ё и е": _named(lambda rng, name: name.replace("ё", "е").replace("Ё", "Е")),
    "латинские буквы": _named(lambda rng, name: name.translate(_LATIN)),
    "инициалы": _named(_initials),
    "другой порядок": _named(_other_order),
    "без отчества": _named(_without_patronymic),
    "двойная фамилия": _named(_doubled_surname),
    "другая фамилия": _married,
    "другой адрес": _with_another_address,
    "опечатка в адресе": _with_a_slip_in_the_address,
    "другой телефон": _with_another_telephone,
    "без даты рождения": _without_a_birthday,
}


# Those who are somebody else


def _another(rng: random.Random, record: Record, one: Person, *, key: str) -> Record:
    """A twin, a namesake, a parent with the same address, or somebody of another family at the same telephone."""
    kind = rng.randrange(4)
    if kind == 0:
        given = one.given
        while given == one.given:
            given = person(rng, "Белов", female=one.female, young=True).given
        return replace(record, key=key, name=replace(one, given=given).full_name)
    if kind == 1:
        born = record.born + timedelta(days=rng.randrange(400, 4000)) if record.born else None
        return replace(_record(rng, key, one), born=born)
    if kind == 2:
        elder = person(rng, SURNAMES[0], female=one.female, young=False)
        born = record.born - timedelta(days=25 * 365 + rng.randrange(3000)) if record.born else None
        return replace(record, key=key, name=replace(elder, surname=one.surname).full_name, born=born)
    other = person(rng, rng.choice(SURNAMES), female=not one.female, young=True)
    return replace(_record(rng, key, other), phone=record.phone, born=record.born)
