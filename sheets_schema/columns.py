"""The words for declaring a column: its title, its type, who owns it, and what makes a value valid.

    email = Email("Эл. почта", owner=FORM, required=True, question="Ваша электронная почта")

Everything else that has to do with the column (provisioning, the form's question, validation, drop-down lists,
protection, the docs) is derived from this one line. A check is a function of one value that says, in Russian,
what is wrong and what to do, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from sheets_schema.words import is_word, known_words, plain

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

Check = Callable[[Any], str | None]


class Owner(Enum):
    """Whose hand writes a column. A job never writes what the curator owns."""

    FORM = "форма"
    CURATOR = "куратор"
    JOB = "задание"


FORM, CURATOR, JOB = Owner.FORM, Owner.CURATOR, Owner.JOB


class Personal(Enum):
    """What a cell tells of a person."""

    NAME = "имя"
    CONTACT = "контакты"
    BIRTH = "дата рождения"
    ANSWER = "ответы"
    ASSESSMENT = "оценки"
    REMARK = "записи о человеке"


REMOVED = "удалено"
"""With this word begins what stands in place of a person's name when their data has been erased: it names nobody."""

ANY_JOB = ("",)
"""Of a column that every job may write: a letter is queued by whoever has a reason for it."""


_Declared = TypeVar("_Declared", bound="Column", covariant=True)


class Name(str, Generic[_Declared]):
    """The name of a declared column, as frames of its tab have it; a mistyped one is no attribute of the tab.

    frame[Pairs.mentee]                 # the column of a frame
    Pairs.mentee.column.title           # «Наставляемый»
    """

    def __new__(cls, name: str, column: _Declared) -> Self:
        return super().__new__(cls, name)

    def __init__(self, name: str, column: _Declared) -> None:
        self.column = column

    def __getnewargs__(self) -> tuple[str, _Declared]:  # type: ignore[override]
        return str(self), self.column


