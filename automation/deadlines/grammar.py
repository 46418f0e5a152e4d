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

    schedule  = following [ "," ] [ stretch ] | clauses
    clauses   = clause { [ "," | "и" | ":" | "–" ] clause } | stretch [ "," ] "далее" afterwards,
                where a clause is every, stretches or as_agreed
    as_agreed = "по" ( agreement | "мере необходимости" | "запросу" | "графику" )
    afterwards = [ "–" ] every [ "," ] [ limit ]
    following = [ often ] ( "до" | "не позднее" ) ( next_month | next_year )
    next_month = number "числа" "месяца" [ "," ] "следующего за отчётным" [ unit ]
    next_year = number month "года" [ "," ] "следующего за отчётным" [ "годом" ]
    every     = weekdays | monthly | frequency
    weekdays  = ( "каждый" | "по" ) listed_weekdays
    listed_weekdays = weekday { ( "," | "и" ) [ "по" ] weekday }
    monthly   = [ "каждый" ] places ( [ "каждого" ] "месяца" | "ежемесячно" )
    frequency = often [ placed ]
    often     = "ежемесячно" … | "по кварталам" … | "каждый" [ number ] unit | "каждый" month
                | [ "не реже" | "не менее" ] times "в" [ number ] unit
    times     = [ number ] "раз" | "дважды" | "трижды"
    placed    = [ "," | ":" | "–" ] ( [ "по" | "в" ] listed_weekdays | [ "в" ] places )
    places    = [ "до" | "к" | "не позднее" ] days_of_month | parts
    days_of_month = number { ( "," | "и" ) number } "числа" | [ "с" ] number ( "–" | "по" ) number "число"

    stretches = numbered | stretch
    stretch   = whole | limit | range
    whole     = "постоянно" | ( "в течение" | "на протяжении" | "весь" ) [ "всего" ] [ "учебного" ]
                ( "года" | ( "периода" | "срока" ) [ realisation ] )
    realisation = "реализации" ( "программы" | "проекта" | "плана" … )
    limit     = ( "до" | "к" | "по" | "не позднее" ) [ "конца" ] moment [ "включительно" ] | "к началу" school_start
    school_start = school | "учебного года"
    range     = ( "с" | "не ранее" ) moment [ ( "по" | "до" | "–" ) moment ]
              | [ "в" | "в течение" | "на" ] moment [ "–" moment chain | narrowed ]
    chain     = { "–" month }
    narrowed  = [ "," ] [ "в" ] ( places | bare_days )
    bare_days = number "–" number | "с" number "по" number

    moment    = month | date | school | half | day | season | quarter | inside | years
    numbered  = ordinals { ( "," | "и" ) ordinals } what stands after them in half, quarter and inside
    month     = "ноябрь" … in_years
    in_years  = [ year | year "–" year "годы" ]
    date      = "9.09.2022" | "2022-09-09" | "5.X.2025" | "9.09" [ year ] | "09.2022"
    school    = year [ "–" year ] "учебный год" | "учебный год" year "–" year
    half      = ordinals ( "полугодие" | "половина" ) ( school | "учебного года" | year )
    day       = number month in_years | number
    season    = ( "лето" | "летний период" ) … [ year ] | "зима" [ year "–" year ]
    quarter   = ordinals "квартал" [ year ]
    inside    = part month [ year ]
    parts     = ordinals { ( "," | "и" ) ordinals } what stands after them in part
    part      = ordinals ( "неделя" | "декада" | "половина" | weekday | "день" )
    ordinals  = ordinal [ "–" ordinal ], where an ordinal is "I" | "1" | "1-я" | "первый" … "последний"
    years     = year [ "год" ] | year "–" year "годы"
    year      = "2023" | [ "," ] "2023 г." | "23 г." | school_year_of | "текущего года"
    school_year_of = year "–" year "учебного года"

Case, dots, quotes and the kind of dash mean nothing; a letter or digit that looks like the right one is read
as such. What only decorates a phrase is taken off before (`tidying`), and what its clauses mean together is in
`enumerations`. The words themselves are in `vocabulary`. A method of `Reader` is one rule, under the same name: to
teach it a new phrase, add a line to the rule, here and above.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import cast

from automation.deadlines.deadline import Distance
from automation.deadlines.enumerations import joined, neighbours
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
from automation.deadlines.vocabulary import EDGES, LAST, MONTHS_IN, ROMAN_LETTERS, ROMAN_MONTHS, SMALL_WORDS, Unit

