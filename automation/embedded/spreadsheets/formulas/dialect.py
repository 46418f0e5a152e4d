"""What Sheets says otherwise than the library: its own functions, decimal commas inside of texts, Russian months.

A call is put in other words for the library; nothing is computed here. Where a number stands for a text, ``1.5``
is ``1,5`` in a locale with a decimal comma.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from automation.embedded.spreadsheets.entry import read_typed
from automation.embedded.spreadsheets.locales import Locale
from automation.embedded.spreadsheets.number_format import date_tokens, is_month_or_weekday, month_names, weekday_names


class Argument(NamedTuple):
    """An argument in the library's words.

    ``literal`` is the text that it is known to be, ``sure`` says that as a text it comes out right by itself, and
    ``many`` that it is a range of cells, or made of one cell by cell.
    """

    text: str
    literal: str | None = None
    sure: bool = False
    many: bool = False


class Refused(Exception):
    """The call is none that Sheets takes, or none that the library can be asked for."""


_TO_TEXT = 'IF(ISLOGICAL({0}),IF({0},"{true}","{false}"),IF(ISNUMBER({0}),SUBSTITUTE({0},".",","),{0}&""))'
_COMMA_IN_CRITERION = r'"^([<>=]*\s*[-+]?\d+),(\d+%?)$","$1.$2"'
_PLAIN = re.compile(r"[\w.$!]+")  # a cell, or a number
_CRITERION = re.compile(r"(<>|<=|>=|<|>|=|)(.*)\Z", re.DOTALL)
_LOOKS_LIKE_DATE = r"^\s*\d{1,4}[./-]\d{1,2}([./-]\d{1,4})?(\s.*)?$"

# Which arguments are criteria: the place of the first one, and the distance to the next (0: there is none).
_CRITERIA = {
    "COUNTIF": (1, 0), "SUMIF": (1, 0), "AVERAGEIF": (1, 0), "COUNTIFS": (1, 2), "SUMIFS": (2, 2),
    "AVERAGEIFS": (2, 2), "MAXIFS": (2, 2), "MINIFS": (2, 2),
}  # fmt: skip
# Which arguments are texts, whatever stands there: how many from the first on.
_TEXTS = {
    "LEFT": 1, "RIGHT": 1, "MID": 1, "LEN": 1, "UPPER": 1, "LOWER": 1, "PROPER": 1, "TRIM": 1, "REPT": 1, "REPLACE": 1,
    "SUBSTITUTE": 3, "FIND": 2, "SEARCH": 2, "EXACT": 2, "CONCAT": 2, "REGEXMATCH": 1, "REGEXEXTRACT": 1,
    "REGEXREPLACE": 1, "SPLIT": 1,
}  # fmt: skip

# Functions whose results are texts already.
TEXT_RESULTS = frozenset({
    "CHAR", "CONCATENATE", "FIXED", "JOIN", "LEFT", "LOWER", "MID", "PROPER", "REGEXREPLACE", "REPLACE", "REPT",
    "RIGHT", "SUBSTITUTE", "TEXT", "TEXTJOIN", "TRIM", "UNICHAR", "UPPER",
})  # fmt: skip

# Functions that the library computes for one text alone, and which argument that is.
_OF_ONE = {
    "REGEXMATCH": 0, "REGEXEXTRACT": 0, "REGEXREPLACE": 0, "VALUE": 0, "DATEVALUE": 0, "FIND": 1, "SEARCH": 1,
    "ISNUMBER": 0, "ISTEXT": 0, "ISBLANK": 0, "ISERROR": 0, "ISNA": 0,
}  # fmt: skip
# Functions that give as many values as they are given.
ELEMENTWISE = frozenset({*_TEXTS, *_OF_ONE, "TEXT", "IF", "IFERROR", "IFNA", "ROUND", "ABS"}) - {"SPLIT"}


def quoted(text: str) -> str:
    """``text`` as a literal of a formula."""
    return '"' + text.replace('"', '""') + '"'


class Dialect:
    """Calls as Sheets has them, put for the library. ``today`` gives the year to a date without one."""

    def __init__(self, locale: Locale, today: datetime) -> None:
        self._locale, self._today = locale, today
        self.decimal_comma = locale.decimal == ","
        self._calls: dict[str, Callable[[Sequence[Argument]], str]] = {
            "CONCATENATE": self._concatenate,
            "COUNTUNIQUE": _count_unique,
            "DATEVALUE": self._date_value,
            "FILTER": _filter,
            "FIXED": self._fixed,
            "JOIN": self._join,
            "REGEXEXTRACT": _extract,
            "REGEXMATCH": lambda arguments: _call("REGEXTEST", _exactly(arguments, 2)),
            "REGEXREPLACE": lambda arguments: _call("REGEXREPLACE", _exactly(arguments, 3)),
            "SORT": _sort,
            "SPLIT": _split,
            "TEXT": self._text,
            "TEXTJOIN": self._text_join,
            "VALUE": self._value,
        }

    def call(self, name: str, arguments: Sequence[Argument]) -> str:
        """The call of the function ``name`` (English, in capitals). Raises `Refused`."""
        place = _OF_ONE.get(name, len(arguments))
        if place < len(arguments) and arguments[place].many:
            one = [Argument("_m") if index == place else each for index, each in enumerate(arguments)]
            return f"MAP({arguments[place].text},LAMBDA(_m,{self.call(name, one)}))"
        if name in _CRITERIA:
            arguments = self._with_criteria(name, arguments)
        if self.decimal_comma and name in _TEXTS:
            count = _TEXTS[name]
            texts = [argument._replace(text=self.as_text(argument)) for argument in arguments[:count]]
            arguments = [*texts, *arguments[count:]]
        make = self._calls.get(name)
        return make(arguments) if make else _call(name, arguments)

    def as_text(self, argument: Argument) -> str:
        """The argument as the text that Sheets makes of it."""
        if not self.decimal_comma or argument.sure or not argument.text.strip():
            return argument.text
        words = {"true": self._locale.true, "false": self._locale.false}
        if argument.many:
            return f"MAP({argument.text},LAMBDA(_x,{_TO_TEXT.format('_x', **words)}))"
        return f"LET(_v,{argument.text},{_TO_TEXT.format('_v', **words)})"

    def _with_criteria(self, name: str, arguments: Sequence[Argument]) -> list[Argument]:
        first, step = _CRITERIA[name]
        places = range(first, len(arguments), step) if step else range(first, min(first + 1, len(arguments)))
        return [self._criterion(each) if place in places else each for place, each in enumerate(arguments)]

    def _criterion(self, argument: Argument) -> Argument:
        """A criterion whose number the library reads."""
        if argument.literal is not None:
            return argument._replace(text=quoted(self._plain_criterion(argument.literal)))
        if not self.decimal_comma or argument.many or (argument.sure and _PLAIN.fullmatch(argument.text)):
            return argument
        text = f"LET(_c,{argument.text},IF(ISTEXT(_c),REGEXREPLACE(_c,{_COMMA_IN_CRITERION}),_c))"
        return argument._replace(text=text)

    def _plain_criterion(self, criterion: str) -> str:
        matched = _CRITERION.match(criterion)
        operator, operand = matched.groups() if matched else ("", criterion)
        value, number_format = read_typed(operand, self._locale, self._today)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        # A text may look like a date too, and be looked for as it is.
        compares = operator.strip("=<>") == "" and operator not in ("", "=", "<>")
        return f"{operator}{value!r}" if is_number and (compares or number_format is None) else criterion

    def _concatenate(self, arguments: Sequence[Argument]) -> str:
        if any(argument.many for argument in arguments):
            return self._joined(Argument('""'), "", arguments)
        return f"CONCATENATE({','.join(map(self.as_text, arguments))})"

    def _join(self, arguments: Sequence[Argument]) -> str:
        if len(arguments) < 2:
            raise Refused("JOIN")
        return self._joined(arguments[0], "", arguments[1:])

    def _text_join(self, arguments: Sequence[Argument]) -> str:
        if len(arguments) < 3:
            raise Refused("TEXTJOIN")
        return self._joined(arguments[0], arguments[1].text, arguments[2:])

    def _joined(self, delimiter: Argument, skips_empty: str, values: Sequence[Argument]) -> str:
        """Texts one after another: the library's own TEXTJOIN takes neither arrays nor decimal commas."""
        words = {"true": self._locale.true, "false": self._locale.false}
        word = _TO_TEXT.format("_x", **words) if self.decimal_comma else "_x"
        step = f"_a&_j&{word}"
        if skips_empty:
            step = f'IF(AND(_e,_x&""=""),_a,{step})'
        text = '""'
        for value in values:
            text = f"REDUCE({text},{value.text},LAMBDA(_a,_x,{step}))"
        if skips_empty:
            text = f"LET(_e,{skips_empty},{text})"
        return f"LET(_j,{delimiter.text},MID({text},LEN(_j)+1,50000))"

    def _value(self, arguments: Sequence[Argument]) -> str:
        (argument,) = _exactly(arguments, 1)
        number = None if argument.literal is None else self._typed(argument.literal)
        return repr(number) if number is not None else f"VALUE({argument.text})"

    def _typed(self, text: str) -> int | float | None:
        value, _ = read_typed(text, self._locale, self._today)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def _date_value(self, arguments: Sequence[Argument]) -> str:
        (argument,) = _exactly(arguments, 1)
        if argument.literal is not None:
            value, number_format = read_typed(argument.literal, self._locale, self._today)
            if isinstance(value, int | float) and number_format and number_format["type"].startswith("DATE"):
                return str(int(value))
        day = f'IF(REGEXTEST(_v,"{_LOOKS_LIKE_DATE}"),INT(VALUE(_v)),VALUE("?"))'
        return f"LET(_v,{argument.text},IF(ISNUMBER(_v),INT(_v),{day}))"

    def _fixed(self, arguments: Sequence[Argument]) -> str:
        fixed = _call("FIXED", arguments)
        if not self.decimal_comma:
            return fixed
        return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({fixed},",","|"),".",","),"|",{quoted(self._locale.group)})'

    def _text(self, arguments: Sequence[Argument]) -> str:
        value, pattern = _exactly(arguments, 2)
        if pattern.literal is None:
            return _call("TEXT", arguments)
        written = _with_quoted_words(pattern.literal)
        if any(is_month_or_weekday(token) for token in date_tokens(written)):
            return self._named_date(value, written)
        if not self.decimal_comma:
            return f"TEXT({value.text},{quoted(written)})"
        plain = re.sub(r"(?<=[0#?]),(?=[0#?]+[^0#?]*\Z)(?!##0)", ".", written)
        spaced = re.sub("#[ \u00a0]##0", "#,##0", plain)
        shown = f"TEXT({value.text},{quoted(spaced)})"
        if "#,##0" not in spaced:
            return shown
        # The library writes the thousands of its own locale with a dot.
        return f'REGEXREPLACE({shown},"(\\d)\\.(\\d)","$1{self._locale.group}$2")'

    def _named_date(self, value: Argument, pattern: str) -> str:
        """A date with the names of months and weekdays in the spreadsheet's language."""
        parts, plain = list[str](), ""
        for token in date_tokens(pattern):
            if is_month_or_weekday(token):
                parts += [_day_part(plain), self._name(token)]
                plain = ""
            else:
                plain += token
        shown = "&".join(filter(None, [*parts, _day_part(plain)]))
        return f'LET(_d,{value.text},IF(OR(ISNUMBER(_d),ISBLANK(_d)),{shown},_d&""))'

    def _name(self, token: str) -> str:
        is_month, language = token[0] in "mM", self._locale.language
        names = month_names(language, len(token)) if is_month else weekday_names(language, len(token))
        index = "MONTH(_d)" if is_month else "WEEKDAY(_d,2)"
        return f"CHOOSE({index},{','.join(map(quoted, names))})"


