"""Phrases of every kind, for properties: a strategy of hypothesis for each rule of the grammar, and for jumbles."""

from datetime import date, timedelta

from hypothesis import strategies as st

from automation.deadlines import Period
from automation.deadlines.vocabulary import WORDS
from automation.deadlines.words import MONTHS

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
periods = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(0, 1500))
a_date = days.map("{:%d.%m.%Y}".format)
a_number = st.integers(1, 40).map(str)
a_year = st.integers(2000, 2040).map("{} г.".format) | st.just("")
a_month = st.sampled_from(MONTHS)
a_weekday = st.sampled_from(["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"])
an_ordinal = st.sampled_from(["первая", "2-я", "III", "4", "последнюю"])
a_unit = st.sampled_from(["день", "неделю", "месяц", "квартал", "полугодие", "год"])
an_event = st.sampled_from(["издания приказа № 5", "п. 2.3", "начала занятий", "«Дня наставника»", "мероприятия 1.4"])


def joined(*pieces: "st.SearchStrategy[str] | str") -> st.SearchStrategy[str]:
    """One of each, with spaces between."""
    strategies = [st.just(piece) if isinstance(piece, str) else piece for piece in pieces]
    return st.tuples(*strategies).map(lambda words: " ".join(word for word in words if word))


a_part = joined(an_ordinal, st.sampled_from(["неделя", "декада", "понедельник", "пятница", "день"]))
more_than_a_day = st.one_of(
    *[joined(a_month, a_year), joined(a_part, a_month, a_year)],
    joined(an_ordinal, st.sampled_from(["квартал", "полугодие учебного года", "полугодие"]), a_year),
    joined(st.sampled_from(["весна", "летом", "осень", "зима"]), a_year),
    st.integers(2000, 2040).map(lambda year: f"{year}-{year + 1} учебный год"),
)
a_moment = st.one_of(more_than_a_day, a_date, joined(a_number, a_month, a_year))
a_stretch = st.one_of(
    *[a_moment, joined(a_moment, "–", a_moment), joined("с", a_moment, "по", a_moment)],
    *[joined("до", a_date), joined("до конца", a_moment), st.sampled_from(["в течение года", "весь период"])],
)
an_every = st.one_of(
    st.sampled_from(["ежедневно", "еженедельно", "ежемесячно", "ежеквартально", "ежегодно", "2 раза в год"]),
    *[joined("раз в", a_number, a_unit), joined("каждый", a_weekday), joined("каждый", a_weekday, "и", a_weekday)],
    *[joined(a_part, "каждого месяца"), joined(a_number, "числа каждого месяца")],
    *[joined("до", a_number, "числа каждого месяца"), joined("ежемесячно, в", a_part)],
    joined("раз в", a_number, "недель по", st.sampled_from(["средам", "пятницам"])),
)
a_remark = st.sampled_from(
    ["(День наставника)", "(по согласованию)", "(итоговый педсовет)", "(I этап)", "(приказ № 145)", "(5 человек)"]
)
a_time_of_day = st.sampled_from(["в 14.00", "в 9:30", ", 15:00", "в 10 часов", "с 14.00 до 15.30"])
an_enumeration = st.one_of(
    *[joined(a_month, ",", a_month, a_year), joined(a_month, a_year, ",", a_month, "и", a_month, a_year)],
    *[joined(a_number, ",", a_number, "и", a_number, a_month, a_year), joined(a_date, ",", a_date)],
    *[joined("до", a_date, "и до", a_date), joined(a_month, a_year, "/", a_month, a_year)],
    *[joined("2 раза в год (", a_month, ",", a_month, ")"), joined(a_month, ",", a_month, "(ежегодно)")],
    *[joined(a_month, "(", a_part, ")"), joined(a_month, "(ежегодно)"), joined(a_part, ",", a_part, a_month)],
    *[joined(a_number, ",", a_number, "числа каждого месяца"), st.just("1 и 3 неделя каждого месяца")],
    *[joined("1 и", an_ordinal, st.sampled_from(["неделя", "вторник", "декада", "половина"]), "месяца")],
    *[joined("до", a_number, "числа месяца, следующего за отчётным"), joined("с", a_number, "по", a_number, "числа")],
    *[joined("ежеквартально до", a_number, "числа месяца, следующего за отчётным кварталом")],
    *[joined("с", a_number, "по", a_number, "число каждого месяца"), joined(a_moment, ",", a_moment, ",", a_moment)],
    joined("ежегодно,", a_month, st.integers(2000, 2040).map(lambda year: f"{year}–{year + 2} гг.")),
)
a_distance = joined(a_number, st.sampled_from(["рабочих", "", "календарных"]), a_unit | st.just("дней"))
an_anchor = st.one_of(a_date, an_event)
phrases = st.one_of(
    *[an_enumeration, a_stretch, an_every, joined(an_every, ",", a_stretch), joined(a_stretch, ",", an_every)],
    *[joined(a_stretch, ", далее –", an_every), joined(a_stretch, ", далее –", an_every, ", до", a_date)],
    *[joined("не позднее", a_distance, "со дня", an_anchor), joined("за", a_distance, "до", an_anchor)],
    *[joined("после", an_event), joined("согласно", an_event), joined("в соответствии со сроками", an_event)],
    st.sampled_from(
        ["", "–", "без срока", "по договоренности", "по окончании учебного года", "до конца учебного года"]
    ),
)
marked = st.one_of(phrases, joined("КТ –", phrases), joined(phrases, "(КТ)"))
jumbles = st.lists(
    st.sampled_from(sorted(WORDS))
    | a_number
    | a_date
    | st.sampled_from(["в", "до", "с", "по", "за", "не", "-", ",", "после"]),
    max_size=8,
).map(" ".join)
