"""The questions of the set-up asked in the terminal: Enter leaves one out, a wrong answer is asked again."""

from __future__ import annotations

import typer
from rich.console import Console

from jobs.setup.answers import problems
from jobs.setup.answers import years as named_years
from jobs.setup.offers import offers
from jobs.setup.questions import NO_PLAN, ORGANISATION, PEOPLE, PLAN, Answers, Group, Question

console = Console()


def ask(given: Answers) -> dict[str, str]:
    """What a person says of the organisation; what is `given` already is not asked."""
    console.print("Несколько вопросов об организации. Enter — пропустить: всё можно вписать и позже в таблицу.")
    console.print("В браузере о том же спросит команда nastavnik без слов после неё.")
    answers = dict(given)
    for group in ORGANISATION.groups:
        _ask_each(group, answers)
    years, plan = PLAN.groups
    _ask_each(plan, answers)
    if "period_start" not in answers:
        answers.update(_ask_years(years))
    for group in PEOPLE.groups:
        _ask_person(group, answers)
    return answers


def _ask_years(group: Group) -> dict[str, str]:
    """Both days, or neither: then the years are those that run now."""
    while True:
        answers = {question.name: _ask(question, {}) for question in group.questions}
        if not all(answers.values()):
            return dict.fromkeys(answers, "")
        if not (wrong := problems(PLAN, {**answers, "plan": NO_PLAN})):
            named = named_years(answers)
            return {"period_start": f"{named.start:%d.%m.%Y}", "period_end": f"{named.end:%d.%m.%Y}"}
        console.print(f"  {' '.join(wrong.values())}", markup=False)


def _ask_each(group: Group, answers: dict[str, str]) -> None:
    for question in group.questions:
        if question.name not in answers:
            answers[question.name] = _ask(question, answers)


def _ask_person(group: Group, answers: dict[str, str]) -> None:
    """The first one left out leaves out the rest."""
    console.print(f"\n{group.title}. {group.words}")
    first, *others = group.questions
    answers[first.name] = _ask(first, answers)
    for question in others if answers[first.name] else ():
        answers[question.name] = _ask(question, answers, may_lack=not question.required)


def _ask(question: Question, answers: Answers, *, may_lack: bool = True) -> str:
    listed = offers(question, answers)
    for number, offer in enumerate(listed, start=1):
        console.print(f"  {number}. {offer.title}", markup=False, highlight=False)
    while True:
        words = f"{question.title}{' (номер из списка)' if listed else ''}"
        typed = str(typer.prompt(words, default="", show_default=False)).strip()
        if listed and typed.isdecimal() and 1 <= int(typed) <= len(listed):
            typed = listed[int(typed) - 1].value
        problem = question.problem(typed) if typed or not may_lack else ""
        if not problem:
            return typed or (NO_PLAN if question.name == "plan" else "")
        console.print(f"  {problem}", markup=False)