def _with_quoted_words(pattern: str) -> str:
    """The pattern with ``г.``, ``₽`` and the like in quotation marks: the library does not take them as they are."""
    parts = pattern.split('"')
    parts[::2] = [re.sub(r"[^\x00-\x7f\xa0]+\.?", r'"\g<0>"', part) for part in parts[::2]]
    return '"'.join(parts)


def _day_part(pattern: str) -> str:
    """What shows a piece of a pattern; a piece without letters is itself."""
    if not pattern:
        return ""
    return f"TEXT(_d,{quoted(pattern)})" if re.search("[A-Za-z]", pattern) else quoted(pattern)


def _call(name: str, arguments: Sequence[Argument]) -> str:
    return f"{name}({','.join(argument.text for argument in arguments)})"


def _exactly(arguments: Sequence[Argument], count: int) -> Sequence[Argument]:
    if len(arguments) != count:
        raise Refused(f"{count} arguments")
    return arguments


def _filter(arguments: Sequence[Argument]) -> str:
    """Sheets' FILTER takes any number of conditions; all must hold."""
    if len(arguments) < 2:
        raise Refused("FILTER")
    conditions = "*".join(f"({condition.text})" for condition in arguments[1:])
    return f"FILTER({arguments[0].text},{conditions})"


def _sort(arguments: Sequence[Argument]) -> str:
    """``SORT(range; column; is_ascending; …)``: the column is a number, or a range of its own."""
    values, orders = arguments[0].text, arguments[1:]
    if not orders:
        return f"SORT({values})"
    if len(orders) % 2:
        raise Refused("SORT")
    keys = []
    for column, ascending in zip(orders[::2], orders[1::2], strict=True):
        key = column.text if column.many else f"CHOOSECOLS(_r,{column.text})"
        keys.append(f"{key},IF({ascending.text},1,-1)")
    return f"LET(_r,{values},SORTBY(_r,{','.join(keys)}))"


