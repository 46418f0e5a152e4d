"""What the organisation wants of its pairs, as «Настройки» say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from automation.matching import Mode, Rules
from sheets_schema.organised import Question
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.settings import GROUPS, Settings, group_size
from sheets_schema.vocabulary import MUTUAL_CHOICE, ONE_OF, SOME_OF, WEIGHTS, YES_NO
from sheets_schema.words import plain


@dataclass(frozen=True)
class Shared:
    """A question of the organisation's own that both questionnaires ask, and where the answers stand."""

    weight: float
    of_mentees: str
    of_mentors: str


def shared_questions(schema: Schema) -> dict[str, Shared]:
    """The questions that are answered by a choice on both sides, by their texts. The weight may stand at either."""
    asked: dict[type[Sheet], dict[str, Question]] = {Mentees: {}, Mentors: {}}
    fills = {form.title: form.fills for form in schema.forms}
    for question in schema.organisation.questions:
        if question.kind in _CHOICES and not question.is_withdrawn and fills[question.form] in asked:
            asked[fills[question.form]].setdefault(plain(question.text), question)
    return {
        one.text: Shared(max(one.weight, other.weight), one.column_name, other.column_name)
        for subject, one in asked[Mentees].items()
        if (other := asked[Mentors].get(subject))
    }


_CHOICES = (ONE_OF, SOME_OF, YES_NO)


def rules(settings: Settings, today: date, schema: Schema) -> Rules:
    """The rules by which pairs are made; ages are those of `today`."""
    return Rules(
        questions={text: one.weight for text, one in shared_questions(schema).items() if one.weight},
        forms=settings.mentoring_forms,
        department_rule=settings.departments,
        training_required=settings.only_trained,
        common_time_required=settings.common_time,
        peer_younger_months=int(settings.peer_younger),
        group_sizes={form: group_size(text) for code, form in GROUPS.items() if (text := getattr(settings, code))},
        as_of=today,
        queue=settings.queue_points,
        need=settings.need_points,
        lowest=settings.lowest_score,
        **{part: getattr(settings, f"weight_{part}") for part in WEIGHTS},
    )


def mode(settings: Settings) -> Mode:
    """How a set of pairs is chosen among those that the rules allow."""
    return "mutual" if settings.matching_mode == MUTUAL_CHOICE else "best"
