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
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import cast

from automation.deadlines.deadline import Distance
from automation.deadlines.phrase import (
    DECADES,
    HALVES,
    OPEN,
    SCHOOL_YEAR,
    WEEKS,
    WHOLE_MONTH,
    WHOLE_YEAR,
    YEARS,
    Every,
    Moment,
    NotUnderstood,
    Part,
    Phrase,
    Stretch,
)
from automation.deadlines.tidying import tidied
from automation.deadlines.tokens import Tokens
from automation.deadlines.vocabulary import LAST, MONTHS_IN, Unit

COUNTS = range(1, 1000)  # of days and the like: more is a slip
ITEM = re.compile(r"п\.?\s*\d")  # «п. 2.3»: before anything else «п» is a Roman two
ROMAN = str.maketrans("хі", "xi")
ROMAN_MONTHS = {
    name: n for n, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), start=1)
}
UNSAID = "сказано, сколько раз, но не когда"
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
        try:
            self.replace_rest(tidied)
            found = self.nothing() or self.agreement() or self.reference() or self.schedule()
            self.skip(",", "и")
            if not self.next_is("END"):
                raise NotUnderstood
        except NotUnderstood as reason:
            raise NotUnderstood(str(reason) or self.vague()) from None
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
            if self.follows("THIS_YEAR", "END"):
                raise NotUnderstood("учебного года или календарного?")
            self.take("CURRENT")
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
        """Its clauses in any order: how often, and when once or several times."""
        if every := self.following():
            return Phrase(every=every, stretch=None if self.next_is("END") else self.stretch())
        every, stretches = None, list[Stretch]()
        while True:
            if every is None and (every := self.every()):
                pass
            elif not (stretches and self.as_agreed()):
                stretches += self.stretches(stretches)
            if stretches and every is None and self.to_afterwards():
                return self.afterwards(joined(None, stretches))
            start = self.at
            parted = self.skip(",", "и", ":", "-")
            if self.next_is("END") or not (parted or every or self.is_every()):
                self.back(start)
                return joined(every, stretches)

    def is_every(self) -> bool:
        """Whether it goes on with how often."""
        start = self.at
        try:
            return self.every() is not None
        finally:
            self.back(start)

    def as_agreed(self) -> bool:
        """«по согласованию», «по мере необходимости» after the dates themselves, within which it stays."""
        start = self.at
        if self.skip("по AGREEMENT", "по AFTER необходимости", "по необходимости", "по запросу"):
            return True
        if self.skip("по AFTER", "по отдельному AFTER") and self.next_is("END", ","):
            return True
        self.back(start)
        return False

    def to_afterwards(self) -> bool:
        return self.skip("THEN", ", THEN", "и THEN", "в THEN", ", и THEN", ", в THEN")

    def afterwards(self, said: Phrase) -> Phrase:
        self.take("-")
        every = self.every()
        if every is None:
            raise NotUnderstood("после слова «далее» не сказано, как часто")
        self.take(",")
        limit = self.limit()
        if said.others:
            raise NotUnderstood("названо несколько сроков, и неясно, какой из них потом повторять")
        return replace(said, every=every, then=True, until=limit.last if limit else None)

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

    def following(self) -> Every | None:
        """«до 5 числа месяца, следующего за отчётным»; the quarter may be named before or after that."""
        start = self.at
        every = _every(self.unit("EVERY")) if self.next_is("EVERY") else None
        self.take(",")
        if not (self.not_later() or self.skip("до", "к")) or not self.next_is("NUMBER"):
            self.back(start)
            return None
        day = self.number("NUMBER")
        self.take("NTH")
        self.take_unit(Unit.MONTH)
        self.take(",")
        if not self.skip("следующего за отчетным", "следующего после отчетного", "следующего"):
            self.back(start)
            return None
        unit = self.unit() if self.next_is("UNIT") else None
        self.take_unit(Unit.MONTH)
        self.take("PERIOD")
        if not 1 <= day <= 31:
            raise NotUnderstood(f"{day}-го числа не бывает")
        named = _every(unit) if unit and unit is not Unit.MONTH else None
        if (named and every and named != every) or (every or named or Every(Unit.MONTH)).unit is not Unit.MONTH:
            raise NotUnderstood("неясно, за какое время отчёт")
        reported = named or every
        if reported is None and self.before() == "следующего":
            raise NotUnderstood("не сказано, следующего за каким")
        return replace(reported or Every(Unit.MONTH), parts=(Part(OPEN, day),), reported=True)

    def monthly(self) -> Every | None:
        if not self.next_is("EACH", "до", "в", "во", "не", "с", "к", "NUMBER", "ORDINAL"):
            return None
        start = self.at
        self.skip("EACH", "в EACH", "во EACH", "в", "во")
        if parts := self.places():
            self.take(",")
            each = self.take("EACH")
            if self.take_unit(Unit.MONTH):
                return Every(Unit.MONTH, parts=parts)
            if not each and self.next_is("EVERY") and self.unit("EVERY") is Unit.MONTH:
                return Every(Unit.MONTH, parts=parts)
        self.back(start)
        return None

    def places(self) -> tuple[Part, ...]:
        """The days or parts of a month that are named, one or several; none where it is something else."""
        start = self.at
        limited = self.skip("до", "не NOT_LATER", "к")
        if days := self.days_of_month(limited=limited):
            return days
        if not limited and (parts := self.parts()):
            return parts
        self.back(start)
        return ()

    def days_of_month(self, *, limited: bool) -> tuple[Part, ...]:
        """«5 числа», «1 и 15 числа», «с 1 по 15 число»."""
        start = self.at
        opened = not limited and self.take("с")
        if not self.next_is("NUMBER"):
            self.back(start)
            return ()
        days = [self.number("NUMBER")]
        spans = (self.take("по") if opened else self.take("-")) and self.next_is("NUMBER")
        if spans:
            days.append(self.number("NUMBER"))
        while not spans and (self.follows(",", "NUMBER") or self.follows("и", "NUMBER")):
            self.at += 1
            days.append(self.number("NUMBER"))
        if opened and not spans or not (self.take("NTH") or (opened or limited) and self.next_is("EACH")):
            self.back(start)
            return ()
        for day in days:
            if not 1 <= day <= 31:
                raise NotUnderstood(f"{day}-го числа не бывает")
        if spans and days[0] < days[1]:
            return (Part(days[0], days[1]),)
        return tuple(Part(OPEN if limited else day, day) for day in days)

    def frequency(self) -> Every | None:
        start = self.at
        if self.next_is("EVERY"):
            return self.placed(_every(self.unit("EVERY")))
        if self.follows("по", "BY_UNIT"):
            self.at += 1
            return _every(self.unit("BY_UNIT"))
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
        """«еженедельно, по пятницам», «ежемесячно, до 5 числа», «2 раза в месяц, 5 и 20 числа»."""
        start = self.at
        self.skip(",", ":", "-")
        if every.unit is Unit.WEEK and (self.skip("по", "в", "во") or self.next_is("WEEKDAY")):
            if self.next_is("WEEKDAY"):
                days = self.listed_weekdays()
                _check_times(every, len(days))
                return Every(every.unit, every.count, weekdays=days)
        elif every.unit is Unit.MONTH and every.count == 1:
            self.skip("в", "во")
            parts = self.places()
            if parts and not self.next_is("MONTH", "следующего"):
                self.take_unit(Unit.MONTH)
                _check_times(every, len(parts))
                return Every(every.unit, parts=parts)
        self.back(start)
        return every

    def stretches(self, before: Sequence[Stretch] = ()) -> list[Stretch]:
        """The next one, or several that share their last word: «1 и 3 неделя мая»."""
        start = self.at
        self.skip("в", "во")
        if several := self.numbered():
            return [Stretch(moment, moment) for moment in several]
        self.back(start)
        if before and before[-1].last and before[-1].first is None and self.next_is("NUMBER", "DATE", "SHORT"):
            return [Stretch(last=self.moment())]  # «до 15 декабря и 15 мая»
        return [self.stretch(alone=not before)]

    def stretch(self, *, alone: bool = True) -> Stretch:
        return self.whole() or self.limit() or self.range(alone=alone)

    def whole(self) -> Stretch | None:
        if self.skip("постоянно", "на постоянной основе", "круглогодично", "круглый UNIT"):
            return Stretch()
        start = self.at
        during = self.skip("в течение", "на протяжении")
        loosely = not during and self.skip("на", "в", "за")
        everything = self.take("WHOLE")
        if (during or loosely) and self.take("THIS_YEAR"):
            return Stretch(this_year=True)
        this = self.take("CURRENT")
        self.take("WHOLE")
        studies = self.take("STUDY")
        if self.next_unit(Unit.YEAR) and (during or everything or (this and studies)) and not self.next_after_is("NUMBER"):
            self.at += 1
            return Stretch(this_year=this)
        if self.take("PERIOD") or self.take("срок") or self.take("срока"):
            if during or everything or (loosely and self.next_is("REALISATION")):
                self.realisation()
                return Stretch()
        self.back(start)
        return None

    def realisation(self) -> None:
        """«реализации программы»: of what the plan is for."""
        if self.take("REALISATION"):
            while self.next_is("PROGRAMME", "WHOLE"):
                self.at += 1

    def limit(self) -> Stretch | None:
        if self.not_later():
            return Stretch(last=self.moment())
        if self.skip("к началу"):
            return Stretch(last=self.school_start())
        if self.take("INCLUSIVE") and self.take("по"):
            return Stretch(last=self.moment())
        through = self.take("по")
        if not through and not self.skip("до", "к"):
            return None
        to_the_end = self.skip("конца", "концу")
        last = self.moment()
        if not (last.is_day or to_the_end or through or last.inclusive):
            raise NotUnderstood("неясно, входит ли этот месяц, квартал или год в срок; назовите последний день")
        return Stretch(last=last)

    def school_start(self) -> Moment:
        """1 September of the school year that is named, or of the plan's only one."""
        start = self.at
        if school := self.school():
            return replace(school, months=(9, 9), part=Part(1, 1), place=(start, self.at))
        if not (self.take("STUDY") and self.year_word()):
            raise NotUnderstood(self.vague())
        return Moment((9, 9), Part(1, 1), place=(start, self.at))

    def range(self, *, alone: bool = True) -> Stretch:
        opened = self.skip("начиная с", "с", "со", "не ранее", "не раньше")
        if not opened:
            self.skip("в течение", "на протяжении", "в", "во", "на", "за")
        first = self.moment()
        if self.skip("-") or (opened and self.skip("по", "до")):
            return self.pair(first, self.chain(first, self.moment()))
        if opened:
            return Stretch(first=first)
        if alone:
            first = self.narrowed(first)
        return Stretch(first, first)

    def chain(self, first: Moment, last: Moment) -> Moment:
        """The last of «сентябрь – октябрь – ноябрь»."""
        while self.follows("-", "MONTH"):
            self.at += 1
            following = self.moment()
            if not (neighbours(first, last) and neighbours(last, following)):
                raise NotUnderstood("неясно, это один промежуток или несколько сроков; перечислите их через запятую")
            first, last = last, following
        return last

    def narrowed(self, month: Moment) -> Moment:
        """«сентябрь (3 неделя)», «октябрь, с 15 по 20 число»: a part of the month named before it."""
        start = self.at
        if month.months is None or month.months[0] != month.months[1] or month.part != WHOLE_MONTH:
            return month
        self.skip(",", "-", ":")
        self.skip("в", "во")
        parts = self.places() or self.bare_days()
        apart = self.next_is("MONTH", "EACH", "UNIT", "EVERY", "STUDY", "следующего")
        if len(parts) != 1 or apart:
            self.back(start)
            return month
        part = parts[0] if parts[0].first != OPEN else Part(1, parts[0].last)
        return replace(month, part=part, year=month.year or self.year(), place=(month.place[0], self.at))

    def bare_days(self) -> tuple[Part, ...]:
        """«15–20» after a month."""
        if not (self.follows("NUMBER", "-", "NUMBER") or self.follows("с", "NUMBER", "по", "NUMBER")):
            return ()
        self.take("с")
        first = self.number("NUMBER")
        self.at += 1
        last = self.number("NUMBER")
        return (Part(first, last),) if 1 <= first < last <= 31 else ()

    def pair(self, first: Moment, last: Moment) -> Stretch:
        if (first.months == WHOLE_YEAR) != (last.months == WHOLE_YEAR) or first.again_until or last.again_until:
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
        end = self.at
        inclusive = self.skip("INCLUSIVE", ", INCLUSIVE")
        return replace(found, place=(start, end), inclusive=inclusive)

    def numbered(self) -> list[Moment]:
        """«I и III квартал 2025 г.», «1, 3 неделя мая»: each with what stands after the last of them."""
        start = self.at
        ordinals = [one] if (one := self.ordinals()) else []
        while ordinals and (self.skip(",", "и")) and (another := self.ordinals()):
            ordinals.append(another)
        after, found = self.at, list[Moment]()
        for one in ordinals if len(ordinals) > 1 else []:
            self.back(after)
            if moment := self.half(one) or self.quarter(one) or self.inside(one):
                found.append(replace(moment, place=(start, self.at)))
        if not found or len(found) < len(ordinals):
            self.back(start)
            return []
        if len({moment.months for moment in found}) > 1 and _all_follow([ordinal[0] for ordinal in ordinals]):
            raise NotUnderstood("неясно, один это срок или каждый отдельно; напишите «I–II квартал» или «ежеквартально»")
        return found

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
        return Moment(SCHOOL_YEAR, year=first)

    def two_years(self) -> tuple[int, int]:
        first = self.year_number()
        self.take("-")
        return first, self.year_number()

    def half(self, ordinals: tuple[int, int] | None = None) -> Moment | None:
        start = self.at
        ordinals = ordinals or self.ordinals()
        halved = ordinals and self.take("HALF")
        if not ordinals or not (self.take_unit(Unit.HALF_YEAR) or (halved and not self.next_is("MONTH"))):
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
        parts = [_number(part) for part in re.split(r"[./-]\s?", str(token.value))]
        if token.kind == "ISO":
            parts.reverse()
        if token.kind == "SHORT":
            day, month = parts
            return Moment((month, month), Part(day, day), self.year(month))
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
            return self.in_years(Moment((month, month), Part(day, day)))
        bare = self.follows("NUMBER", "-") or self.follows("NUMBER", "по") or self.follows("NUMBER", "до")
        bare = (bare and not self.range_of_parts()) or self.is_listed_day()
        if bare and cast("int", self.tokens[self.at].value) <= 31:
            day = self.number("NUMBER")
            return Moment(None, Part(day, day))
        return None

    def is_listed_day(self) -> bool:
        """Whether it is the 5 of «5, 12 и 19 ноября»."""
        at, days = self.at, 0
        while self.kinds[at] == "NUMBER" and self.kinds[at + 1] in (",", "и", "-", "по"):
            at, days = at + 2, days + 1
            while self.kinds[at] in ("с", "по", "и"):
                at += 1
        return days > 0 and (self.kinds[at : at + 2] == ("NUMBER", "MONTH") or self.kinds[at] in ("DATE", "SHORT"))

    def range_of_parts(self) -> bool:
        """«1–2 квартал», «1–2 декада»."""
        return self.follows("NUMBER", "-", "NUMBER", "UNIT") or self.follows("NUMBER", "-", "NUMBER", "DECADE")

    def month(self) -> Moment | None:
        if not self.next_is("MONTH"):
            return None
        month = self.number("MONTH")
        return self.in_years(Moment((month, month)))

    def in_years(self, moment: Moment) -> Moment:
        """With its year, or with the years in each of which it comes: «май 2025–2027 гг.»."""
        start = self.at
        if self.follows("NUMBER", "-", "NUMBER", "UNIT"):
            try:
                first, last = self.two_years()
            except NotUnderstood:
                first = last = 0
            if first < last and self.year_word():
                return replace(moment, year=first, again_until=last)
            self.back(start)
        return replace(moment, year=self.year(moment.months and moment.months[0]))

    def season(self) -> Moment | None:
        if self.follows("SEASONAL", "PERIOD"):
            first = self.number("SEASONAL")
            self.at += 1
        elif self.next_is("SEASON"):
            first = self.number("SEASON")
        else:
            return None
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

    def quarter(self, ordinals: tuple[int, int] | None = None) -> Moment | None:
        start = self.at
        ordinals = ordinals or self.ordinals()
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

    def inside(self, ordinals: tuple[int, int] | None = None) -> Moment | None:
        start = self.at
        part = self.part(ordinals)
        if part and self.next_is("MONTH"):
            month = self.number("MONTH")
            return Moment((month, month), part, self.year(month))
        self.back(start)
        return None

    def parts(self) -> tuple[Part, ...]:
        """One part of a month, or several that share their last word: «1, 3 вторник»."""
        start = self.at
        ordinals = [one] if (one := self.ordinals()) else []
        while ordinals and (self.skip(",", "и")) and (another := self.ordinals()):
            ordinals.append(another)
        after, found = self.at, list[Part]()
        for one in ordinals:
            self.back(after)
            if part := self.part(one):
                found.append(part)
        if not found or len(found) < len(ordinals):
            self.back(start)
            return ()
        return tuple(found)

    def part(self, ordinals: tuple[int, int] | None = None) -> Part | None:
        start = self.at
        ordinals = ordinals or self.ordinals()
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
        if ordinal in HALVES and self.follows("HALF") and not self.next_after_is("UNIT", "STUDY", "NUMBER"):
            self.at += 1
            return HALVES[ordinal]
        if ordinal in WEEKS and self.take_unit(Unit.WEEK):
            return WEEKS[ordinal]
        if ordinal in WEEKS and self.next_is("WEEKDAY"):
            return Part(ordinal, ordinal, self.number("WEEKDAY"))
        if ordinal in (1, LAST) and self.take_unit(Unit.DAY):
            return Part(ordinal, ordinal)
        if ordinal == LAST and self.take("NTH"):
            return Part(LAST, LAST)
        if ordinal == 5 and self.next_unit(Unit.WEEK):
            raise NotUnderstood("недель в месяце четыре, по семь дней, и ещё последняя; назовите дни")
        return None

    def next_after_is(self, *kinds: str) -> bool:
        return self.kinds[self.at + 1] in kinds

    def years(self) -> Moment:
        if not self.follows("NUMBER", "-", "NUMBER"):
            if year := self.year():
                return Moment(WHOLE_YEAR, year=year)
            raise NotUnderstood(self.vague())
        first, last = self.two_years()
        if not self.year_word():
            raise NotUnderstood("неясно, это учебный год или календарные годы")
        return Moment(WHOLE_YEAR, year=first, last_year=last)

    def year(self, month: int | None = None) -> int | None:
        """A year; one of two digits counts only with its «г.». That of `month` where a school year is named."""
        start = self.at
        if self.take("THIS_YEAR"):
            return None
        if self.skip("следующего UNIT", "будущего UNIT", "прошлого UNIT", "следующего STUDY"):
            raise NotUnderstood("год не назван; напишите его цифрами")
        if month and (year := self.school_year_of(month)):
            return year
        comma = self.follows(",", "NUMBER", "UNIT") or (self.follows(",", "NUMBER", "END"))
        if comma:  # «ноябрь, 2023 г.»
            self.at += 1
        if self.next_is("NUMBER"):
            place, number = self.at, self.number("NUMBER")
            if (self.year_word() and number in SHORT_YEARS) or number in YEARS:
                self.year_places.append(place)
                return _full(number)
        self.back(start)
        return None

    def school_year_of(self, month: int) -> int | None:
        """2026 for the May of «2025–2026 учебного года»."""
        start = self.at
        self.take(",")
        try:
            school = self.school() if self.follows("NUMBER", "-", "NUMBER", "STUDY") else None
        except NotUnderstood:
            school = None
        if school is None or school.year is None:
            self.back(start)
            return None
        if month == 8:
            raise NotUnderstood("август перед этим учебным годом или в конце его? Назовите год")
        return school.year + (month < 9)

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


