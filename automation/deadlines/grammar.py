"""What the phrase of a deadline may look like: how its words join.

    phrase    = [ mark ] ( nothing | agreement | reference | schedule ) [ mark ]
    mark      = ( "КТ" | "контрольная точка" ) [ "№" number ] [ "(далее – КТ)" ] [ "–" | ":" ]
    nothing   = "" | "–" | "без срока" | "срок не установлен"
    agreement = "по" ( "договорённости" | "согласованию" | "соглашению" )

    reference = given | by_event | school_year_end | beforehand | counted
    given     = ( "в соответствии с[о] [сроками]" | "согласно" | "при" ) event
    by_event  = ( "после" | "до" | "перед" | "по окончании" | "по завершении" | "по мере" | "по плану" … ) event
    school_year_end = ( "до конца" | "к концу" | "в конце" ) [ "текущего" ] "учебного года"
    beforehand = [ "не позднее" [ "чем" ] ] "за" distance "до" anchored
    counted   = ( [ "не позднее" [ "чем" ] | "в течение" | "через" ] distance | "в" term ) since
    term      = ( "месячный" … | number "дневный" ) "срок"
    since     = ( "со дня" | "с момента" | "с даты" | "с" | "после" ) anchored
    distance  = [ count ] [ "рабочий" | "календарный" ] unit
    count     = number [ "(" number ")" ]
    anchored  = day | event

    schedule  = every [ "," ] [ stretch ] | stretch [ "," ] [ every ] | stretch [ "," ] "далее" afterwards
    afterwards = [ "–" ] every [ "," ] [ limit ]
    every     = weekdays | monthly | frequency
    weekdays  = ( "каждый" | "по" ) listed_weekdays
    listed_weekdays = weekday { ( "," | "и" ) [ "по" ] weekday }
    monthly   = [ "каждый" ] place ( [ "каждого" ] "месяца" | "ежемесячно" )
    frequency = ( "ежемесячно" … | "каждый" [ number ] unit | "каждый" month
                | [ "не реже" | "не менее" ] times "в" [ number ] unit ) [ placed ]
    times     = [ number ] "раз" | "дважды" | "трижды"
    placed    = [ "," ] ( [ "по" | "в" ] listed_weekdays | [ "в" ] place )
    place     = [ "до" | "к" | "не позднее" ] number "числа" | part

    stretch   = whole | limit | range
    whole     = "постоянно" | ( "в течение" | "на протяжении" | "весь" ) [ "всего" ] [ "учебного" ]
                ( "года" | "периода" )
    limit     = ( "до" | "к" | "по" | "не позднее" ) [ "конца" ] moment
    range     = ( "с" | "не ранее" ) moment [ ( "по" | "до" | "–" ) moment ]
              | [ "в" | "в течение" ] moment [ "–" moment ]

    moment    = month | date | school | half | day | season | quarter | inside | years
    month     = "ноябрь" … [ year ]
    date      = "9.09.2022" | "2022-09-09" | "9.09" [ year ] | "09.2022"
    school    = year [ "–" year ] "учебный год" | "учебный год" year "–" year
    half      = ordinals "полугодие" ( school | "учебного года" | year )
    day       = number month [ year ] | number
    season    = "лето" … [ year ] | "зима" [ year "–" year ]
    quarter   = ordinals "квартал" [ year ]
    inside    = part month [ year ]
    part      = ordinals ( "неделя" | "декада" | weekday | "день" )
    ordinals  = ordinal [ "–" ordinal ], where an ordinal is "I" | "1" | "1-я" | "первый" … "последний"
    years     = year [ "год" ] | year "–" year "годы"
    year      = "2023" | [ "," ] "2023 г." | "23 г."

Case, dots, quotes and the kind of dash mean nothing; a letter or digit that looks like the right one is read
as such. The words themselves are in `vocabulary`. A method of `Reader` is one rule, under the same name: to
teach it a new phrase, add a line to the rule, here and above.
"""

import re
from dataclasses import replace
from typing import cast

from automation.deadlines.deadline import Distance
from automation.deadlines.phrase import (
    DECADES,
    OPEN,
    WEEKS,
    WHOLE_MONTH,
    Every,
    Moment,
    NotUnderstood,
    Part,
    Phrase,
    Stretch,
)
from automation.deadlines.tokens import Tokens
from automation.deadlines.vocabulary import LAST, MONTHS_IN, Unit

