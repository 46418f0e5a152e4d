"""The tokens of a phrase without what only decorates it, before the grammar reads them.

    >>> from automation.deadlines.tokens import Tokens
    >>> from automation.deadlines.tidying import tidied
    >>> [token.kind for token in tidied(Tokens("Октябрь (ежегодно), в 14.00").tokens)]
    ['MONTH', ',', 'EVERY', 'END']

Brackets become commas, and a remark in them that says nothing of time goes («2 марта (День наставника)»); so do the
time of day and «в срок», «в период» before what they announce. A slash is a dash between two years and the like, and a
comma between two deadlines. Every token keeps its place in the text.
"""

from automation.deadlines.phrase import YEARS, NotUnderstood
from automation.deadlines.tokens import Token
from automation.deadlines.vocabulary import LIMITING, TIMELY, Unit

Row = list[Token]

ANNOUNCED = frozenset(("MONTH", "DATE", "SHORT", "ISO", "MONTH_YEAR", "NUMBER", "SEASON", "ORDINAL"))
ANNOUNCED |= frozenset(("с", "со", "до", "по", "к", "-", ":"))
DATED = frozenset(("NUMBER", "DATE", "SHORT", "ISO"))
BEFORE_TIME = frozenset(("в", "к", "до", "с", "по", "-", ","))
LISTED = frozenset(("MONTH", "SHORT", "DATE", "SEASON", "WEEKDAY", "ISO"))


def tidied(tokens: Row) -> Row:
    """The same tokens, the last of them END, but for what only decorates them."""
    row = list(tokens)
    for needed, step in STEPS:
        if not needed.isdisjoint([token.kind for token in row]):
            row = step(row)
    if len(row) == 1 < len(tokens):
        raise NotUnderstood("в нём нет ни дня, ни месяца")
    return row


def _kinds(row: Row) -> tuple[str, ...]:
    return tuple(token.kind for token in row)


def _as(kind: str, token: Token, end: int = 0) -> Token:
    return Token(kind, kind, token.start, end or token.end)


def _counted_twice(row: Row) -> Row:
    """«10 (десяти)» is 10; two different numbers stay, to be asked about."""
    found: Row = []
    for token in row:
        found.append(token)
        if _kinds(found[-4:]) == ("NUMBER", "(", "NUMBER", ")") and found[-4].value == found[-2].value:
            del found[-3:]
    return found


def _without_brackets(row: Row) -> Row:
    while "(" in _kinds(row):
        last = max(at for at, token in enumerate(row) if token.kind == "(")
        end = next((at for at in range(last, len(row)) if row[at].kind == ")"), 0)
        inside = row[last + 1 : end]
        if not end or _belongs_to_number(row, last, end) or (row[last - 1 : last] and row[last - 1].kind in LIMITING):
            return row
        kept = [] if _is_remark(_kinds(inside)) and last > 0 else [*inside]
        row = [*row[:last], _as(",", row[last]), *kept, _as(",", row[end]), *row[end + 1 :]]
    return row


def _belongs_to_number(row: Row, first: int, last: int) -> bool:
    return _kinds(row[max(first - 1, 0) : last + 1]) == ("NUMBER", "(", "NUMBER", ")")


def _is_remark(kinds: tuple[str, ...]) -> bool:
    """Whether these words say nothing of when; a number is one of people or of a stage where a plain word follows."""
    if not TIMELY.isdisjoint(kinds) or not LIMITING.isdisjoint(kinds):
        return False
    around = zip(["", *kinds[:-1]], kinds, [*kinds[1:], "END"], strict=True)
    numbered = ((before, after) for before, kind, after in around if kind in ("NUMBER", "ORDINAL"))
    return all(before == "№" or after == "HOUR" or (after.isalpha() and after.islower()) for before, after in numbered)


def _without_time(row: Row) -> Row:
    """Without the time of day: «в 14:00», «с 14.00 до 15.30», «в 15 часов»."""
    found: Row = []
    at = 0
    while at < len(row):
        length = _length_of_time(row, at, found)
        if not length:
            found.append(row[at])
            at += 1
            continue
        at += length
        while found and found[-1].kind in BEFORE_TIME and not _still_needed(found[-1], row[at]):
            found.pop()
    return found