def _number(written: str) -> int:
    """Of a month also in Roman numerals: «5.X.2025»."""
    return int(written) if written.isdigit() else ROMAN_MONTHS.get(written.translate(ROMAN), 0)


def _every(unit: Unit, count: int = 1, times: int = 1) -> Every:
    """`times` in each `count` units, in equal shares where there are: twice a year is once in six months."""
    if count not in COUNTS or times < 1:
        raise NotUnderstood(UNSAID if times < 1 else "")
    if unit in MONTHS_IN and unit is not Unit.YEAR:
        unit, count = Unit.MONTH, MONTHS_IN[unit] * count
    if times == 1:
        return Every(unit, count)
    months = MONTHS_IN.get(unit, 0) * count
    if months == 0 or months % times:
        return Every(unit, count, times=times)
    return Every(Unit.MONTH, months // times)


def _check_times(every: Every, named: int) -> None:
    if every.times not in (1, named):
        raise NotUnderstood(f"сказано, что раз - {every.times}, а дней названо {named}")


# Enumerations


def joined(every: Every | None, stretches: Sequence[Stretch]) -> Phrase:
    """The clauses of a phrase as one."""
    found = [stretch for stretch in stretches if stretch != Stretch()]
    whole = next((stretch for stretch in stretches if stretch.this_year or stretch == Stretch()), None)
    found = _completed([stretch for stretch in found if not stretch.this_year])
    within = None
    if len(found) > 1 and found[0].is_wide and not any(stretch.is_wide for stretch in found[1:]):
        within, found = found[0], found[1:]
    elif len(found) > 1 and found[-1].takes_years and every:
        within, found = found[-1], found[:-1]
    found = _one_where_neighbours(found)
    if not found:
        return Phrase(every=every, stretch=whole)
    first, *others = found
    again = [stretch.first.again_until for stretch in found if stretch.first and stretch.first.again_until]
    if again:
        if others or (every and every.unit is not Unit.YEAR):
            raise NotUnderstood("названо несколько лет; напишите каждый срок отдельно")
        last = cast("Moment", first.last)
        until = replace(last, year=again[0], again_until=None)
        once = replace(last, again_until=None)
        return Phrase(stretch=Stretch(once, once), every=Every(Unit.YEAR), then=True, until=until)
    if others and every:
        if every.weekdays or every.parts or every.times_a_year not in (1, len(found)):
            raise NotUnderstood(f"сказано, как часто, но сроков названо {len(found)}")
        every = Every(Unit.YEAR)
    elif every and every.times_a_year == 1:
        every = Every(Unit.YEAR)
    return Phrase(stretch=first, others=tuple(others), within=within, every=every)


def _completed(stretches: list[Stretch]) -> list[Stretch]:
    """With the month and the year that the last of several names for those before it, and the first for the others."""
    found, following = list[Stretch](), None
    for stretch in reversed(stretches):
        if len(stretches) > 1:
            stretch = _before(stretch, following)
        found.insert(0, stretch)
        following = stretch.first or stretch.last
    return _onward(found) if len(stretches) > 1 else found


def _before(stretch: Stretch, following: Moment | None) -> Stretch:
    last = _moment_before(stretch.last, following)
    first = last if stretch.first is stretch.last else _moment_before(stretch.first, last or following)
    return Stretch(first, last)


def _moment_before(moment: Moment | None, following: Moment | None) -> Moment | None:
    if moment is None or following is None:
        return moment
    if moment.months is None and following.months is not None:
        moment = replace(moment, months=following.months, year=following.year)
        if not (following.is_day or following.months[0] == following.months[1]):
            raise NotUnderstood
    if moment.year is None and following.year is not None and moment.months and following.months:
        if not (moment.is_years or following.is_years):
            moment = replace(moment, year=following.year - (moment.months[0] > following.months[0]))
    return moment


def _onward(stretches: list[Stretch]) -> list[Stretch]:
    """«октябрь 2025 г., март»: the next March."""
    found = list[Stretch]()
    for stretch in stretches:
        before = found[-1].last if found else None
        last = stretch.last
        if before and last and before.year and last.year is None and last.months and before.months:
            if stretch.first is not last and stretch.first is not None:
                raise NotUnderstood("год назван не у всех сроков")
            last = replace(last, year=before.year + (last.months[0] < before.months[0]))
            stretch = Stretch(last if stretch.first else None, last)
        found.append(stretch)
    return found


def neighbours(first: Moment, second: Moment) -> bool:
    """Whether the second comes right after the first: months, or days of one month."""
    if first.months is None or second.months is None or (first.year is None) != (second.year is None):
        later_named = first.year is None and second.year is not None
        if first.months is None or second.months is None or not later_named:
            return False
    years = (second.year or 0) - (first.year or second.year or 0)
    if first.part == second.part == WHOLE_MONTH and first.months[0] == first.months[1]:
        goes_on = second.months == (first.months[0] % 12 + 1,) * 2
        turns = int(first.months[0] == 12)
        return goes_on and (years == turns or first.year is None)
    plain = first.is_day and second.is_day and first.part.weekday is second.part.weekday is None
    return plain and first.months == second.months and years == 0 and first.part.last + 1 == second.part.first > 1


def _one_where_neighbours(stretches: list[Stretch]) -> list[Stretch]:
    """«май, июнь» is one span."""
    alone = all(stretch.first is stretch.last is not None for stretch in stretches)
    if len(stretches) < 2 or not alone:
        return stretches
    moments = [cast("Moment", stretch.first) for stretch in stretches]
    if all(neighbours(first, second) for first, second in pairwise(moments)):
        return [Stretch(moments[0], moments[-1])]
    return stretches


def _all_follow(numbers: Sequence[int]) -> bool:
    return all(second == first + 1 for first, second in pairwise(numbers))
