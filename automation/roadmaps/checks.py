"""Checks of the plan itself. A check is a function of the plan that says what is wrong with which measure.

To add one, write it under `@check`: it is asked for from then on. Nothing here changes a plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import pairwise

from automation.deadlines import Kind, Period, parse
from automation.roadmaps.entry import Entry, Number, Sight, dotted, forms_in, last_due
from automation.roadmaps.orders import orders_in
from automation.roadmaps.plan import Plan
from sheets_schema.vocabulary import HELD_BY_ONE


class Weight(IntEnum):
    """How much a finding matters."""

    PROBLEM = 0
    """The program cannot watch over the measure as it ought to, or dates contradict each other."""
    ADVICE = 1
    """Worth a look: the curator may well have meant it."""
    NOTE = 2
    """Good to know, though nothing is amiss: said when somebody asks for the plan to be checked."""


@dataclass(frozen=True)
class Finding:
    """What is to be said of one measure: «Срок: …», a sentence in Russian that names what to do."""

    row: int
    weight: Weight
    sentence: str


Check = Callable[[Plan], Iterator[Finding]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Declare a check; findings come in the order of declaration."""
    CHECKS.append(function)
    return function


def findings(plan: Plan) -> list[Finding]:
    """All that there is to say of a plan, measure by measure, problems first."""
    place = {entry.row: n for n, entry in enumerate(plan.entries)}
    found = [finding for one in CHECKS for finding in one(plan)]
    return sorted(found, key=lambda finding: (place[finding.row], finding.weight))


def problem(entry: Entry, sentence: str) -> Finding:
    return Finding(entry.row, Weight.PROBLEM, sentence)


def advice(entry: Entry, sentence: str) -> Finding:
    return Finding(entry.row, Weight.ADVICE, sentence)


def note(entry: Entry, sentence: str) -> Finding:
    return Finding(entry.row, Weight.NOTE, sentence)


# The deadline


@check
def deadline_is_understood(plan: Plan) -> Iterator[Finding]:
    for entry in plan.entries:
        for sentence in entry.deadline.problems:
            said = sentence.removeprefix("Срок ")
            yield problem(entry, f"Срок: {said[:1].lower()}{said[1:]}")


@check
def deadline_is_there(plan: Plan) -> Iterator[Finding]:
    for entry in plan.entries:
        if not re.search(r"\w", entry.written):
            yield problem(entry, "Срок: не указан, и напоминать не о чем; впишите его, а если его нет — «без срока»")


@check
def what_a_deadline_is_counted_from_is_known(plan: Plan) -> Iterator[Finding]:
    for entry in plan.entries:
        anchor = entry.anchor
        if anchor is None or entry.deadline.problems:
            continue
        if anchor.day is None:
            weight, says = _WITHOUT_ANCHOR[anchor.sight]
            yield Finding(entry.row, weight, f"Срок: {says.format(written=entry.written, place=_of(anchor.place))}")
        elif entry.deadline.due is None:
            yield advice(entry, f"Срок: {_OPEN if entry.deadline.distance is None else _TOO_FAR}")
        elif anchor.sight is Sight.ONLY:
            counted = f"считается от {_of(anchor.place)} ({_day(anchor.day)}), другого в «После пунктов» нет"
            weight = Weight.NOTE if anchor.alike else Weight.ADVICE
            yield Finding(entry.row, weight, f"Срок: {counted}; если речь о другом, назовите номер пункта или день")


_WITHOUT_ANCHOR = {
    Sight.AWAITED: (Weight.NOTE, "считается со дня приказа, а он ещё не подписан"),
    Sight.MISSING: (Weight.PROBLEM, "«{written}» — пункта с таким номером в плане нет; исправьте номер"),
    Sight.SEVERAL: (Weight.PROBLEM, "«{written}» — пунктов с таким номером в плане несколько; исправьте номера"),
    Sight.CIRCLE: (Weight.PROBLEM, "считается от {place}, а тот — от этого; напишите у одного из них день"),
    Sight.UNDATED: (Weight.PROBLEM, "считается от {place}, а у того дня нет; впишите срок там или здесь"),
    Sight.RECURRING: (
        Weight.PROBLEM,
        "считается от {place}, а тот повторяется; назовите день или другой пункт",
    ),
    Sight.UNKNOWN: (
        Weight.ADVICE,
        "«{written}» — какой это день, программа не знает и не напомнит; "
        "назовите пункт («после п. 2.1») или впишите день",
    ),
}
"""Why a deadline relative to something has no dates → how much that matters, and what to say."""