def _still_needed(before: Token, after: Token) -> bool:
    """«до» of «до 12:00 15 ноября»; a comma that parts what is left."""
    return (before.kind in ("к", "до") and after.kind in DATED) or (before.kind == "," and after.kind != "END")


def _length_of_time(row: Row, at: int, before: Row) -> int:
    """How many tokens from there on are a time of day."""
    kinds = _kinds(row[at : at + 4])
    after = before[-1].kind if before else ""
    if kinds[0] == "TIME":
        if kinds[1:2] in (("до",), ("-",), ("по",)) and kinds[2:3] in (("TIME",), ("SHORT",)):
            return 3
        return 2 if kinds[1:2] == ("HOUR",) else 1
    if kinds[:2] == ("NUMBER", "HOUR") and after in ("в", "к", "до", "с", "по"):
        return 2
    return int(kinds[0] == "SHORT" and _is_time(str(row[at].value), before))


def _is_time(written: str, before: Row) -> bool:
    """Whether «14.30» is a time: after a day, as no date or as «15 ноября в 10.10»."""
    hours, minutes = map(int, written.split("."))
    if hours > 23 or minutes > 59 or len(before) < 2:
        return False
    is_day = before[-2].kind in (*LISTED, "UNIT", "NUMBER")
    return (minutes > 12 and before[-1].kind in ("в", "с", "до")) or (before[-1].kind == "в" and is_day)


def _without_announcement(row: Row) -> Row:
    """«до» for «в срок до», «с» for «в период с»."""
    found: Row = []
    for at, token in enumerate(row):
        following = row[at + 1].kind if at + 1 < len(row) else "END"
        is_limit = following == "не" and row[at + 2].kind == "NOT_LATER"
        at_the_head = not found or found[-1].kind in ("в", "во", "за", "на", ",")
        if token.kind in ("срок", "PERIOD") and at_the_head and (following in ANNOUNCED or is_limit):
            if found and found[-1].kind in ("в", "во", "за", "на"):
                found.pop()
        elif token.kind in ("-", ":") and at and row[at - 1].kind in ("срок", "PERIOD") and not found:
            continue
        else:
            found.append(token)
    return found


def _this_year(row: Row) -> Row:
    """«текущего года», «т. г.» and «с. г.» as one token."""
    found: Row = []
    for token in row:
        found.append(token)
        if len(found) > 1 and _is_this_year(found[-2], token):
            found[-2:] = [_as("THIS_YEAR", found[-2], token.end)]
    return found


def _is_this_year(word: Token, year: Token) -> bool:
    if year.kind != "UNIT" or year.value is not Unit.YEAR:
        return False
    return word.kind == "CURRENT" or (word.kind in ("т", "с") and year.end - year.start == 1)


def _slashes(row: Row) -> Row:
    return [_as(_slash(row, at), token) if token.kind == "/" else token for at, token in enumerate(row)]


def _slash(row: Row, at: int) -> str:
    """What the slash at that place stands for."""
    before, after = row[at - 1] if at else row[at], row[at + 1]
    if after.kind in LISTED:
        return ","
    if after.kind == "UNIT":
        return "в"  # «1 раз/месяц»
    if before.kind in ("NUMBER", "ORDINAL") and after.kind in ("NUMBER", "ORDINAL"):
        first, second = int(str(before.value)), int(str(after.value))
        if first in YEARS or second == first + 1:
            return "-"
        if row[at + 2].kind == "UNIT":
            return ","
        raise NotUnderstood("косая черта - это и промежуток, и перечень; напишите «с … по …» или через запятую")
    return "-"


def _commas(row: Row) -> Row:
    """Without commas at the ends, one after another, or beside a dash."""
    found: Row = []
    for token, after in zip(row, [*row[1:], row[-1]], strict=True):
        beside = found[-1].kind if found else ","
        if token.kind != "," or not (beside in (",", "-", ":") or after.kind in ("END", ",", "-")):
            found.append(token)
    return found


STEPS = (  # each with the kinds without which it has nothing to do
    (frozenset("("), _counted_twice),
    (frozenset("("), _without_brackets),
    (frozenset(("TIME", "HOUR", "SHORT")), _without_time),
    (frozenset(("срок", "PERIOD")), _without_announcement),
    (frozenset(("CURRENT", "т", "с")), _this_year),
    (frozenset("/"), _slashes),
    (frozenset(","), _commas),
)