YEARS = range(1900, 2200)
WHOLE_YEAR = (1, 12)
COUNTS = range(1, 1000)  # of days and the like: more is a slip
ITEM = re.compile(r"п\.?\s*\d")  # «п. 2.3»: before anything else «п» is a Roman two
SHORT_YEARS = range(10, 100)  # «9 г.» is more likely a slip than the year 2009


class Reader(Tokens):
    """Recursive descent over the tokens of one phrase: `mark()`, then `phrase()`.

    A rule that does not apply leaves the tokens as they were and gives nothing; one that applies and then
    meets what it cannot take raises NotUnderstood.
    """

    def mark(self) -> bool:
        """Whether the phrase calls itself a checkpoint, before or after the rest; that is read then."""
        return self.mark_before() or self.mark_after()

    def mark_before(self) -> bool:
        if not self.skip("кт", "CONTROL POINT"):
            return False
        self.skip("№ NUMBER")
        self.take("(", "далее", "-", "кт", ")") or self.take("(", "THEN", "-", "кт", ")")
        self.skip("-", ":")
        return True

    def mark_after(self) -> bool:
        if self.kinds[-2:-1] not in (("кт",), ("POINT",), (")",)):
            return False
        return self.cut("( кт )", "- кт", "( CONTROL POINT )", "- CONTROL POINT")

    def phrase(self) -> Phrase:
        """What the phrase says."""
        found = self.nothing() or self.agreement() or self.reference() or self.schedule()
        another = self.take(",") or self.take("и")
        if not self.next_is("END"):
            if another and self.next_is("MONTH", "NUMBER", "DATE", "SHORT", "ISO"):
                raise NotUnderstood("названо несколько сроков; напишите каждый отдельным мероприятием")
            raise NotUnderstood(self.vague())
        return found

    def vague(self) -> str:
        """Why such words say no date; empty when none of them is there."""
        return next((str(token.value) for token in self.tokens if token.kind == "VAGUE"), "")

    def nothing(self) -> Phrase | None:
        if not self.next_is("END", "-", "без", "срок", "не"):
            return None
        start = self.at
        self.skip("-", "без срока", "срок не установлен", "не установлен")
        if self.next_is("END"):
            return Phrase()
        self.back(start)
        return None

    def agreement(self) -> Phrase | None:
        return Phrase(agreement=True) if self.take("по", "AGREEMENT") else None

    def reference(self) -> Phrase | None:
        match self.kinds[self.at]:
            case "в":
                return self.given() or self.school_year_end() or self.counted()
            case "согласно" | "при":
                return self.given()
            case "по" | "после" | "перед":
                return self.by_event()
            case "до" | "к":
                return self.school_year_end() or self.by_event()
            case "за":
                return self.beforehand()
            case "не":
                return self.beforehand() or self.counted()
            case "через" | "спустя" | "NUMBER" | "WORKING" | "UNIT":
                return self.counted()
        return None

    def given(self) -> Phrase | None:
        if self.skip("в соответствии с", "в соответствии со"):
            slip = self.take("о")  # «с о сроками»: a slip of real plans
            if self.take("сроками"):
                return Phrase(event=self.rest("в соответствии со сроками"))
            return Phrase(event=self.rest("в соответствии " + ("со" if slip else self.before())))
        for preposition in ("согласно", "при"):
            if self.take(preposition):
                return Phrase(event=self.rest(preposition))
        return None

    def before(self) -> str:
        """The last word that was stepped over."""
        return str(self.tokens[self.at - 1].value)

    def by_event(self) -> Phrase | None:
        start = self.at
        if self.take("по", "AFTER"):
            self.back(start + 1)
            return Phrase(event=self.rest("по"))
        if self.take("перед"):
            return Phrase(event=self.rest("перед"))
        if self.take("до") and self.names_event():
            return Phrase(event=self.rest("до"))
        self.back(start)
        if not self.take("после"):
            return None
        if self.next_is("MONTH", "NUMBER", "DATE", "ISO", "SHORT"):
            raise NotUnderstood("сказано, когда начать, но не когда закончить")
        return Phrase(event=self.rest("после"))

    def names_event(self) -> bool:
        """Whether the next word means nothing to the grammar: «до педсовета», unlike «до мая»; or is «п. 2.3»."""
        if ITEM.match(self.text, self.tokens[self.at].start):
            return True
        word = self.kinds[self.at]
        return word.isalpha() and word.islower() and word != "конца"

    def school_year_end(self) -> Phrase | None:
        start = self.at
        if self.skip("до конца", "к концу", "в конце"):
            self.skip("текущего")
            if self.follows("STUDY", "UNIT", "END"):
                self.at += 2
                return Phrase(event="по окончании учебного года")
            if self.follows("UNIT", "END") and self.next_unit(Unit.YEAR):
                raise NotUnderstood("учебного года или календарного?")
        self.back(start)
        return None

    def beforehand(self) -> Phrase | None:
        start = self.at
        self.not_later()
        if not self.take("за"):
            self.back(start)
            return None
        distance = self.distance(direction=-1)
        if distance is None or not self.take("до"):
            raise NotUnderstood
        return self.anchored(distance)

    def not_later(self) -> bool:
        if not self.take("не", "NOT_LATER"):
            return False
        self.skip(", чем", "чем")
        return True

    def counted(self) -> Phrase | None:
        start = self.at
        if self.take("в") and (distance := self.term()):
            return self.since(distance)
        self.back(start)
        opened = self.not_later() or self.skip("в течение", "через", "спустя")
        distance = self.distance(direction=1)
        if distance and self.next_is("со", "с", "после"):
            return self.since(distance)
        if distance and opened and self.next_is("END") and distance.unit is not Unit.YEAR:
            raise NotUnderstood("не сказано, от какого дня или события считать")
        self.back(start)
        return None

    def since(self, distance: Distance) -> Phrase:
        if not self.skip("со дня", "со UNIT", "с момента", "с даты", "с", "после"):
            raise NotUnderstood("не сказано, от какого дня или события считать")
        return self.anchored(distance)

    def term(self) -> Distance | None:
        """«месячный срок», «10-дневный срок»."""
        start = self.at
        if self.next_is("TERM"):
            count, unit = cast("tuple[int, Unit]", self.value("TERM"))
        elif self.next_is("NUMBER"):
            count, unit = self.number("NUMBER"), Unit.DAY
            self.take("-")
            if not self.take("DAILY"):
                count = 0
        else:
            count = 0
        if count in COUNTS and self.take("срок"):
            return Distance(count, unit)
        self.back(start)
        return None

    def distance(self, *, direction: int) -> Distance | None:
        start = self.at
        count = self.count() if self.next_is("NUMBER") else 1
        working = bool(self.value("WORKING")) if self.next_is("WORKING") else False
        if self.next_is("UNIT") and count in COUNTS:
            return Distance(direction * count, self.unit(), working)
        self.back(start)
        return None

    def count(self) -> int:
        """«10» or «10 (десяти)»."""
        count = self.number("NUMBER")
        if self.follows("(", "NUMBER", ")"):
            self.at += 1
            if self.number("NUMBER") != count:
                raise NotUnderstood("число цифрами и число словами разные")
            self.at += 1
        return count

    def anchored(self, distance: Distance) -> Phrase:
        start = self.at
        try:
            day = self.moment()
            while self.take(","):
                pass
            if day.is_day and self.next_is("END"):
                return Phrase(distance=distance, stretch=Stretch(day, day))
        except NotUnderstood:
            pass
        self.back(start)
        return Phrase(distance=distance, event=self.rest())

    def schedule(self) -> Phrase:
        if every := self.every():
            self.take(",")
            return Phrase(every=every, stretch=None if self.next_is("END") else self.stretch())
        stretch = self.stretch()
        if self.next_is("END"):
            return Phrase(stretch=stretch)
        start = self.at
        if self.skip("THEN", ", THEN", "и THEN", "в THEN", ", и THEN", ", в THEN"):
            return self.afterwards(stretch)
        self.take(",")
        if every := self.every():
            return Phrase(stretch=stretch, every=every)
        self.back(start)
        return Phrase(stretch=stretch)

    def afterwards(self, stretch: Stretch) -> Phrase:
        self.take("-")
        every = self.every()
        if every is None:
            raise NotUnderstood("после слова «далее» не сказано, как часто")
        self.take(",")
        limit = self.limit()
        return Phrase(stretch=stretch, every=every, then=True, until=limit.last if limit else None)

    def every(self) -> Every | None:
        if self.next_is("MONTH", "DATE", "SEASON"):
            return None
        return self.weekdays() or self.monthly() or self.frequency()

    def weekdays(self) -> Every | None:
        if not (self.follows("EACH", "WEEKDAY") or self.follows("по", "WEEKDAY")):
            return None
        self.at += 1
        return Every(Unit.WEEK, weekdays=self.listed_weekdays())

    def listed_weekdays(self) -> tuple[int, ...]:
        days = {self.number("WEEKDAY")}
        while self.skip(", по WEEKDAY", "и по WEEKDAY", ", WEEKDAY", "и WEEKDAY"):
            days.add(cast("int", self.tokens[self.at - 1].value))
        return tuple(sorted(days))

    def monthly(self) -> Every | None:
        if not self.next_is("EACH", "до", "в", "во", "не", "NUMBER", "ORDINAL"):
            return None
        start = self.at
        self.skip("EACH", "в EACH", "во EACH", "в", "во")
        if part := self.place():
            self.take(",")
            each = self.take("EACH")
            if self.take_unit(Unit.MONTH):
                return Every(Unit.MONTH, part=part)
            if not each and self.next_is("EVERY") and self.unit("EVERY") is Unit.MONTH:
                return Every(Unit.MONTH, part=part)
        self.back(start)
        return None

    def place(self) -> Part | None:
        start = self.at
        limited = self.skip("до", "не NOT_LATER", "к")
        if self.follows("NUMBER", "NTH"):
            day = self.number("NUMBER")
            self.at += 1
            if not 1 <= day <= 31:
                raise NotUnderstood(f"{day}-го числа не бывает")
            return Part(OPEN if limited else day, day)
        if not limited and (part := self.part()):
            return part
        self.back(start)
        return None

    def frequency(self) -> Every | None:
        start = self.at
        if self.next_is("EVERY"):
            return self.placed(_every(self.unit("EVERY")))
        if self.take("EACH"):
            if self.next_is("MONTH"):  # «каждый сентябрь»
                return Every(Unit.YEAR)
            count = self.number("NUMBER") if self.next_is("NUMBER") else 1
            return self.placed(_every(self.unit(), count))
        if not self.next_is("не", "минимум", "как", "NUMBER", "ONCE", "TIMES"):
            return None
        self.skip("не реже чем", "не реже , чем", "не реже", "не менее чем", "не менее", "как минимум", "минимум")
        times = self.times()
        if times is None:
            self.back(start)
            return None
        self.skip("в течение", "в", "за")
        count = self.number("NUMBER") if self.next_is("NUMBER") else 1
        self.take("STUDY")
        return self.placed(_every(self.unit(), count, times))

    def times(self) -> int | None:
        if self.next_is("TIMES"):
            return self.number("TIMES")
        count = self.number("NUMBER") if self.next_is("NUMBER") else 1
        return count if self.take("ONCE") else None

    def placed(self, every: Every) -> Every:
        """«еженедельно, по пятницам», «ежемесячно, до 5 числа»."""
        start = self.at
        self.skip(",", ":")
        if every.unit is Unit.WEEK and (self.skip("по", "в", "во") or self.next_is("WEEKDAY")):
            if self.next_is("WEEKDAY"):
                return Every(every.unit, every.count, weekdays=self.listed_weekdays())
        elif every == Every(Unit.MONTH):
            self.skip("в", "во")
            part = self.place()
            if part and not self.next_is("MONTH"):
                self.take_unit(Unit.MONTH)
                return Every(every.unit, part=part)
        self.back(start)
        return every

    def stretch(self) -> Stretch:
        return self.whole() or self.limit() or self.range()

    def whole(self) -> Stretch | None:
        if self.skip("постоянно", "на постоянной основе"):
            return Stretch()
        start = self.at
        during = self.skip("в течение", "на протяжении")
        if self.take("WHOLE") or during:
            self.take("WHOLE")
            self.take("STUDY")
            if self.take("PERIOD") or self.take_unit(Unit.YEAR):
                return Stretch()
        self.back(start)
        return None

    def limit(self) -> Stretch | None:
        if self.not_later():
            return Stretch(last=self.moment())
        if not self.skip("до", "к", "по"):
            return None
        to_the_end = self.skip("конца", "концу")
        last = self.moment()
        if not last.is_day and not to_the_end:
            raise NotUnderstood("неясно, входит ли этот месяц, квартал или год в срок; назовите последний день")
        return Stretch(last=last)

    def range(self) -> Stretch:
        opened = self.skip("начиная с", "с", "со", "не ранее", "не раньше")
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
        start = self.at
        found = (
            self.month()
            or self.date()
            or self.school()
            or self.half()
            or self.day()
            or self.season()
            or self.quarter()
            or self.inside()
            or self.years()
        )
        return replace(found, place=(start, self.at))

    def school(self) -> Moment | None:
        if self.follows("NUMBER", "-", "NUMBER", "STUDY"):
            first, second = self.two_years()
            self.take("STUDY")
            self.year_word()
        elif self.follows("STUDY", "UNIT", "NUMBER", "-", "NUMBER"):
            self.at += 2
            first, second = self.two_years()
            self.year_word()
        elif self.follows("NUMBER", "STUDY"):
            first = second = self.year_number()
        else:
            return None
        if second != first + 1:
            raise NotUnderstood("учебный год начинается в одном году и кончается в следующем; назовите оба")
        return Moment((9, 8), year=first)

    def two_years(self) -> tuple[int, int]:
        first = self.year_number()
        self.take("-")
        return first, self.year_number()

    def half(self) -> Moment | None:
        start = self.at
        ordinals = self.ordinals()
        if not ordinals or not self.take_unit(Unit.HALF_YEAR):
            self.back(start)
            return None
        half = ordinals[0]
        if ordinals not in ((1, 1), (2, 2)):
            raise NotUnderstood("полугодий два: первое и второе")
        months = ((9, 12), (1, 8))[half - 1]
        if school := self.school():
            return Moment(months, year=cast("int", school.year) + half - 1)
        if self.take("STUDY"):
            self.year_word()
            return Moment(months)
        if year := self.year():
            return Moment(((1, 6), (7, 12))[half - 1], year=year)
        raise NotUnderstood("полугодие учебного года или календарного? Назовите год")

    def date(self) -> Moment | None:
        if not self.next_is("ISO", "DATE", "SHORT", "MONTH_YEAR"):
            return None
        token = self.tokens[self.at]
        self.at += 1
        parts = [int(part) for part in re.split(r"[.-]", str(token.value))]
        if token.kind == "ISO":
            parts.reverse()
        if token.kind == "SHORT":
            day, month = parts
            return Moment((month, month), Part(day, day), self.year())
        self.year_word()
        *days, month, year = parts
        year += 2000 if len(str(token.value)) < 9 and year < 100 else 0
        if year not in YEARS:
            raise NotUnderstood(f"{year:04} год - опечатка?")
        if not days and not 1 <= month <= 12:
            raise NotUnderstood(f"месяца {month} не бывает")
        return Moment((month, month), Part(days[0], days[0]) if days else WHOLE_MONTH, year)

    def day(self) -> Moment | None:
        if self.follows("NUMBER", "MONTH"):
            day, month = self.number("NUMBER"), self.number("MONTH")
            return Moment((month, month), Part(day, day), self.year())
        bare = self.follows("NUMBER", "-") or self.follows("NUMBER", "по") or self.follows("NUMBER", "до")
        if bare and cast("int", self.tokens[self.at].value) <= 31 and not self.range_of_parts():
            day = self.number("NUMBER")
            return Moment(None, Part(day, day))
        return None

    def range_of_parts(self) -> bool:
        """«1–2 квартал», «1–2 декада»."""
        return self.follows("NUMBER", "-", "NUMBER", "UNIT") or self.follows("NUMBER", "-", "NUMBER", "DECADE")

    def month(self) -> Moment | None:
        if not self.next_is("MONTH"):
            return None
        month = self.number("MONTH")
        return Moment((month, month), year=self.year())

    def season(self) -> Moment | None:
        if not self.next_is("SEASON"):
            return None
        first = self.number("SEASON")
        last = (first + 1) % 12 + 1
        if last > first:
            return Moment((first, last), year=self.year())
        if not self.next_is("NUMBER"):
            return Moment((first, last))
        year, second = self.two_years() if self.follows("NUMBER", "-", "NUMBER") else (self.year_number(), 0)
        self.year_word()
        if second != year + 1:
            raise NotUnderstood("зима начинается в одном году и кончается в следующем; назовите оба")
        return Moment((first, last), year=year)

    def quarter(self) -> Moment | None:
        start = self.at
        ordinals = self.ordinals()
        if ordinals and 1 <= ordinals[0] <= ordinals[1] <= 4 and self.take_unit(Unit.QUARTER):
            return Moment((3 * ordinals[0] - 2, 3 * ordinals[1]), year=self.year())
        self.back(start)
        return None

    def ordinals(self) -> tuple[int, int] | None:
        """«II», «2», «первый – второй»: from which to which."""
        if not self.next_is("ORDINAL", "NUMBER"):
            return None
        first = last = self.number(self.kinds[self.at])
        for kind in ("ORDINAL", "NUMBER"):
            if self.follows("-", kind):
                self.at += 1
                last = self.number(kind)
        return first, last

    def inside(self) -> Moment | None:
        start = self.at
        part = self.part()
        if part and self.next_is("MONTH"):
            month = self.number("MONTH")
            return Moment((month, month), part, self.year())
        self.back(start)
        return None

    def part(self) -> Part | None:
        start = self.at
        ordinals = self.ordinals()
        if ordinals and (first := self.share(ordinals[0])):
            self.back(self.at - 1)
            last = self.share(ordinals[1])
            if last is None or (ordinals[1] != ordinals[0] and first.first >= last.first > 0):
                raise NotUnderstood
            return first if first == last else Part(first.first, last.last)
        self.back(start)
        return None

    def share(self, ordinal: int) -> Part | None:
        """That week, decade, weekday or day of a month; a week is seven days, the last one its last seven."""
        if ordinal in DECADES and self.take("DECADE"):
            return DECADES[ordinal]
        if ordinal in WEEKS and self.take_unit(Unit.WEEK):
            return WEEKS[ordinal]
        if ordinal in WEEKS and self.next_is("WEEKDAY"):
            return Part(ordinal, ordinal, self.number("WEEKDAY"))
        if ordinal in (1, LAST) and self.take_unit(Unit.DAY):
            return Part(ordinal, ordinal)
        return None

    def years(self) -> Moment:
        if not self.follows("NUMBER", "-", "NUMBER"):
            if year := self.year():
                return Moment(WHOLE_YEAR, year=year)
            raise NotUnderstood(self.vague())
        first, last = self.two_years()
        if not self.year_word():
            raise NotUnderstood("неясно, это учебный год или календарные годы")
        return Moment(WHOLE_YEAR, year=first, last_year=last)

    def year(self) -> int | None:
        """A year; one of two digits counts only with its «г.»."""
        start = self.at
        if self.follows(",", "NUMBER", "UNIT"):  # «ноябрь, 2023 г.»
            self.at += 1
        if self.next_is("NUMBER"):
            place, number = self.at, self.number("NUMBER")
            if (self.year_word() and number in SHORT_YEARS) or number in YEARS:
                self.year_places.append(place)
                return _full(number)
        self.back(start)
        return None

    def year_number(self) -> int:
        number = self.number("NUMBER")
        if number not in YEARS and number not in SHORT_YEARS:
            raise NotUnderstood
        self.year_places.append(self.at - 1)
        return _full(number)

    def year_word(self) -> bool:
        return self.take_unit(Unit.YEAR)


def _full(year: int) -> int:
    return year + 2000 if year in SHORT_YEARS else year


def _every(unit: Unit, count: int = 1, times: int = 1) -> Every:
    """`times` in each `count` units, in equal shares: twice a year is once in six months."""
    if count not in COUNTS:
        raise NotUnderstood
    if unit in MONTHS_IN and unit is not Unit.YEAR:
        unit, count = Unit.MONTH, MONTHS_IN[unit] * count
    if times == 1:
        return Every(unit, count)
    months = MONTHS_IN.get(unit, 0) * count
    if months == 0 or times < 1 or months % times:
        raise NotUnderstood("сказано, сколько раз, но не когда")
    return Every(Unit.MONTH, months // times)
