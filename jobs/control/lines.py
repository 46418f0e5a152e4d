"""The lines of «Пульт», which the desk shows as well: what each is called, does, and whether it can be switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobs.letters.kinds import LetterKind, letter_kinds
from jobs.runner.job import Job, all_jobs
from sheets_schema.tabs.control import CHECK_NOW, REHEARSAL

NEEDED = "Выключить нельзя: на это опирается остальное."


@dataclass(frozen=True)
class Line:
    """One row of «Пульт»."""

    code: str
    what: str
    explanation: str
    is_on: bool = True
    """Whether it is ticked at first."""
    fixed: bool = False
    """Whether its tick changes nothing."""


def lines() -> Mapping[str, Line]:
    """Code → line, in the order in which they are written down: what can be switched off comes first."""
    jobs = [line_of(one) for one in all_jobs().values()]
    letters = [_of_letters(one) for one in letter_kinds().values()]
    found = sorted((_CHECK, _REHEARSAL, *jobs, *letters), key=lambda line: line.fixed)
    return {line.code: line for line in found}


_CHECK = Line(
    CHECK_NOW,
    "Проверить сейчас",
    "Программа смотрит сама: во встроенной таблице через секунды после любой правки, в Google — раз в минуту. "
    "Поставьте или снимите галочку, и рядом появится ответ. Здесь же видно, что сделано в последний раз.",
    is_on=False,
)
_REHEARSAL = Line(
    REHEARSAL,
    "Репетиция",
    "Пока стоит галочка, программа ничего не делает, только пишет рядом, что сделала бы: не собирает анкеты, не "
    "составляет документов, не шлёт писем, не исполняет отзывы согласий. Снимите — сделает; "
    "утренние письма уйдут в ближайшее утро.",
    is_on=False,
)


def line_of(job: Job) -> Line:
    what = job.title[:1].upper() + job.title[1:]
    if job.stops:
        return Line(job.name, what, f"{job.does} Без галочки: {job.stops}.")
    if job.needs:
        others = " и ".join(f"«{all_jobs()[name].title}»" for name in job.needs)
        return Line(job.name, what, f"{job.does} Выключается вместе с заданием {others}.", fixed=True)
    return Line(job.name, what, f"{job.does} {NEEDED}", fixed=True)


def _of_letters(kind: LetterKind) -> Line:
    told = f"{kind.about} Кому: {kind.to}."
    without = f"Выключить нельзя: {kind.always}." if kind.always else f"Без галочки: такие письма не пишутся. {_LATER}"
    return Line(kind.code, f"Письмо: {kind.title}", f"{told} {without}", fixed=bool(kind.always))


_LATER = "Включите снова, и программа напишет о том, что к тому дню ещё не решено, одним письмом каждому."
