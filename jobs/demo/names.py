"""Full names, consistent in gender, made from short lists; no person is meant."""

from __future__ import annotations

import random
from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = _words(
    """
    Абрамов Баранов Белов Борисов Воробьёв Горбунов Громов Гусев Денисов Ершов Журавлёв Зайцев Калинин Карпов Киселёв
    Комаров Кудрявцев Кузьмин Лаптев Лебедев Логинов Макаров Миронов Никитин Орехов Панфилов Поляков Родионов Рябов
    Савин Селезнёв Сорокин Суханов Тимофеев Третьяков Ушаков Фадеев Хохлов Цветков Чернов Шилов Щукин Юдин Яшин
    Вишневский Добровольский Залесский Садовский Заречный Яровой Полевой Береговой
    Бондаренко Василенко Гриценко Демченко Ерёменко Иваненко Коваленко Лысенко Мищенко Назаренко Остапенко Пономаренко
    Руденко Сидоренко Ткаченко Харченко Шевченко Юрченко Яценко Гордейко Степаненко Кравченко Макаренко
    Бондарчук Гончарук Ковальчук Мельник Олейник Романюк Савчук Ткачук Кравец Швец Гайдук Сердюк Чумак Коваль Мороз
    Черных Седых Долгих Сухих Саркисян Григорян Алиев Шамсутдинов
    """
)
"""Surnames of men."""

_YOUNG_MEN = _words(
    "Александр Алексей Андрей Арсений Артём Богдан Владислав Глеб Даниил Денис Дмитрий Егор Захар Иван Илья Кирилл "
    "Максим Марк Матвей Никита Роман Савелий Семён Тимофей Фёдор Ярослав"
)
_YOUNG_WOMEN = _words(
    "Алина Алёна Анастасия Арина Валерия Варвара Вероника Виктория Дарья Диана Екатерина Елизавета Карина Кристина "
    "Мария Милана Полина Снежана София Ульяна"
)
_GROWN_MEN = _words(
    "Александр Алексей Анатолий Андрей Валентин Василий Виктор Виталий Владимир Геннадий Дмитрий Евгений Игорь "
    "Константин Леонид Михаил Николай Олег Павел Сергей Эдуард Юрий"
)
_GROWN_WOMEN = _words(
    "Алла Анна Валентина Вера Галина Евгения Елена Жанна Инна Ирина Лариса Людмила Любовь Марина Надежда Наталья "
    "Нина Оксана Ольга Раиса Светлана Татьяна Юлия"
)

PATRONYMICS = {
    "Александр": ("Александрович", "Александровна"),
    "Алексей": ("Алексеевич", "Алексеевна"),
    "Анатолий": ("Анатольевич", "Анатольевна"),
    "Андрей": ("Андреевич", "Андреевна"),
    "Валентин": ("Валентинович", "Валентиновна"),
    "Василий": ("Васильевич", "Васильевна"),
    "Виктор": ("Викторович", "Викторовна"),
    "Виталий": ("Витальевич", "Витальевна"),
    "Владимир": ("Владимирович", "Владимировна"),
    "Геннадий": ("Геннадьевич", "Геннадьевна"),
    "Дмитрий": ("Дмитриевич", "Дмитриевна"),
    "Евгений": ("Евгеньевич", "Евгеньевна"),
    "Иван": ("Иванович", "Ивановна"),
    "Игорь": ("Игоревич", "Игоревна"),
    "Илья": ("Ильич", "Ильинична"),
    "Константин": ("Константинович", "Константиновна"),
    "Леонид": ("Леонидович", "Леонидовна"),
    "Лука": ("Лукич", "Лукинична"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Николай": ("Николаевич", "Николаевна"),
    "Олег": ("Олегович", "Олеговна"),
    "Павел": ("Павлович", "Павловна"),
    "Пётр": ("Петрович", "Петровна"),
    "Савелий": ("Савельевич", "Савельевна"),
    "Сергей": ("Сергеевич", "Сергеевна"),
    "Фома": ("Фомич", "Фоминична"),
    "Эдуард": ("Эдуардович", "Эдуардовна"),
    "Юрий": ("Юрьевич", "Юрьевна"),
}
"""Father's name → patronymic of a son, of a daughter."""


@dataclass(frozen=True)
class Person:
    """A name in its parts. `father` is the given name that the patronymic is made from."""

    surname: str
    given: str
    father: str
    female: bool

    @property
    def full_name(self) -> str:
        return f"{self.surname} {self.given} {PATRONYMICS[self.father][self.female]}"


def person(rng: random.Random, surname: str, *, female: bool, young: bool) -> Person:
    """Somebody of this surname, which is given in its masculine form."""
    men, women = (_YOUNG_MEN, _YOUNG_WOMEN) if young else (_GROWN_MEN, _GROWN_WOMEN)
    given = rng.choice(women if female else men)
    return Person(feminine(surname) if female else surname, given, rng.choice(list(PATRONYMICS)), female)


def given_names(*, female: bool) -> tuple[str, ...]:
    """Of the young."""
    return _YOUNG_WOMEN if female else _YOUNG_MEN


def parent(rng: random.Random, child: Person, surname: str) -> Person:
    """The mother, or sometimes the father, of a child who bears the father's `surname` (masculine form)."""
    grandfather = rng.choice(list(PATRONYMICS))
    if rng.random() < 0.25:
        return Person(surname, child.father, grandfather, female=False)
    return Person(feminine(surname), rng.choice(_GROWN_WOMEN), grandfather, female=True)


def feminine(surname: str) -> str:
    """A woman's form of a surname: «Белов» → «Белова», «Береговой» → «Береговая»; «Мельник», «Черных» stay."""
    if surname.endswith(("ов", "ев", "ёв", "ин")):
        return surname + "а"
    if surname.endswith(("ий", "ый", "ой")):
        return surname[:-2] + "ая"
    return surname


_LATIN = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def latin(text: str) -> str:
    """Lower-case Latin letters for an e-mail address: «Щукин» → «schukin»."""
    return text.lower().translate(_LATIN)
