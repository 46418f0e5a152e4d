"""What the phrase of a deadline may look like: its words, and how they join.

    phrase    = [ mark ] ( nothing | agreement | reference | schedule )
    mark      = ( "КТ" | "контрольная точка" ) [ "(далее – КТ)" ] [ "–" | ":" ]
    nothing   = "" | "–" | "без срока"
    agreement = "по" ( "договорённости" | "согласованию" | "соглашению" )

    reference = "в соответствии с[о] [сроками]" event
              | ( "по окончании" | "по завершении" | "по мере" | "по итогам" | "после" ) event
              | "за" distance "до" anchor
              | [ "не позднее" | "в течение" ] distance ( "со дня" | "с момента" | "с" | "после" ) anchor
    distance  = [ number ] [ "рабочий" | "календарный" ] unit
    anchor    = day | event

    schedule  = every [ "," ] [ stretch ]
              | stretch [ [ "," ] "далее" [ "–" ] every ]
              | stretch [ "," ] every
    every     = "ежемесячно" … | "каждый" unit | [ "не реже" | "не менее" ] [ number ] "раз в" unit

    stretch   = whole | limit | range
    whole     = "постоянно" | ( "в течение" | "на протяжении" | "весь" ) [ "всего" ] [ "учебного" ]
                ( "года" | "периода" )
    limit     = ( "до" | "к" | "не позднее" ) [ "конца" ] moment
    range     = "с" moment [ ( "по" | "до" | "–" ) moment ]
              | [ "в" | "в течение" ] moment [ "–" moment ]

    moment    = school | date | day | month | quarter | years
    school    = year [ "–" year ] "учебный год"
    date      = "9.09.2022" | "2022-09-09" | "9.09" [ year ]
    day       = number month [ year ] | number
    month     = "ноябрь" … [ year ]
    quarter   = ( "I" | "1" | "первый" ) … "квартал" [ year ]
    years     = year [ "год" ] | year "–" year "годы"
    year      = "2023" | "2023 г." | "23 г."

Case, dots, quotes and the kind of dash mean nothing; a Latin letter that looks Cyrillic is read as such.
A method of `Reader` is one rule, under the same name. To teach it a new phrase, add its words to LEXICON
and a line to the rule, here and above.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, cast
from unicodedata import normalize


class Unit(Enum):
    """A length of time by which deadlines repeat or are counted."""

    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    QUARTER = auto()
    YEAR = auto()


# Kind of token → its meaning → every form of the words that have it. A word that is not here is a token
# of its own kind, so rules name prepositions and the like as they are.
LEXICON: dict[str, dict[object, str]] = {
    "MONTH": {
        1: "январь января январю январем январе янв",
        2: "февраль февраля февралю февралем феврале фев февр",
        3: "март марта марту мартом марте мар",
        4: "апрель апреля апрелю апрелем апреле апр",
        5: "май мая маю маем мае",
        6: "июнь июня июню июнем июне июн",
        7: "июль июля июлю июлем июле июл",
        8: "август августа августу августом августе авг",
        9: "сентябрь сентября сентябрю сентябрем сентябре сен сент",
        10: "октябрь октября октябрю октябрем октябре окт",
        11: "ноябрь ноября ноябрю ноябрем ноябре ноя нояб",
        12: "декабрь декабря декабрю декабрем декабре дек",
    },
    "UNIT": {
        Unit.DAY: "день дня дню дней дни",
        Unit.WEEK: "неделя недели неделе неделю недель",
        Unit.MONTH: "месяц месяца месяцу месяце месяцев",
        Unit.QUARTER: "квартал квартала кварталу квартале кварталов кв",
        Unit.YEAR: "год года году годом годе годы годов г гг",
    },
    "EVERY": {
        Unit.DAY: "ежедневно",
        Unit.WEEK: "еженедельно",
        Unit.MONTH: "ежемесячно",
        Unit.QUARTER: "ежеквартально",
        Unit.YEAR: "ежегодно",
    },
    "ORDINAL": {
        1: "i первый первого первом",
        2: "ii второй второго втором",
        3: "iii третий третьего третьем",
        4: "iv четвертый четвертого четвертом",
    },
    "NUMBER": {1: "один одного одна одной одну", 2: "два двух две", 3: "три трех"},
    "AGREEMENT": {None: "договоренности согласованию соглашению"},
    "AFTER": {None: "окончании завершении мере итогам"},
    "CONTROL": {None: "контрольная контрольной контрольную"},
    "EACH": {None: "каждый каждая каждое каждую каждого"},
    "NOT_LATER": {None: "позднее позже"},
    "ONCE": {None: "раз раза"},
    "PERIOD": {None: "период периода периоде"},
    "POINT": {None: "точка точки точку"},
    "STUDY": {None: "учебный учебного учебном учебному уч"},
    "WHOLE": {None: "весь всего всем"},
    "WORKING": {True: "рабочий рабочего рабочих раб", False: "календарный календарного календарных"},
}

WORDS = {
    form: (kind, value)
    for kind, meanings in LEXICON.items()
    for value, forms in meanings.items()
    for form in forms.split()
}

TOKEN = re.compile(
    r"(?P<ISO>\d{4}-\d\d-\d\d)(?!\d)"
    r"|(?P<DATE>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d))(?!\d)"
    r"|(?P<SHORT>\d{1,2}\.\d\d)(?!\.?\d)"
    r"|(?P<NUMBER>\d+)"
    r"|(?P<WORD>[^\W\d_]+)"
    r"|(?P<SIGN>[^\s.])"
)

YEARS = range(1900, 2200)
WHOLE_YEAR = (1, 12)
COUNTS = range(1, 1000)  # of days and the like: more is a slip
SHORT_YEARS = range(10, 100)  # «9 г.» is more likely a slip than the year 2009

SAME_SIGN = str.maketrans({**dict.fromkeys("‐‑‒–—―−/", "-"), **dict.fromkeys("«»„“”\"'`’", " "), ";": ",", "ё": "е"})
LOOKALIKES = str.maketrans("aceopxykmhtb", "асеорхукмнтв")


class NotUnderstood(Exception):
    """The phrase is outside the grammar. The argument, when there is one, says why in Russian."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or the days from one month to another (the next year's, if that comes earlier in the year).

    `months` is None for a bare day («с 1 по 15 ноября»), `year` where the phrase leaves it out; `last_year`
    is given when several calendar years are meant.
    """

    months: tuple[int, int] | None
    day: int | None = None
    year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first moment to the last; the whole period when there is neither."""

    first: Moment | None = None
    last: Moment | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """So many units after the anchor, or before it when `count` is negative."""

    count: int
    unit: Unit
    working: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was said. At most one of: agreement, event or distance, stretch or every; nothing otherwise.

    `then`: the stretch comes first and it repeats afterwards («далее – ежемесячно»).
    """

    agreement: bool = False
    event: str = ""
    distance: Distance | None = None
    stretch: Stretch | None = None
    every: Unit | None = None
    then: bool = False


class Token(NamedTuple):
    """`start` is its place in the text."""

    kind: str
    value: object
    start: int


def _tokens(text: str) -> list[Token]:
    tokens = []
    for match in TOKEN.finditer(text):
        kind, value = match.lastgroup or "", match[0]
        if kind == "NUMBER":
            tokens.append(Token(kind, int(value) if len(value) <= 4 else -1, match.start()))
        elif kind in ("WORD", "SIGN"):
            known = WORDS.get(value) or WORDS.get(value := value.translate(LOOKALIKES)) or (value, value)
            tokens.append(Token(*known, match.start()))
        else:
            tokens.append(Token(kind, value, match.start()))
    return tokens


class Reader:
    """Recursive descent over the tokens of one phrase: `mark()`, then `phrase()`.

    A rule that does not apply leaves the tokens as they were and gives nothing; one that applies and then
    meets what it cannot take raises NotUnderstood.
    """

    def __init__(self, text: str) -> None:
        self.text = normalize("NFKC", text).lower().translate(SAME_SIGN)
        self.tokens = [*_tokens(self.text), Token("END", None, len(self.text))]
        self.kinds = tuple(token.kind for token in self.tokens)
        self.at = 0

    # Moving over the tokens

    def next_is(self, *kinds: str) -> bool:
        return self.kinds[self.at] in kinds

    def follows(self, *kinds: str) -> bool:
        """Whether the next tokens are these, in this order."""
        return self.kinds[self.at : self.at + len(kinds)] == kinds

    def take(self, *kinds: str) -> bool:
        """Step over exactly these tokens, if they come next."""
        if not self.follows(*kinds):
            return False
        self.at += len(kinds)
        return True

    def skip(self, *alternatives: str) -> bool:
        """Step over the first of these sequences, each with spaces between its kinds, that comes next."""
        return any(self.take(*alternative.split()) for alternative in alternatives)

    def value(self, kind: str) -> object:
        """The meaning of the next token, which is of this kind; step over it."""
        if not self.next_is(kind):
            raise NotUnderstood
        self.at += 1
        return self.tokens[self.at - 1].value

    def number(self, kind: str) -> int:
        return cast("int", self.value(kind))

    def unit(self, kind: str = "UNIT") -> Unit:
        return cast("Unit", self.value(kind))

    def rest(self) -> str:
        """The words up to the end, as they stand."""
        words = self.text[self.tokens[self.at].start :].strip(" .,")
        self.at = len(self.tokens) - 1
        if not words:
            raise NotUnderstood
        return " ".join(words.split())

    # The rules

    def mark(self) -> bool:
        """Whether the phrase calls itself a checkpoint."""
        if not self.skip("кт", "CONTROL POINT"):
            return False
        self.take("(", "далее", "-", "кт", ")")
        self.skip("-", ":")
        return True

    def phrase(self) -> Phrase:
        """What the phrase says."""
        found = self.nothing() or self.agreement() or self.reference() or self.schedule()
        self.take(",")
        if not self.next_is("END"):
            raise NotUnderstood
        return found

    def nothing(self) -> Phrase | None:
        start = self.at
        self.skip("-", "без срока")
        if self.next_is("END"):
            return Phrase()
        self.at = start
        return None

    def agreement(self) -> Phrase | None:
        return Phrase(agreement=True) if self.take("по", "AGREEMENT") else None

    def reference(self) -> Phrase | None:
        start = self.at
        if self.skip("в соответствии с", "в соответствии со"):
            self.take("о")  # «с о сроками»: a slip of real plans
            self.take("сроками")
            return Phrase(event=self.rest())
        if self.skip("по AFTER", "после"):
            return self.afterwards(start)
        if self.take("за"):
            return self.beforehand()
        return self.within_distance()

    def afterwards(self, start: int) -> Phrase:
        if self.next_is("MONTH", "NUMBER", "DATE", "ISO", "SHORT"):
            raise NotUnderstood("сказано, когда начать, но не когда закончить")
        self.at = start
        return Phrase(event=self.rest())

    def beforehand(self) -> Phrase:
        distance = self.distance(direction=-1)
        if distance is None or not self.take("до"):
            raise NotUnderstood
        return self.anchored(distance)

    def within_distance(self) -> Phrase | None:
        start = self.at
        self.skip("не NOT_LATER", "в течение")
        distance = self.distance(direction=1)
        if distance and self.since():
            return self.anchored(distance)
        self.at = start
        return None

    def since(self) -> bool:
        return self.skip("со UNIT", "с момента", "с даты", "с", "после")

    def distance(self, *, direction: int) -> Distance | None:
        start = self.at
        count = self.number("NUMBER") if self.next_is("NUMBER") else 1
        working = bool(self.value("WORKING")) if self.next_is("WORKING") else False
        if self.next_is("UNIT") and count in COUNTS:
            return Distance(direction * count, self.unit(), working)
        self.at = start
        return None

    def anchored(self, distance: Distance) -> Phrase:
        start = self.at
        try:
            day = self.moment()
            if day.day is not None and self.next_is("END"):
                return Phrase(distance=distance, stretch=Stretch(day, day))
        except NotUnderstood:
            pass
        self.at = start
        return Phrase(distance=distance, event=self.rest())

    def schedule(self) -> Phrase:
        if every := self.every():
            self.take(",")
            return Phrase(every=every, stretch=None if self.next_is("END") else self.stretch())
        stretch = self.stretch()
        self.take(",")
        if self.take("далее"):
            self.take("-")
            if every := self.every():
                return Phrase(stretch=stretch, every=every, then=True)
            raise NotUnderstood("после слова «далее» не сказано, как часто")
        return Phrase(stretch=stretch, every=self.every())

    def every(self) -> Unit | None:
        if self.next_is("EVERY"):
            return self.unit("EVERY")
        if self.take("EACH"):
            return self.unit()
        start = self.at
        self.skip("не реже", "не менее")
        count = self.number("NUMBER") if self.next_is("NUMBER") else 1
        if self.take("ONCE", "в"):
            if count != 1:
                raise NotUnderstood("сказано, сколько раз, но не когда")
            return self.unit()
        self.at = start
        return None

    def stretch(self) -> Stretch:
        return self.whole() or self.limit() or self.range()

    def whole(self) -> Stretch | None:
        if self.take("постоянно"):
            return Stretch()
        start = self.at
        during = self.skip("в течение", "на протяжении")
        if self.take("WHOLE") or during:
            self.take("WHOLE")
            self.take("STUDY")
            if self.take("PERIOD") or (self.next_is("UNIT") and self.unit() is Unit.YEAR):
                return Stretch()
        self.at = start
        return None

    def limit(self) -> Stretch | None:
        if self.take("не", "NOT_LATER"):
            return Stretch(last=self.moment())
        if not self.skip("до", "к"):
            return None
        to_the_end = self.skip("конца", "концу")
        last = self.moment()
        if last.day is None and not to_the_end:
            raise NotUnderstood("неясно, входит ли этот месяц, квартал или год в срок; назовите последний день")
        return Stretch(last=last)

    def range(self) -> Stretch:
        opened = self.skip("с", "со")
        if not opened:
            self.skip("в течение", "на протяжении", "в", "во")
        first = self.moment()
        if self.skip("-") or (opened and self.skip("по", "до")):
            return self.pair(first, self.moment())
        if opened:
            return Stretch(first=first)
        return Stretch(first, first)

    def pair(self, first: Moment, last: Moment) -> Stretch:
        if (first.months == WHOLE_YEAR) != (last.months == WHOLE_YEAR):
            raise NotUnderstood("начало и конец названы по-разному: месяц и год")
        return Stretch(first, last)

    def moment(self) -> Moment:
        return self.school() or self.date() or self.day() or self.month() or self.quarter() or self.years()

    def school(self) -> Moment | None:
        if self.follows("NUMBER", "-", "NUMBER", "STUDY"):
            first, _, second = self.year_number(), self.take("-"), self.year_number()
        elif self.follows("NUMBER", "STUDY"):
            first, second = self.year_number(), None
        else:
            return None
        self.take("STUDY")
        self.year_word()
        if second != first + 1:
            raise NotUnderstood("учебный год начинается в одном году и кончается в следующем; назовите оба")
        return Moment((9, 8), year=first)

    def date(self) -> Moment | None:
        if not self.next_is("ISO", "DATE", "SHORT"):
            return None
        token = self.tokens[self.at]
        self.at += 1
        parts = re.split(r"[./-]", str(token.value))
        if token.kind == "ISO":
            parts.reverse()
        day, month = int(parts[0]), int(parts[1])
        if token.kind == "SHORT":
            return Moment((month, month), day, self.year())
        self.year_word()
        year = int(parts[2]) + (2000 if len(parts[2]) == 2 else 0)
        if year not in YEARS:
            raise NotUnderstood(f"{parts[2]} год - опечатка?")
        return Moment((month, month), day, year)

    def day(self) -> Moment | None:
        if self.follows("NUMBER", "MONTH"):
            day, month = self.number("NUMBER"), self.number("MONTH")
            return Moment((month, month), day, self.year())
        bare = self.follows("NUMBER", "-") or self.follows("NUMBER", "по") or self.follows("NUMBER", "до")
        if bare and cast("int", self.tokens[self.at].value) <= 31:
            return Moment(None, self.number("NUMBER"))
        return None

    def month(self) -> Moment | None:
        if not self.next_is("MONTH"):
            return None
        month = self.number("MONTH")
        return Moment((month, month), year=self.year())

    def quarter(self) -> Moment | None:
        if not (self.follows("ORDINAL", "UNIT") or self.follows("NUMBER", "UNIT")):
            return None
        start = self.at
        quarter, unit = self.number(self.tokens[start].kind), self.unit()
        if unit is Unit.QUARTER and 1 <= quarter <= 4:
            return Moment((3 * quarter - 2, 3 * quarter), year=self.year())
        self.at = start
        return None

    def years(self) -> Moment:
        if not self.follows("NUMBER", "-", "NUMBER"):
            if year := self.year():
                return Moment(WHOLE_YEAR, year=year)
            raise NotUnderstood
        first = self.year_number()
        self.take("-")
        last = self.year_number()
        if not self.year_word():
            raise NotUnderstood("неясно, это учебный год или календарные годы")
        return Moment(WHOLE_YEAR, year=first, last_year=last)

    def year(self) -> int | None:
        """A year; one of two digits counts only with its «г.»."""
        start = self.at
        if self.next_is("NUMBER"):
            number = self.number("NUMBER")
            if (self.year_word() and number in SHORT_YEARS) or number in YEARS:
                return _full(number)
        self.at = start
        return None

    def year_number(self) -> int:
        number = self.number("NUMBER")
        if number not in YEARS and number not in SHORT_YEARS:
            raise NotUnderstood
        return _full(number)

    def year_word(self) -> bool:
        if self.next_is("UNIT") and self.tokens[self.at].value is Unit.YEAR:
            self.at += 1
            return True
        return False


def _full(year: int) -> int:
    return year + 2000 if year in SHORT_YEARS else year
