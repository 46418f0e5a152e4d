"""What the organisation wants of its pairs, as «Настройки» say."""

from __future__ import annotations

from datetime import date

from automation.matching import Mode, Rules
from sheets_schema.tabs.settings import GROUPS, Settings, group_size
from sheets_schema.vocabulary import MUTUAL_CHOICE, WEIGHTS


def rules(settings: Settings, today: date) -> Rules:
    """The rules by which pairs are made; ages are those of `today`."""
    return Rules(
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