_OPEN = "сказано, когда начать, но не когда закончить; допишите, например: «в течение месяца после п. 2.1»"
_TOO_FAR = "слишком далеко, чтобы считать; впишите день"


def _of(place: str) -> str:
    """«пункт 2.1» → «пункта 2.1»."""
    return place.replace("пункт ", "пункта ", 1).replace("мероприятие ", "мероприятия ", 1)


@check
def deadline_lies_within_the_plan(plan: Plan) -> Iterator[Finding]:
    if plan.period is None:
        return
    for entry in plan.entries:
        start, due = entry.deadline.start, entry.last_due
        if due and due > plan.period.end:
            yield problem(entry, _outside(entry, f"кончается {_day(due)}, а план — {_day(plan.period.end)}"))
        elif due and due < plan.period.start:
            yield problem(entry, _outside(entry, f"кончается {_day(due)}, а план начинается {_from(plan.period)}"))
        elif start and start < plan.period.start:
            yield problem(entry, _outside(entry, f"начинается {_day(start)}, а план — {_day(plan.period.start)}"))


def _outside(entry: Entry, how: str) -> str:
    return f"Срок: «{entry.written}» {how}; проверьте год и период плана"


def _from(period: Period) -> str:
    return f"только {_day(period.start)}"


@check
def day_is_a_working_one(plan: Plan) -> Iterator[Finding]:
    for entry in plan.entries:
        due = entry.deadline.due
        if not due or entry.recurs or plan.calendar.is_working_day(due):
            continue
        before = _working_day_before(plan, due)
        if entry.anchor is None and _names_the_day(entry.written, due):
            after = plan.calendar.next_working_day(due)
            near = f"ближайшие рабочие — {_day(before)} и {_day(after)}"
            yield advice(entry, f"Срок: {_day(due)} — выходной ({_weekday(due)}); {near}")
        elif entry.deadline.kind is not Kind.WHOLE_PERIOD:
            last = f"его последний день, {_day(due)}, выходной ({_weekday(due)})"
            yield note(entry, f"Срок: {last}; рабочий — {_day(before)}")


def _names_the_day(text: str, day: date) -> bool:
    """Whether the phrase names the very day, and not the month that ends with it."""
    return day.day in {int(digits) for digits in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)}


def _working_day_before(plan: Plan, day: date) -> date:
    while not plan.calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


@check
def repetition_has_an_end(plan: Plan) -> Iterator[Finding]:
    if plan.period is None:
        return
    for entry in plan.entries:
        if entry.recurs and goes_on(entry.written, plan.period):
            until = _day(plan.period.end)
            so_far = f"считается до конца плана ({until})"
            yield advice(entry, f"Срок: не сказано, до каких пор повторять; {so_far}, если раньше — допишите")


def goes_on(text: str, period: Period) -> bool:
    """Whether it would go on in a longer plan, and does not say itself that it lasts as long as the plan."""
    if re.search(r"в течение|на протяжении|вес[ьё]|всего", text.lower()):
        return False
    longer = Period(period.start, period.end + timedelta(days=2 * 366))
    now, later = parse(text, period=period), parse(text, period=longer)
    return later.kind is Kind.RECURRING and last_due(later) != last_due(now)


# The people responsible


@check
def somebody_is_responsible(plan: Plan) -> Iterator[Finding]:
    for entry in plan.entries:
        if not re.search(r"\w", entry.responsible):
            yield problem(entry, "Ответственные: никто не назван; впишите роли, иначе напоминать некому")


@check
def responsible_are_roles(plan: Plan) -> Iterator[Finding]:
    """Or people of the staff, by name: others cannot be written to."""
    for entry in plan.entries:
        unknown = [part for part in entry.roles[1] if part not in plan.on_staff]
        if unknown:
            named = ", ".join(f"«{part}»" for part in unknown)
            advice = "напишите роль"
            if plan.held is not None and any(_NAME.search(part) for part in unknown):
                advice = "напишите роль или впишите этого человека на лист «Сотрудники»"
            yield problem(entry, f"Ответственные: непонятно, кто это: {named}; {advice}")


_NAME = re.compile(r"[А-ЯЁ][а-яё-]+\s+[А-ЯЁ]\.|[А-ЯЁ]\.\s*[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё]+(вич|вна|ична)\b")
"""How somebody's name begins, or looks when it is whole."""


