"""A tab of the spreadsheet, declared as a class whose attributes are its columns.

class Staff(Sheet):
    \"\"\"Who answers for what.\"\"\"

    title = "Сотрудники"
    position = 2

    id = Key(prefix="С")
    full_name = PersonName("ФИО", owner=CURATOR, required=True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, ClassVar

from sheets_schema.columns import Choice, Column, Key, Mark, Name, Owner, Personal, Run

RowCheck = Callable[[Any], Iterable[tuple[int, str]]]
"""Gives, for a frame of the tab's columns, the rows that are wrong, and what is wrong there and what to do."""


class Kept(Enum):
    """How long a tab's rows are kept, and so what becomes of them at the turn of the year."""

    FOR_GOOD = "пока их не удалит куратор"
    WHILE_IT_GOES_ON = "пока продолжается то, о чём они; остальные с новым учебным годом остаются в архиве"
    FOR_THE_YEAR = "до нового учебного года, потом остаются в архиве"


class Sheet:
    """A declared tab. The docstring's first line is what the tab's users read about it in the docs."""

    title: ClassVar[str] = ""
    position: ClassVar[float] = 0
    """Its place among the tabs, from the left; a tab between the third and the fourth takes 3.5."""
    frozen: ClassVar[int] = 2
    """How many columns stay in view while scrolling sideways."""
    colours: ClassVar[dict[str, str]] = {}
    """Value → background as #RRGGBB, for the columns of types Choice and Mark that a job owns."""
    over: ClassVar[tuple[str, ...]] = ()
    """Values of those columns that say of a row that nobody waits for it any more. Such rows are folded away, unless
    something is to be put right in them (`problems`)."""
    folder: ClassVar[str] = ""
    """The Drive folder for the documents that its rows point to, empty where they point to none. A tab with a folder
    has the columns `document`, `purpose`, `digest` and `problems`."""
    personal: ClassVar[Personal | None] = None
    """What those of its columns tell of a person which a form fills and which do not say it themselves."""
    as_data: ClassVar[str] = ""
    """What is told in it of people, in one phrase, for the list of data in a consent; where empty, each column stands
    in the list by itself."""
    checked: ClassVar[bool] = False
    """Whether what is wrong with a cell is told beside its row, in `problems`; of other tabs the journal tells it. A
    tab whose `problems` the job `validate` writes need do no more for it."""
    row_checks: ClassVar[tuple[RowCheck, ...]] = ()
    """What the cells of a row must not say together."""
    in_digest: ClassVar[bool] = False
    """Whether the curator's digest lists the rows that have something in `problems`."""
    is_record: ClassVar[bool] = False
    """Whether its rows tell what has happened and cannot be taken back: they stay where a spreadsheet is brought
    back to what it said formerly."""
    kept: ClassVar[Kept] = Kept.FOR_GOOD
    written_by: ClassVar[tuple[str, ...]] = ()
    """Names of the jobs that write those of its columns which are the jobs' and do not say it themselves."""
    divided_by: ClassVar[str] = ""
    """Name of the column that says of which people a row is, where some columns are `asked_of` some people only."""
    typed_by_hand: ClassVar[bool] = False
    """Whether the curator may add rows: those get their keys from a job."""
    name: ClassVar[str] = ""
    """The name of its class in small letters, unless it says another."""
    columns: ClassVar[dict[str, Column]] = {}

    def __init_subclass__(cls) -> None:
        cls.name = vars(cls).get("name", cls.__name__.lower())
        declared = dict(item for name, value in vars(cls).items() for item in _columns_of(name, value))
        for name, column in declared.items():
            column.__set_name__(cls, name)  # those of a run are no attributes until now
            setattr(cls, name, column)
        columns = {**cls.columns, **declared}
        key_first = sorted(columns, key=lambda name: not isinstance(columns[name], Key))
        cls.columns = {name: columns[name] for name in key_first}

    @classmethod
    def key_column(cls) -> Key:
        """The column that identifies a row."""
        return next(column for column in cls.columns.values() if isinstance(column, Key))

    @classmethod
    def named(cls, name: str) -> Name[Column]:
        """The name, known only while the program runs, as tables take it."""
        return cls.columns[name].known_as

    @classmethod
    def declares(cls, name: Name[Any]) -> bool:
        """Whether this is the name of a column of this tab, declared here or in what the tab is derived from."""
        return any(vars(base).get(name) is name.column for base in cls.__mro__)

    @classmethod
    def owned_by(cls, *owners: Owner) -> tuple[Name[Column], ...]:
        """Names of the columns that these owners write."""
        return tuple(column.known_as for column in cls.columns.values() if column.owner in owners)

    @classmethod
    def writers(cls, column: Column) -> tuple[str, ...]:
        """Names of the jobs that write a column of this tab; of one that is not theirs, none."""
        return (column.written_by or cls.written_by) if column.owner is Owner.JOB else ()

    @classmethod
    def tells(cls, column: Column) -> Personal | None:
        """What a column of this tab tells of a person."""
        return column.personal or (cls.personal if column.owner is Owner.FORM else None)

    @classmethod
    def columns_of_over(cls) -> tuple[Choice, ...]:
        """The columns whose values may say that a row is over."""
        statuses = (column for column in cls.columns.values() if isinstance(column, Choice))
        return tuple(column for column in statuses if column.owner is Owner.JOB and set(column.options) & set(cls.over))

    @classmethod
    def status_columns(cls) -> tuple[Choice | Mark, ...]:
        """The columns whose values are shown in colour."""
        return tuple(
            column
            for column in cls.columns.values()
            if isinstance(column, Choice | Mark) and set(column.options) & set(cls.colours)
        )


def _columns_of(name: str, value: object) -> list[tuple[str, Column]]:
    """The columns that an attribute of a tab declares: one, several, or none."""
    if isinstance(value, Run):
        return list(value.items())
    return [(name, value)] if isinstance(value, Column) else []
