"""«Подбор»: the mentors proposed to each mentee, why, and what the curator decided."""

from __future__ import annotations

from dataclasses import dataclass

from sheets_schema.columns import CURATOR, JOB, Choice, Flag, Key, Number, Personal, PersonName, Reference, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import (
    ACCEPTED,
    ALTERNATIVE,
    BLUE,
    DECISIONS,
    GREEN,
    GREY,
    MATCH_STATES,
    NOBODY,
    PROPOSED,
    RED,
    REJECTED,
    REPLACEMENT,
    SET_ASIDE,
    YELLOW,
)


@dataclass(frozen=True)
class MatchKey(Key):
    """A proposal is known by its two people: «НМ-0007/Н-0003»."""

    width: int = 130

    @staticmethod
    def of(mentee: str, mentor: str) -> str:
        """The key of one proposal; with an empty mentor, of the row that says nobody fits."""
        return f"{mentee}/{mentor or '—'}"


class Matches(Sheet):
    """Кандидаты в наставники для каждого наставляемого. Решение — в столбце «Решение»."""

    title = "Подбор"
    position = 7
    in_digest = True
    kept = Kept.WHILE_IT_GOES_ON
    written_by = ("match",)
    frozen = 3
    colours = {
        PROPOSED: BLUE,
        ACCEPTED: GREEN,
        REPLACEMENT: YELLOW,
        NOBODY: RED,
        REJECTED: GREY,
        SET_ASIDE: GREY,
        ALTERNATIVE: "#ffffff",
    }
    over = (ACCEPTED, REJECTED, SET_ASIDE)

    # What the decision needs, from the names to «Что исправить», fits a screen of 1366 pixels.
    id = MatchKey(hidden=True)
    mentee = Reference("Наставляемый", owner=JOB, vital=True, tabs=("mentees",), width=112, former_widths=(100,))
    mentee_name = PersonName("ФИО наставляемого", owner=JOB, width=150, former_widths=(230,))
    mentor = Reference("Наставник", owner=JOB, vital=True, tabs=("mentors",), width=84, former_widths=(100,))
    mentor_name = PersonName("ФИО наставника", owner=JOB, width=150, former_widths=(230,))
    state = Choice("Состояние", MATCH_STATES, owner=JOB, vital=True, width=136, former_widths=(120,))
    score = Number("Балл", owner=JOB, personal=Personal.ASSESSMENT, width=60, former_widths=(70,))
    decision = Choice(
        "Решение",
        DECISIONS,
        owner=CURATOR,
        vital=True,
        width=104,
        former_widths=(110,),
        hint="«принять» или «отклонить» этого кандидата; «назначить» — другого, из столбца «Назначить наставника»",
    )
    reasons = Text(
        "Почему",
        owner=JOB,
        personal=Personal.ASSESSMENT,
        long=True,
        width=278,
        former_widths=(420,),
        stood_after="assigned",
    )
    problems = Text("Что исправить", owner=JOB, long=True, width=200, former_widths=(300,), stood_after="pair")
    assigned = Reference(
        "Назначить наставника",
        owner=CURATOR,
        vital=True,
        tabs=("mentors",),
        hint="Номер наставника, например Н-0003",
        width=160,
    )
    rank = Number("Место", owner=JOB, width=70, stood_after="state")
    circumstances = Text(
        "Обстоятельства",
        owner=JOB,
        personal=Personal.ASSESSMENT,
        long=True,
        width=260,
        hint="Сколько мест у наставника и почему предложен не он; вместо кого, если это замена",
    )
    moved = Text(
        "Что изменилось", owner=JOB, width=150, hint="Кого предлагали этому человеку раньше, и когда это изменилось"
    )
    tried = Flag(
        "Попробовать",
        owner=CURATOR,
        width=110,
        hint="Поставьте галочку, и рядом появится, что изменится, если взять этого наставника. Решением это не будет",
    )
    effect = Text("Что будет", owner=JOB, long=True, width=300)
    comment = Text("Комментарий", owner=CURATOR, personal=Personal.REMARK, width=200)
    pair = Reference(
        "Пара",
        owner=JOB,
        written_by=("pairs",),
        remembered=True,
        vital=True,
        tabs=("pairs",),
        hint="Строка листа «Реестр пар», которая появилась по этому решению",
    )