@check
def roles_are_held(plan: Plan) -> Iterator[Finding]:
    """A measure of which nobody would be reminded is a problem; that one of several is missing is only worth a look."""
    if plan.held is None:
        return
    for entry in plan.entries:
        roles, _ = entry.roles
        vacant = [role for role in roles if role not in plan.held]
        if vacant:
            named = ", ".join(f"«{role}»" for role in vacant)
            sentence = f"Ответственные: на листе «Сотрудники» никого с ролью {named}; впишите туда или смените роль"
            yield problem(entry, sentence) if len(vacant) == len(roles) else advice(entry, sentence)


@check
def roles_point_to_one_person(plan: Plan) -> Iterator[Finding]:
    """Several people may share a role, and all are reminded; of some roles there ought to be only one holder."""
    for entry in plan.entries if plan.held else ():
        for role in entry.roles[0]:
            count = plan.held.get(role, 0) if plan.held else 0
            if count > 1:
                shared = f"роль «{role}» на листе «Сотрудники» дана нескольким ({count})"
                sentence = f"Ответственные: {shared}; письма получат все, если это ошибка — исправьте там"
                yield advice(entry, sentence) if role in HELD_BY_ONE else note(entry, sentence)


# Numbers


@check
def numbers_do_not_repeat(plan: Plan) -> Iterator[Finding]:
    same: dict[Number, list[Entry]] = {}
    for number, entry in _numbered(plan):
        same.setdefault(number, []).append(entry)
    for entries in same.values():
        for entry in entries if len(entries) > 1 else ():
            other = next(one for one in entries if one is not entry)
            twice = f"номер {dotted(entry.number)} есть и у мероприятия «{_short(other.title)}»"
            yield advice(entry, f"Пункт: {twice}; исправьте один из номеров")


@check
def numbers_have_no_gaps(plan: Plan) -> Iterator[Finding]:
    children: dict[Number, dict[int, tuple[Number, Entry]]] = {}
    for number, entry in _numbered(plan):
        for length in range(len(number)):
            children.setdefault(number[:length], {}).setdefault(number[length], (number, entry))
    for parent, found in children.items():
        # A plan may begin with a preparatory stage 0, and need not.
        for before, after in pairwise([0, *sorted(number for number in found if number > 0)]):
            if after > before + 1:
                number, entry = found[after]
                above = parent[len(number) - len(entry.number) :]
                lost = "–".join(dotted((*above, end)) for end in dict.fromkeys((before + 1, after - 1)))
                here = dotted((*above, after))
                yield advice(entry, f"Пункт: перед {here} нет {lost}; верните мероприятие или исправьте номера")


def _numbered(plan: Plan) -> list[tuple[Number, Entry]]:
    """Measures with numbers. Of those that count 1, 2, 3 anew in each part of the plan, its place comes before."""
    numbered = [entry for entry in plan.entries if entry.number]
    part_of = _counting_anew([entry for entry in numbered if len(entry.number) == 1])
    if part_of is None:
        return [(entry.number, entry) for entry in numbered]
    parts: dict[object, int] = {}
    # Below zero, so that the place of a part is never taken for the number of a measure.
    return [
        ((-1 - parts.setdefault(part_of(entry), len(parts)), *entry.number), entry)
        if len(entry.number) == 1
        else (entry.number, entry)
        for entry in numbered
    ]


_PARTS: tuple[Callable[[Entry], object], ...] = (lambda entry: (entry.stage, entry.activity), lambda entry: entry.stage)
"""What may count its measures anew: a line of activity, a stage."""


def _counting_anew(entries: Sequence[Entry]) -> Callable[[Entry], object] | None:
    """The kind of part that has a measure 1 in each; None where the numbers run through the plan."""
    for part_of in _PARTS:
        parts: dict[object, set[Number]] = {}
        for entry in entries:
            parts.setdefault(part_of(entry), set()).add(entry.number)
        if len(parts) > 1 and all((1,) in numbers for numbers in parts.values()):
            return part_of
    return None


# What comes before what


@check
def done_after_what_it_depends_on(plan: Plan) -> Iterator[Finding]:
    for entry in plan.entries:
        if entry.not_numbers:
            named = _quoted(entry.not_numbers)
            yield problem(entry, f"После пунктов: непонятно, что это: {named}; впишите номера пунктов через запятую")
        for number in entry.depends_on:
            earlier = plan.by_number.get(number)
            if earlier is None:
                yield problem(entry, f"После пунктов: пункта {dotted(number)} в плане нет; исправьте номер")
            elif entry.deadline.due and earlier.deadline.due and entry.deadline.due < earlier.deadline.due:
                when = f"{_day(entry.deadline.due)} — раньше, чем {earlier.place} ({_day(earlier.deadline.due)})"
                yield problem(entry, f"Срок: {when}, после которого это делается; сдвиньте один из сроков")


