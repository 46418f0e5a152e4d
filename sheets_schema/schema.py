"""What a spreadsheet and its questionnaires are, as a value: whoever reads, checks, writes or makes them is given it.

An organisation's schema is nastavnik's own (`sheets_schema.nastavnik`) and what the organisation added; a test's may be
one tab of three columns.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

from sheets_schema.columns import Choice, Choices, Column, Name, OpenChoice, Variant
from sheets_schema.form import Form, Section
from sheets_schema.organised import Organisation, Question, QuestionList, WordList
from sheets_schema.settings import SettingValues
from sheets_schema.sheet import Sheet
from sheets_schema.words import Vocabulary, plain

_Declared = TypeVar("_Declared", Sheet, Form)


@dataclass(frozen=True)
class Schema:
    """Tabs in the order in which the spreadsheet shows them, questionnaires by name, and the settings."""

    sheets: tuple[type[Sheet], ...]
    settings: type[SettingValues]
    forms: tuple[type[Form], ...] = ()
    organisation: Organisation = field(default_factory=Organisation)
    """What an organisation has made of it; nothing in a schema as it is declared."""

    @classmethod
    def declared_in(cls, tabs: ModuleType, questionnaires: ModuleType, settings: type[SettingValues]) -> Schema:
        """All that the modules of two packages declare: a new one need not be told of anywhere else."""
        sheets = sorted(_declared_in(tabs, Sheet), key=lambda sheet: sheet.position)
        forms = sorted(_declared_in(questionnaires, Form), key=lambda form: form.name)
        return cls(tuple(sheets), settings, tuple(forms))

    @cached_property
    def by_name(self) -> dict[str, type[Sheet]]:
        """The tabs by their names."""
        return {sheet.name: sheet for sheet in self.sheets}

    def form(self, name: str) -> type[Form] | None:
        """The questionnaire of this name, if there is one."""
        return next((form for form in self.forms if form.name == name), None)

    def tab_of(self, kind: type[Sheet]) -> type[Sheet] | None:
        """The tab that is of this kind, if there is one."""
        return next((sheet for sheet in self.sheets if issubclass(sheet, kind)), None)

    def organised(self, organisation: Organisation) -> Schema:
        """This schema as an organisation has it: the same object whenever it says the same."""
        return _organised(self, organisation)

    def columns_of(self, sheet: type[Sheet]) -> Mapping[str, Column]:
        """The columns of a tab by their names, with the organisation's words and questions. A tab itself knows those
        that are declared."""
        return self._columns.get(sheet, sheet.columns)

    @cached_property
    def vocabularies(self) -> dict[str, Vocabulary]:
        """All from which columns take their options, by title, as they are declared."""
        columns = [column for sheet in self.sheets for column in sheet.columns.values()]
        columns += [one.column for one in self.settings.declared().values()]
        options = (options_of(column) for column in columns)
        return {one.title: one for one in options if isinstance(one, Vocabulary)}

    @cached_property
    def words(self) -> dict[str, Vocabulary]:
        """The same as the organisation has them."""
        return {title: one.said(self.organisation.words) for title, one in self.vocabularies.items()}

    def as_organised(self, column: Column) -> Column:
        """A declared column with the options that the organisation gives it."""
        declared = options_of(column)
        words = self.words.get(declared.title, declared) if isinstance(declared, Vocabulary) else declared
        return column if words is declared else with_options(column, words)

    @cached_property
    def _columns(self) -> dict[type[Sheet], Mapping[str, Column]]:
        """Those of the tabs where any differs from the declared ones."""
        organised = {sheet: self._columns_as_organised(sheet) for sheet in self.sheets}
        return {
            sheet: MappingProxyType(columns)
            for sheet, columns in organised.items()
            if any(column is not sheet.columns.get(name) for name, column in columns.items())
        }

    def _columns_as_organised(self, sheet: type[Sheet]) -> dict[str, Column]:
        columns = {name: self._column(sheet, column) for name, column in sheet.columns.items()}
        titles = {form.title for form in self.forms if form.fills is sheet}
        own = [question for question in self.organisation.questions if question.form in titles]
        return columns | {question.column_name: question.column() for question in own}

    def _column(self, sheet: type[Sheet], column: Column) -> Column:
        if issubclass(sheet, WordList) and column.name == WordList.vocabulary:
            return with_options(column, tuple(self.vocabularies))
        if issubclass(sheet, QuestionList) and column.name == QuestionList.form:
            return with_options(column, tuple(form.title for form in self.forms if form.takes_questions))
        if isinstance(column, Variant) and self.organisation.words:
            return replace(column, of=_OfOrganised(self, column.of))
        return self.as_organised(column)


@dataclass(frozen=True)
class _OfOrganised:
    """What the column of a setting's value is, with the organisation's words."""

    schema: Schema
    declared: Callable[[Any], Column | None]

    def __call__(self, deciding: Any) -> Column | None:
        column = self.declared(deciding)
        return column and self.schema.as_organised(column)


def options_of(column: Column) -> tuple[str, ...]:
    """What a cell of the column is chosen from; nothing where it is not."""
    return column.options if isinstance(column, Choice | Choices | OpenChoice) else ()


def with_options(column: Column, options: tuple[str, ...]) -> Column:
    """The column with other options."""
    assert isinstance(column, Choice | Choices | OpenChoice)  # noqa: S101  (no other column has any)
    return replace(column, options=options)


@lru_cache(maxsize=512)
def _organised(schema: Schema, organisation: Organisation) -> Schema:
    own = replace(schema, organisation=organisation)
    if not organisation.questions and all(own.words[title] is one for title, one in schema.vocabularies.items()):
        return schema
    # In the same object: its forms ask for the very columns that its tabs have.
    object.__setattr__(own, "forms", tuple(_asking(own, form) for form in schema.forms))
    return own


def _asking(schema: Schema, form: type[Form]) -> type[Form]:
    """A form with the organisation's words and questions. It has the name of the declared one, and stands in its place:
    jobs know forms by their names."""
    columns = schema.columns_of(form.fills)
    own = [question for question in schema.organisation.questions if question.form == form.title]
    sections = tuple(
        replace(section, columns=tuple(columns[name].known_as for name in section.columns)) for section in form.sections
    )
    changed = any(columns[name] is not name.column for name in form.asked())
    if not (own or changed):
        return form
    asked = sorted((one for one in own if not one.is_withdrawn), key=lambda one: (one.order, one.key))
    for question in asked:
        sections = _with(sections, question, columns[question.column_name].known_as)
    says = {
        "sections": sections,
        "required": (*form.required, *(columns[one.column_name].known_as for one in asked if one.is_required)),
        "by_hand": {question.column_name: question.question_id for question in own if question.question_id},
        "withdrawn": tuple(columns[one.column_name].known_as for one in own if one.is_withdrawn),
    }
    return type(form.__name__, (form,), {**says, "__module__": form.__module__, "__doc__": form.__doc__})


def _with(sections: tuple[Section, ...], question: Question, column: Name[Any]) -> tuple[Section, ...]:
    """The sections with one more question: at the end of the one that is named, or of the last; a section that there is
    not yet is a page of its own behind the others."""
    titles = [plain(section.title) for section in sections]
    wanted = plain(question.section.strip())
    if wanted and wanted not in titles:
        return (*sections, Section(question.section.strip(), (column,)))
    at = titles.index(wanted) if wanted else len(sections) - 1
    grown = replace(sections[at], columns=(*sections[at].columns, column))
    return (*sections[:at], grown, *sections[at + 1 :])


def _declared_in(package: ModuleType, base: type[_Declared]) -> Iterator[type[_Declared]]:
    """Subclasses of `base` that a module of `package` itself defines and gives a title."""
    for found in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, base) and item.__module__ == module.__name__ and item.title:
                yield item
