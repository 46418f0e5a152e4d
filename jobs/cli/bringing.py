"""What a plan of the package brings to an organisation: its measures, moved to the years in which they are to be done.

Whose plan it was stays behind: the organisation's name, the number of its order, its people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from automation.deadlines import Period, moved
from automation.workbook.provision import FirstRows
from automation.workbook.table import Row
from jobs.papers.kinds import kinds
from jobs.plan.years import present, school_year
from jobs.runner.job import all_jobs
from sheets_schema.roadmaps import Measure, Roadmap, Stage
from sheets_schema.tabs.roadmap import Roadmap as RoadmapTab


def usual_period(plan: Roadmap, today: date) -> Period:
    """The years for which a plan is taken where nobody names others: those that run now."""
    return present(plan.period, today) if plan.period else school_year(today)


def first_rows(plan: Roadmap, within: Period | None = None) -> FirstRows:
    """What a spreadsheet with this plan begins with, its deadlines as they are within these years; without them, as
    they are in the plan."""
    settings: dict[str, str | bool] = {}
    if plan.mentoring_forms:
        settings |= {"mentoring_forms": ", ".join(plan.mentoring_forms)}
    covers = within or plan.period
    if covers:
        settings |= years_in_settings(covers)
    if plan.each_year:
        settings |= {"each_year": True}
    measures = [
        _row(stage, measure, _moved(plan, measure, within)[0]) for stage in plan.stages for measure in stage.measures
    ]
    return FirstRows(settings, {RoadmapTab: measures})


def years_in_settings(period: Period) -> dict[str, str]:
    """As «Настройки» say which years a plan covers."""
    return {"period_start": f"{period.start:%d.%m.%Y}", "period_end": f"{period.end:%d.%m.%Y}"}


def not_moved(plan: Roadmap, within: Period) -> Iterator[str]:
    """What of the plan's deadlines has to be looked at, a sentence a measure: they stand as they were written."""
    for measure in plan.measures:
        problem = _moved(plan, measure, within)[1]
        if problem:
            yield f"пункт {measure.number}: {problem}"


def _moved(plan: Roadmap, measure: Measure, within: Period | None) -> tuple[str, str]:
    """The deadline within these years, and what is unclear about it."""
    if plan.period is None or within in (None, plan.period) or not measure.deadline:
        return measure.deadline, ""
    return moved(measure.deadline, period=plan.period, to=within)


def _row(stage: Stage, measure: Measure, deadline: str) -> Row:
    return {
        RoadmapTab.number: measure.number,
        RoadmapTab.measure: measure.title,
        RoadmapTab.description: measure.description or None,
        RoadmapTab.deadline: deadline or None,
        RoadmapTab.checkpoint: measure.checkpoint,
        RoadmapTab.responsible: ", ".join(measure.responsible) or None,
        RoadmapTab.proven_by: measure.proven_by or None,
        RoadmapTab.result: measure.result or None,
        RoadmapTab.stage: stage.heading or None,
        RoadmapTab.activity: measure.activity or None,
        RoadmapTab.depends_on: ", ".join(measure.depends_on) or None,
        RoadmapTab.yearly: measure.yearly,
        RoadmapTab.served_by: in_russian(measure.served_by) or None,
        RoadmapTab.levels: measure.levels,
    }


def in_russian(served_by: Sequence[str]) -> str:
    """What of ours serves a measure, as people know it: «подбор, пары»; an order by its title."""
    orders = [f"приказ «{kinds()[one].title}»" for one in served_by if one in kinds()]
    # Who reads of an order need not be told that there is a job that draws it up.
    jobs = [all_jobs()[one].title for one in served_by if one in all_jobs() and not (orders and one == "documents")]
    return ", ".join([*jobs, *orders])