def _count_unique(arguments: Sequence[Argument]) -> str:
    columns = [f"TOCOL({argument.text},1)" if argument.many else argument.text for argument in arguments]
    values = f"VSTACK({','.join(columns)})" if len(columns) > 1 else columns[0]
    return f"IFERROR(ROWS(UNIQUE(TOCOL({values},3))),0)"


def _extract(arguments: Sequence[Argument]) -> str:
    """What a pattern finds; where it has groups, what they have found, side by side."""
    text, pattern = _exactly(arguments, 2)
    found = f"REGEXEXTRACT({text.text},{pattern.text})"
    groups = _groups(pattern.literal or "")
    if groups < 2:
        return found  # the library gives the group, if there is one
    whole = f'"(?s)^.*?(?:"&{pattern.text}&").*$"'
    parts = ",".join(f'REGEXREPLACE(_t,{whole},"${number}")' for number in range(1, groups + 1))
    return f"LET(_t,{text.text},IF(REGEXTEST(_t,{pattern.text}),HSTACK({parts}),NA()))"


def _groups(pattern: str) -> int:
    try:
        return re.compile(pattern).groups
    except re.error:
        return 0


def _split(arguments: Sequence[Argument]) -> str:
    """``SPLIT(text; delimiter; split_by_each; remove_empty_text)``; parts that are numbers become numbers."""
    if not 2 <= len(arguments) <= 4 or arguments[0].many:
        raise Refused("SPLIT")
    given = [argument.text for argument in arguments]
    text, delimiter, each, skips_empty = [*given, "TRUE", "TRUE"][:4]
    letters = "MID(_s,SEQUENCE(1,LEN(_s)),1)"
    if each.upper() != "TRUE":
        letters = "_s" if each.upper() == "FALSE" else f"IF({each},{letters},_s)"
    parts = f"TEXTSPLIT({text},{letters},,{skips_empty})"
    return f"LET(_s,{delimiter},MAP({parts},LAMBDA(_x,IFERROR(VALUE(_x),_x))))"