@check
def closes_a_stage_after_all_of_it(plan: Plan) -> Iterator[Finding]:
    for entry in plan.entries:
        due = entry.last_due
        if due is None or not entry.stage:
            continue
        latest = _latest(one for one in _closed_by(plan, entry) if one is not entry)
        if latest and latest.last_due and due < latest.last_due:
            when = f"{_day(due)} — раньше, чем {latest.place} ({_day(latest.last_due)})"
            yield problem(entry, f"Срок: {when}, а итог подводится после него; проверьте год и месяц")


def _closed_by(plan: Plan, entry: Entry) -> Iterator[Entry]:
    """What must be over when this measure is: its own stage, those before the last one, or both.

    A «контрольная точка» and what sums up a stage close that stage; what sums up the programme closes all before.
    """
    if entry.stage is None:
        return
    own = entry.stage[0]
    sums_up = re.search(r"\bитог", entry.title.lower())
    if entry.deadline.checkpoint or re.search(r"по итогам (\d+ |\w+ )?этапа", entry.title.lower()):
        yield from _timed(plan, own)
    elif own == max(plan.stages) and (sums_up or re.search(r"заверш|итог", entry.stage[1].lower())):
        for stage in plan.stages:
            if stage < own:
                yield from _timed(plan, stage)


@check
def stages_end_in_their_order(plan: Plan) -> Iterator[Finding]:
    for before, after in pairwise(plan.stages):
        earlier, later = _latest(_timed(plan, before)), _latest(_timed(plan, after))
        if earlier and later and earlier.last_due and later.last_due and later.last_due < earlier.last_due:
            ends = f"этап {after} кончается {_day(later.last_due)}, а этап {before} — позже, {_day(earlier.last_due)}"
            yield advice(plan.stages[after][0], f"Срок: {ends} ({earlier.place}); проверьте, не перепутаны ли")


def _timed(plan: Plan, stage: int) -> Iterator[Entry]:
    """The measures of a stage that have a time of their own, not those that accompany the whole plan."""
    return (entry for entry in plan.stages[stage] if not _accompanies(plan, entry))


def _accompanies(plan: Plan, entry: Entry) -> bool:
    start, due = entry.deadline.start, entry.deadline.due
    if entry.recurs or entry.deadline.kind is Kind.WHOLE_PERIOD:
        return True
    if not (plan.period and start and due):
        return False
    return (due - start) * 2 > plan.period.end - plan.period.start


def _latest(entries: Iterator[Entry]) -> Entry | None:
    dated = [entry for entry in entries if entry.last_due]
    return max(dated, key=lambda entry: entry.last_due or date.min, default=None)


# Orders and forms of mentoring


@check
def order_is_asked_for_once(plan: Plan) -> Iterator[Finding]:
    asked: dict[str, Entry] = {}
    for entry in plan.entries:
        for subject in _orders(entry):
            first = asked.setdefault(subject, entry)
            if first is not entry:
                same = f"такой же приказ ({subject}) уже есть: {first.place}"
                yield advice(entry, f"Мероприятие: {same}; проверьте, нужны ли оба")


_ONLY_STUDIED = re.compile(r"\b(?:изуч|ознаком|проанализир|систематизир)", re.IGNORECASE)


def _orders(entry: Entry) -> list[str]:
    """What the orders that a measure asks for are about, each once."""
    if _ONLY_STUDIED.search(entry.title):
        return []
    return orders_in(entry.text)


@check
def forms_of_mentoring_agree(plan: Plan) -> Iterator[Finding]:
    if not plan.forms:
        return
    known = {form for one in plan.forms for form in forms_in(one) or (one.lower(),)}
    for entry in plan.entries:
        extra = [form for form in entry.forms if form not in known]
        if extra:
            yield advice(entry, f"Мероприятие: среди форм наставничества плана нет {_quoted(extra)}; сверьте их")
        # A measure about one form need not name the others; one that lists several ought to list all.
        lacking = [form for form in plan.forms if form.lower() not in entry.forms]
        if len(entry.forms) > 1 and lacking:
            yield advice(entry, f"Мероприятие: не названа форма наставничества плана {_quoted(lacking)}; сверьте их")


# Words


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def _weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"«{word}»" for word in words)


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"