COUNTS = range(1, 1000)  # of days and the like: more is a slip
ITEM = re.compile(r"п\.?\s*\d")  # «п. 2.3»: before anything else «п» is a Roman two
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
            raise NotUnderstood(str(reason) or self.vague() or self.strange()) from None
        return found

    def vague(self) -> str:
        """Why such words say no date; empty when none of them is there, or comes next."""
        edges = EDGES if self.next_is("конец", "конце", "начала") else ""
        return next((str(token.value) for token in self.tokens if token.kind == "VAGUE"), edges)

    def strange(self) -> str:
        """Which words among known ones the grammar does not know; empty when it knows none, or all of them."""
        if remark := re.search(r"\(\s*([^()]+?)\s*\)", self.written):
            return f"неясно, что в нём меняют слова в скобках: «{remark[1]}»"
        strange = [token for token in self.tokens if token.kind.isalpha() and token.kind.islower()]
        strange = [token for token in strange if token.kind not in SMALL_WORDS]
        known = any(token.kind.isupper() for token in self.tokens[:-1])
        if not strange or not known:
            return ""
        words = ", ".join(f"«{self.written[token.start : token.end]}»" for token in strange)
        return f"{'непонятно слово' if len(strange) == 1 else 'непонятны слова'} {words}"

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
        if self.take("по", "AFTER") or self.take("по", "отдельному", "AFTER"):
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
        if self.follows("за", "PERIOD") or self.follows("за", "WHOLE") or not self.take("за"):
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
        if reports := self.following():
            self.take(",")
            return reports if self.next_is("END") else replace(reports, stretch=self.stretch())
        return self.clauses()

    def clauses(self) -> Phrase:
        """In any order: how often, and when once or several times."""
        every, stretches = None, list[Stretch]()
        while True:
            if every is None and (every := self.every()):
                self.skip(",", "и", "-", ":")
                parted = True
            elif stretches and self.as_agreed():
                parted = self.skip(",")
            else:
                stretches += self.stretches(stretches)
                if self.next_is("END"):
                    return joined(every, stretches)
                if every is None and self.to_afterwards():
                    return self.afterwards(joined(None, stretches))
                parted = self.skip(",", "и", *(("-", ":") if stretches[-1].is_plan else ()))
            if self.next_is("END") or not (parted or self.goes_on()):
                return joined(every, stretches)

    def goes_on(self) -> bool:
        """Whether there is a clause that nothing needs to part from the one before it."""
        start = self.at
        self.skip("-", ":")
        if self.comes(self.every):
            return True
        self.back(start)
        return self.comes(self.as_agreed) or self.comes(self.whole)

    def comes(self, rule: Callable[[], object]) -> bool:
        """Whether the rule applies to what comes next, which is not read yet."""
        start = self.at
        applies = bool(rule())
        self.back(start)
        return applies

    def as_agreed(self) -> bool:
        """«по согласованию», «по мере необходимости» after the dates themselves, within which it stays."""
        start = self.at
        if self.skip("по AGREEMENT", "по AFTER AFTER"):
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
        if said.others and every != Every(Unit.YEAR):
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

    def following(self) -> Phrase | None:
        """«ежеквартально до 5 числа месяца, следующего за отчётным»: what is reported on, and by when after that."""
        if "следующего" not in self.kinds:
            return None
        start = self.at
        every = self.often()
        self.skip(",", "-", ":")
        limited = self.not_later() or self.skip("до", "к")
        found = (self.next_month(every) or self.next_year(every)) if limited else None
        if found is None:
            self.back(start)
        return found

    def next_month(self, every: Every | None) -> Phrase | None:
        start = self.at
        day = self.number("NUMBER") if self.next_is("NUMBER") else 0
        self.take("NTH")
        self.take_unit(Unit.MONTH)
        self.take(",")
        reported = self.skip("следующего за отчетным", "следующего после отчетного")
        if not (reported or self.take("следующего")):
            self.back(start)
            return None
        unit = self.unit() if self.next_is("UNIT") else Unit.MONTH
        self.take_unit(Unit.MONTH)
        self.take("PERIOD")
        if not 1 <= day <= 31:
            raise NotUnderstood(f"{day}-го числа не бывает")
        named = None if unit is Unit.MONTH else _every(unit)
        if not (reported or every):
            raise NotUnderstood("не сказано, следующего за каким месяцем")
        reports = named or every or Every(Unit.MONTH)
        if reports.unit is not Unit.MONTH or every not in (None, reports):
            raise NotUnderstood("неясно, за какое время отчёт")
        return Phrase(every=replace(reports, parts=(Part(OPEN, day),), reported=True))

    def next_year(self, every: Every | None) -> Phrase | None:
        """«до 20 января года, следующего за отчётным»."""
        start = self.at
        day = self.day() if every in (None, Every(Unit.YEAR)) else None
        if day and self.year_word():
            self.take(",")
            if self.take("следующего", "за", "отчетным"):
                end = self.at
                self.year_word()
                return Phrase(every=Every(Unit.YEAR), stretch=Stretch(last=replace(day, place=(start, end))))
        self.back(start)
        return None

    def monthly(self) -> Every | None:
        if not self.next_is("EACH", "до", "в", "во", "не", "с", "к", "по", "NUMBER", "ORDINAL"):
            return None
        start = self.at
        if self.skip("до конца EACH UNIT", "к концу EACH UNIT"):
            if self.tokens[self.at - 1].value is Unit.MONTH:
                return Every(Unit.MONTH, parts=(Part(OPEN, LAST),))
            raise NotUnderstood("напишите, как часто: «еженедельно», «ежеквартально»")
        each_one = self.skip("EACH", "в EACH", "во EACH")
        self.skip("в", "во", "по")
        if parts := self.places():
            by_name = parts[0].weekday is not None or self.kinds[self.at - 1] == "NTH"
            self.take(",")
            each = self.take("EACH")
            if self.take_unit(Unit.MONTH):
                return Every(Unit.MONTH, parts=parts)
            if not each and self.next_is("EVERY") and self.unit("EVERY") is Unit.MONTH:
                return Every(Unit.MONTH, parts=parts)
            if each_one and by_name and not self.next_is("MONTH", "UNIT", "EVERY"):
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
        if self.follows("ORDINAL", "NTH") and self.tokens[start].value == LAST:
            self.at += 2
            return (Part(OPEN if limited else LAST, LAST),)
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
        if (opened and not spans) or not (self.take("NTH") or ((opened or limited) and self.next_is("EACH"))):
            self.back(start)
            return ()
        for day in days:
            if not 1 <= day <= 31:
                raise NotUnderstood(f"{day}-го числа не бывает")
        if spans and days[0] < days[1]:
            return (Part(days[0], days[1]),)
        return tuple(Part(OPEN if limited else day, day) for day in days)

    def frequency(self) -> Every | None:
        every = self.often()
        return self.placed(every) if every else None

    def often(self) -> Every | None:
        start = self.at
        if self.next_is("EVERY"):
            return _every(self.unit("EVERY"))
        if self.follows("по", "BY_UNIT"):
            self.at += 1
            return _every(self.unit("BY_UNIT"))
        if self.take("EACH"):
            if self.next_is("MONTH"):  # «каждый сентябрь»
                return Every(Unit.YEAR)
            count = self.number("NUMBER") if self.next_is("NUMBER") else 1
            if self.next_is("UNIT"):
                return _every(self.unit(), count)
            self.back(start)
            return None
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
        if not self.next_is("UNIT", "VAGUE"):
            raise NotUnderstood(UNSAID)
        return _every(self.unit(), count, times)

    def times(self) -> int | None:
        if self.next_is("TIMES"):
            return self.number("TIMES")
        if self.follows("NUMBER", "-", "NUMBER", "ONCE"):
            raise NotUnderstood("неясно, сколько раз; назовите одно число, а лучше месяцы или дни")
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
        elif every.unit is Unit.MONTH and self.places() and not self.next_is("MONTH", "UNIT", "следующего", ","):
            raise NotUnderstood("неясно, в каком месяце квартала или полугодия; назовите месяцы или дни")
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
        return [self.stretch(alone=all(stretch.names_part for stretch in before))]

    def stretch(self, *, alone: bool = True) -> Stretch:
        return self.whole() or self.limit() or self.range(alone=alone)

    def whole(self) -> Stretch | None:
        if self.skip("постоянно", "на постоянной основе", "круглогодично", "круглый UNIT"):
            return Stretch()
        start = self.at
        if self.skip("в рамках REALISATION PROGRAMME", "в ходе REALISATION PROGRAMME"):
            self.back(self.at - 2)
            self.realisation()
            return Stretch()
        during = self.skip("в течение", "на протяжении")
        loosely = not during and self.skip("на", "в", "за")
        everything = self.take("WHOLE")
        if (during or loosely) and self.take("THIS_YEAR"):
            return Stretch(this_year=True)
        this = self.take("CURRENT")
        self.take("WHOLE")
        if during and self.follows("WORKING", "UNIT") and self.tokens[self.at + 1].value is Unit.YEAR:
            raise NotUnderstood("календарный год в плане может быть не один; назовите его")
        studies = self.take("STUDY")
        named = during or everything
        if self.next_unit(Unit.YEAR) and (named or studies) and not self.next_after_is("NUMBER"):
            self.at += 1
            return Stretch(this_year=this)
        lasts = self.skip("PERIOD", "срок", "срока")
        if lasts and (named or self.follows("REALISATION", "PROGRAMME")):
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
        if self.follows("NUMBER", "NTH"):
            raise NotUnderstood("не назван месяц; напишите «15 октября» или «15 числа каждого месяца»")
        if self.next_is("WEEKDAY"):
            raise NotUnderstood("неясно, один это день или каждый такой; напишите «по пятницам» или число")
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
        if len({moment.months for moment in found}) > 1 and all(
            second[0] == first[0] + 1 for first, second in pairwise(ordinals)
        ):
            raise NotUnderstood(
                "неясно, один это срок или каждый отдельно; напишите «I–II квартал» или «ежеквартально»"
            )
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
        return Moment(moment.months, moment.part, self.year(moment.months and moment.months[0]))

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
        if ordinal in (1, LAST) and self.follows("WORKING", "UNIT"):
            raise NotUnderstood("первый и последний рабочий день каждый раз другие; назовите число")
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
    return int(written) if written.isdigit() else ROMAN_MONTHS.get(written.translate(ROMAN_LETTERS), 0)


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
