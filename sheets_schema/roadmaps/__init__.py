"""The roadmaps that ship with Nastavnik: one YAML file beside this one is one plan.

    >>> from sheets_schema.roadmaps import load, names
    >>> names()
    ['balakhta', 'kineshma', 'ktt', 'kurgan', 'technolyceum']
    >>> plan = load("ktt")
    >>> len(plan.stages), len(plan.measures)
    (7, 45)

To add a plan, add a file: its name without ``.yaml`` is the plan's code, its fields are those of `Roadmap`.
"""

from sheets_schema.roadmaps.model import Approval, Measure, Organisation, Period, Roadmap, Stage
from sheets_schema.roadmaps.reading import RoadmapError, load, names, read

__all__ = [
    "Approval",
    "Measure",
    "Organisation",
    "Period",
    "Roadmap",
    "RoadmapError",
    "Stage",
    "load",
    "names",
    "read",
]