@dataclass(frozen=True)
class Column:
    """One column of a tab. `name` is that of the attribute that declares it, which gives it as a `Name`."""

    title: str
    owner: Owner = field(kw_only=True)
    required: bool = field(default=False, kw_only=True)
    question: str = field(default="", kw_only=True)
    """What a form asks to fill this column; the title where empty."""
    hint: str = field(default="", kw_only=True)
    """A note on the column's header, and the help text of the question."""
    check: Check | None = field(default=None, kw_only=True)
    asked_of: tuple[str, ...] = field(default=(), kw_only=True)
    """Of which people a form asks it, by what the row says in the column that the tab is `divided_by`; of all, where
    empty. Only where it was asked may it be required."""
    width: int = field(default=140, kw_only=True)
    """Pixels."""
    former_widths: tuple[int, ...] = field(default=(), kw_only=True)
    """The widths that earlier versions gave: a column that still has one was not drawn by the curator, and gets
    today's."""
    stood_after: str = field(default="", kw_only=True)
    """The column behind which earlier versions put it: where it still stands there, it moves to its present place."""
    hidden: bool = field(default=False, kw_only=True)
    vital: bool = field(default=False, kw_only=True)
    """Whether jobs would decide wrongly if the column were deleted: then they leave the tab alone until it is back."""
    written_by: tuple[str, ...] = field(default=(), kw_only=True)
    """Names of the jobs that write a column of theirs; those of the tab, where it names none. No other job may, and no
    earlier one may go by what it said the last time."""
    remembered: bool = field(default=False, kw_only=True)
    """Whether what a job has put here decides what comes later, an earlier job's work in the next cycle too: the order
    that a pair is in. All else that jobs write is made anew in every cycle, from what people entered."""
    personal: Personal | None = field(default=None, kw_only=True)
    """What a cell tells of the people of whom its row speaks: when one of them may not be processed, a job's cell is
    emptied, and any other is not seen by jobs."""
    as_data: str = field(default="", kw_only=True)
    """What it is called among the data that a consent lists, where the title says it too briefly."""
    of_the_year: bool = field(default=False, kw_only=True)
    """Whether what the curator has entered is true of one school year only: the next one begins without it."""
    name: str = field(default="", kw_only=True)

    expects: ClassVar[str] = "текст"
    """What to type into a cell, in words, for messages."""

    def __set_name__(self, tab: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    def __get__(self, instance: object, tab: type) -> Name[Self]:
        return self.known_as

    @cached_property
    def known_as(self) -> Name[Self]:
        """The name by which tables and their frames have it."""
        return Name(self.name, self)

    def wanted(self) -> str:
        """What a value ought to be, in words."""
        return self.expects

    def can_be_wrong(self) -> bool:
        """Whether there is anything to check: a free text that may be left out has nothing."""
        own = type(self).problem is not Column.problem or type(self).problem_on is not Column.problem_on
        return self.required or self.check is not None or own

    def set_right(self, value: Any) -> Any:
        """A non-empty answer as it is kept: what everybody reads alike, spelled in one way. As it came where that
        cannot be done; `problem` says the rest."""
        return value

    def problem(self, value: Any) -> str | None:
        """What is wrong with one non-empty value of the right type, and what to do; None when it is fine."""
        return self.check(value) if self.check else None

    def problem_on(self, value: Any, today: date) -> str | None:
        """The same, where it may depend on the day."""
        return self.problem(value)


@dataclass(frozen=True)
class Text(Column):
    """Free text. `long` asks for a paragraph in a form and wraps in the sheet."""

    long: bool = field(default=False, kw_only=True)
    dates: bool = field(default=False, kw_only=True)
    """Whether a day that stands there as a date is meant: it reads as «01.09.2026»."""


@dataclass(frozen=True)
class OpenChoice(Text):
    """A value of a vocabulary, or another one in one's own words; free text while the vocabulary is empty."""

    options: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Key(Column):
    """The row's id: a prefix and a number, given by a job, never used twice."""

    prefix: str = field(default="", kw_only=True)
    owner: Owner = field(default=JOB, kw_only=True)
    written_by: tuple[str, ...] = field(default=ANY_JOB, kw_only=True)
    remembered: bool = field(default=True, kw_only=True)
    width: int = field(default=90, kw_only=True)
    title: str = "№"

    def number(self, number: int) -> str:
        """The key of the `number`-th row: 7 → «НМ-0007»."""
        return f"{self.prefix}-{number:04d}"


@dataclass(frozen=True)
class Code(Key):
    """The key of a row that the program knows by name: a word, not a number."""

    title: str = "Код"
    hidden: bool = True
    width: int = 140


@dataclass(frozen=True)
class Reference(Column):
    """The key of a row of another tab; `tabs` are the names of the tabs where it may be."""

    tabs: tuple[str, ...] = field(default=(), kw_only=True)
    width: int = field(default=100, kw_only=True)
    expects: ClassVar[str] = "номер строки другого листа"


@dataclass(frozen=True)
class PersonName(Column):
    """Surname, given name and, where there is one, patronymic, as in a passport."""

    personal: Personal | None = field(default=Personal.NAME, kw_only=True)
    width: int = field(default=230, kw_only=True)
    expects: ClassVar[str] = "фамилия, имя и отчество, каждое с заглавной буквы"

    def set_right(self, value: str) -> str:
        """«соколова  МАРИЯ» → «Соколова Мария»."""
        first, *others = value.split() or [""]
        # Beyond three words, a small one among capitals may be no name: «Соколова Мария Петровна мама».
        if len(others) > _FATHER and not (value.islower() or value.isupper()):
            return " ".join([first, *others])
        return " ".join([_with_capital(first), *(_as_in_a_name(word) for word in others)])

    def problem(self, value: str) -> str | None:
        words = value.split()
        if len(value) > 150 or len(words) > 6:
            return "слишком длинное ФИО; оставьте фамилию, имя и отчество"
        if len(words) < 2:
            return f"«{shortened(value)}» — неполное имя; напишите фамилию, имя и отчество"
        if re.search(r"[A-Za-z]", value) and re.search(r"[А-Яа-яЁё]", value):
            return "в имени смешаны русские и латинские буквы; наберите его заново русскими"
        if value.isupper() or value.islower():
            letters = "заглавными" if value.isupper() else "строчными"
            return f"ФИО набрано одними {letters} буквами; исправьте на «{self.set_right(value)}»"
        letters = r"[^\W\d_]"
        # A full stop follows an initial; between two words it would make an address of a site.
        if not re.fullmatch(rf"{letters}+(?:(?:[-’'`.][ -]?| ){letters}+)*\.?", value) or re.search(
            rf"{letters}{{2}}\.{letters}", value
        ):
            return f"в имени «{shortened(value)}» есть лишние знаки; оставьте буквы, пробелы и дефис"
        small = [word for word in words if word[0].islower() and not _SMALL_WORDS.fullmatch(word)]
        if small:
            return f"«{shortened(small[0])}» написано со строчной буквы; исправьте, если это имя, и уберите, если нет"
        return super().problem(value)


_SMALL_WORDS = re.compile(
    r"оглы|оглу|огли|угли|углы|улы|уулу|кызы|гызы|кизи|заде|фон|ван|дер|ден|тер|де|дель|делла|ди|да|дос|ду|ла|ле|лос|и|"
    r"аль|эль|ас|аз|ибн|бин|бинт|бен|von|van|der|den|de|del|della|di|da|dos|du|la|le|los|al|el|ibn|bin|[доdo][’'`]\w+"
)
"""Words of a name that begin with a small letter: «оглы», «фон», «де»."""

_FATHER = 2
"""Words after the surname: the given name and the patronymic."""


def _as_in_a_name(word: str) -> str:
    return word.lower() if _SMALL_WORDS.fullmatch(word.lower()) else _with_capital(word)


def _with_capital(word: str) -> str:
    """A word all in small letters, or all in capitals, as a name; what is neither («МакКей») was meant so."""
    return capitalised(word) if word.islower() or word.isupper() else word


@dataclass(frozen=True)
class Email(Column):
    """An e-mail address. Compared without regard to case. Where it `may_lack`, «нет» says that there is none."""

    may_lack: bool = field(default=False, kw_only=True)
    personal: Personal | None = field(default=Personal.CONTACT, kw_only=True)
    width: int = field(default=200, kw_only=True)
    expects: ClassVar[str] = "адрес электронной почты"

    def wanted(self) -> str:
        return f"{self.expects}, а если его нет — слово «нет»" if self.may_lack else self.expects

    def set_right(self, value: str) -> str:
        """« anna @Mail.RU.» → «anna@mail.ru»: only the part before the sign may tell capitals from small letters."""
        if "@" not in value:
            return " ".join(value.split())
        name, _, domain = re.sub(r"\s*@\s*", "@", value.strip(" \t\n.,;<>")).rpartition("@")
        return f"{name}@{domain.lower()}"

    def lacks(self, value: str) -> bool:
        """Whether a value says that there is no address."""
        return self.may_lack and value.strip(" .!").lower() in _NO_ADDRESS

    def problem(self, value: str) -> str | None:
        if self.lacks(value):
            return None
        domain = _domain(value)
        if domain is None:
            return f"«{shortened(value)}» не похоже на адрес; напишите его в виде имя@почта.рф или имя@mail.ru"
        meant = _MISTYPED_DOMAINS.get(domain)
        if meant:
            return f"в адресе «{value}» похоже на опечатку: возможно, «{value.rpartition('@')[0]}@{meant}»"
        return super().problem(value)


_NO_ADDRESS = {"нет", "нету", "нет почты", "нет адреса", "отсутствует", "не имею", "не имеет", "-", "–", "—"}


def _domain(address: str) -> str | None:
    """The domain of an address, or None for what is not one."""
    name, _, domain = address.rpartition("@")
    # Of ten thousand addresses nearly all have such a name, and their domains are few.
    is_plain = _PLAIN_NAME.fullmatch(name) and len(name) <= _LONGEST_NAME and len(address) <= _LONGEST_ADDRESS
    return _validated(f"a@{domain}" if is_plain else address)


_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_LONGEST_NAME, _LONGEST_ADDRESS = 64, 254
"""Of the part before «@», and of the whole: RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3."""


@lru_cache(maxsize=20_000)
def _validated(address: str) -> str | None:
    """The same for any address; remembered, for a bank is checked in every cycle."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).ascii_domain
    except EmailNotValidError:
        return None


_MISTYPED_DOMAINS = {
    wrong: right
    for right, mistyped in {
        "mail.ru": "mail.ri mail.tu mial.ru mali.ru meil.ru maill.ru mail.ry mail.u mail.com.ru",
        "yandex.ru": "yandex.ri yandeks.ru yndex.ru yandex.tu yadnex.ru yandex.u jandex.ru",
        "gmail.com": "gmail.ru gmail.con gmail.co gmial.com gmai.com gmail.cm gnail.com gmail.ocm",
        "bk.ru": "bk.ri",
        "inbox.ru": "inbox.ri",
        "rambler.ru": "rambler.ri rambller.ru",
    }.items()
    for wrong in mistyped.split()
}


@dataclass(frozen=True)
class Phone(Column):
    """A telephone number, Russian unless it begins with another country's code."""

    personal: Personal | None = field(default=Personal.CONTACT, kw_only=True)
    expects: ClassVar[str] = "номер телефона"

    def set_right(self, value: str) -> str:
        """«8(912)3456789» → «+7 912 345-67-89»; one with an extension stays as it came."""
        import phonenumbers

        number = _dialled(value)
        if number is None or number.extension:
            return " ".join(value.split())
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def problem(self, value: str) -> str | None:
        if _dialled(value) is None:
            return f"«{shortened(value)}» не похоже на номер; напишите его в виде +7 912 345-67-89"
        return super().problem(value)


_RUSSIA, _DIGITS = 7, 10


@lru_cache(maxsize=20_000)
def _dialled(number: str) -> PhoneNumber | None:
    """A number that could be dialled, or None for what is none."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "RU")
    except phonenumbers.NumberParseException:
        return None
    is_whole = parsed.country_code != _RUSSIA or len(str(parsed.national_number)) == _DIGITS
    return parsed if is_whole and phonenumbers.is_possible_number(parsed) else None


@dataclass(frozen=True)
class Date(Column):
    """A calendar date."""

    check_on: Callable[[date, date], str | None] | None = field(default=None, kw_only=True)
    """A check that depends on the day: given the date and today."""
    width: int = field(default=100, kw_only=True)
    expects: ClassVar[str] = "дата вида 01.09.2026"

    def problem_on(self, value: date, today: date) -> str | None:
        return self.problem(value) or (self.check_on(value, today) if self.check_on else None)


@dataclass(frozen=True)
class DateTime(Column):
    """A moment, in the organisation's time zone."""

    width: int = field(default=150, kw_only=True)
    former_widths: tuple[int, ...] = field(default=(130,), kw_only=True)
    expects: ClassVar[str] = "дата и время вида 01.09.2026 09:30"


@dataclass(frozen=True)
class Number(Column):
    """A number, whole unless `decimals`, between `least` and `most`."""

    least: float | None = field(default=None, kw_only=True)
    most: float | None = field(default=None, kw_only=True)
    decimals: int = field(default=0, kw_only=True)
    width: int = field(default=90, kw_only=True)
    expects: ClassVar[str] = "число"

    def wanted(self) -> str:
        bounds = [f"{word} {bound:g}" for word, bound in (("от", self.least), ("до", self.most)) if bound is not None]
        return " ".join(["число" if self.decimals else "целое число", *bounds])

    def problem(self, value: float) -> str | None:
        shown = f"{value:.15g}"
        if not self.decimals and value != int(value):
            return f"{shown} — не целое число; напишите целое"
        if self.least is not None and value < self.least:
            return f"{shown} — слишком мало; наименьшее значение {self.least:g}"
        if self.most is not None and value > self.most:
            return f"{shown} — слишком много; наибольшее значение {self.most:g}"
        return super().problem(value)


@dataclass(frozen=True)
class Flag(Column):
    """A tick box. An empty cell is not ticked."""

    width: int = field(default=90, kw_only=True)
    expects: ClassVar[str] = "галочка"


@dataclass(frozen=True)
class Choice(Column):
    """One value of a vocabulary."""

    options: tuple[str, ...] = ()
    expects: ClassVar[str] = "одно значение из списка"

    def problem(self, value: str) -> str | None:
        if value not in known_words(self.options):
            named = f"«{shortened(value)}» нет в списке{_perhaps(value, self.options)}"
            return f"значения {named}; выберите: {listed(self.options)}"
        return super().problem(value)


@dataclass(frozen=True)
class Mark(Column):
    """One cell of a picture: a sign, one of a few, centred, on the background that the tab gives it."""

    options: tuple[str, ...] = ()
    owner: Owner = field(default=JOB, kw_only=True)
    width: int = field(default=30, kw_only=True)
    expects: ClassVar[str] = "знак"


class Run(dict[str, Column]):
    """Columns that a tab declares together, for they differ in little but their titles: name → column."""


@dataclass(frozen=True)
class Choices(Column):
    """Several values of a vocabulary, written into one cell through a comma."""

    options: tuple[str, ...] = ()
    width: int = field(default=240, kw_only=True)
    expects: ClassVar[str] = "значения из списка через запятую"

    def __post_init__(self) -> None:
        divided = [option for option in self.options if not is_word(option)]
        if divided:
            raise ValueError(f"values that go into one cell cannot contain its separator: {divided}")

    def problem(self, value: tuple[str, ...]) -> str | None:
        known = known_words(self.options)
        unknown = [option for option in value if option not in known]
        if unknown:
            named = "; ".join(f"«{shortened(option)}»{_perhaps(option, self.options)}" for option in unknown[:3])
            return f"в списке нет: {named}; выберите из: {listed(self.options)}"
        return super().problem(value)


@dataclass(frozen=True)
class Variant(Column):
    """A value whose type another column of the row decides (the value of a setting): read as it stands.

    `of` gives the declaration for what stands in the column that it is `decided_by`.
    """

    decided_by: Column = field(kw_only=True)
    of: Callable[[Any], Column | None] = field(kw_only=True)
    expects: ClassVar[str] = "значение"


@dataclass(frozen=True)
class Imprint(Text):
    """What an import has put into the row and what stood there before, so that it can be undone."""

    title: str = "Загрузка"
    owner: Owner = field(default=CURATOR, kw_only=True)
    personal: Personal | None = field(default=Personal.REMARK, kw_only=True)
    hidden: bool = field(default=True, kw_only=True)
    hint: str = field(default="Ведёт программа: по нему загрузка отменяется целиком", kw_only=True)


@dataclass(frozen=True)
class Link(Column):
    """An address of a page or a document."""

    width: int = field(default=200, kw_only=True)
    expects: ClassVar[str] = "ссылка"

    def problem(self, value: str) -> str | None:
        if not re.match(r"https?://\S+$", value):
            return f"«{shortened(value)}» — не ссылка; вставьте адрес, который начинается с https://"
        return super().problem(value)


def shortened(value: str, length: int = 60) -> str:
    """A value as a message may quote it: one line, at most `length` characters."""
    line = " ".join(str(value).split())
    return line if len(line) <= length else line[: length - 1] + "…"


def capitalised(name: str) -> str:
    """«СОКОЛОВА-МИНИХ МАРИЯ» → «Соколова-Миних Мария»."""
    return re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), name)


def _perhaps(value: str, options: tuple[str, ...]) -> str:
    """The word of the vocabulary that is most like a value which is none, for a message; empty where none is."""
    from rapidfuzz import fuzz, process  # takes a while to load, and is seldom needed

    found = process.extractOne(value, options, scorer=fuzz.ratio, processor=plain, score_cutoff=_ALIKE)
    return f" (возможно, это «{found[0]}»)" if found else ""


_ALIKE = 75
"""Of a hundred, by rapidfuzz: «математика» and «матиматика», but not «химия» and «физика»."""


def listed(options: tuple[str, ...], most: int = 6) -> str:
    """The first options of a vocabulary, for a message."""
    return ", ".join(options[:most]) + (" и другие" if len(options) > most else "")
