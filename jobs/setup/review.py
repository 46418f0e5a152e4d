"""What the answers will make, told before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jobs.cli.bringing import not_moved
from jobs.new_year.period import in_words
from jobs.runner.configuration import Configuration
from jobs.setup.answers import roadmap, years
from jobs.setup.offers import years_long
from jobs.setup.questions import ADDRESS, GOOGLE, MAIL, ORGANISATION, PEOPLE, PLAN, SMTP, WORKSPACE, Answers, Step
from jobs.setup.time_zones import TIME_ZONES
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.roadmaps import load

_SHOWN = 5
"""Deadlines to be looked at that are named one by one."""


class Line(NamedTuple):
    """What will be there, and the page where that was said."""

    title: str
    text: str
    step: Step


def what_will_be(answers: Answers, configuration: Configuration) -> Iterator[Line]:
    """Line by line, in the order of the pages."""
    yield Line("Организация", answers["organisation"], ORGANISATION)
    yield Line("Время", TIME_ZONES[answers["time_zone"]], ORGANISATION)
    yield Line("План", _plan(answers), PLAN)
    for group in PEOPLE.groups:
        yield Line(group.title, answers.get(f"{group.name}_full_name") or "пока никто", PEOPLE)
    where = "в Google" if answers.get("workspace") == GOOGLE else "на этом компьютере"
    forms = ", ".join(f"«{form.title}»" for form in NASTAVNIK.forms)
    yield Line("Таблица", f"листов {len(NASTAVNIK.sheets)}, {where}", WORKSPACE)
    yield Line("Анкеты", forms, WORKSPACE)
    yield Line("Письма", _mail(configuration, answers), MAIL)
    yield Line("Адрес", configuration.found_at, ADDRESS)


def _plan(answers: Answers) -> str:
    code = roadmap(answers)
    if not code:
        return f"пустой, {in_words(years(answers))}"
    return f"«{load(code).title}»: мероприятий {len(load(code).measures)}, {in_words(years(answers))}"


def _mail(configuration: Configuration, answers: Answers) -> str:
    if configuration.mail.by == SMTP:
        return f"от {configuration.mail.sender}, через {configuration.mail.host}"
    if answers.get("workspace") == GOOGLE:
        return "через Gmail"
    return "наружу не уходят, остаются в почте программы"


def what_to_mind(answers: Answers, configuration: Configuration) -> Iterator[str]:
    """What the person should know before, a sentence each."""
    yield from _of_plan(answers)
    missing = [group.title.lower() for group in PEOPLE.groups if not group.is_begun(answers)]
    if missing:
        yield f"Не назван: {', '.join(missing)}. Впишите на лист «Сотрудники», без этого приказ не составить."
    if answers.get("workspace") == GOOGLE:
        return
    if configuration.mail.by != SMTP:
        yield "Письма никому не придут: ссылки на анкеты и на файлы передавайте сами."
    if configuration.is_found_here_alone:
        yield "Ссылки откроются только на этом компьютере: с телефонов анкеты не заполнить."
    elif configuration.found_at.startswith("http:"):
        yield "Связь без шифрования: имена и ответы идут по сети открыто."


def _of_plan(answers: Answers) -> Iterator[str]:
    if not (code := roadmap(answers)):
        return
    plan, within = load(code), years(answers)
    lasts, named = years_long(plan), round((within.end - within.start).days / 365.25)
    if lasts and named != lasts:
        yield "План рассчитан на другое число лет, чем названо: проверьте годы и сроки мероприятий."
    unclear = [sentence[:1].upper() + sentence[1:] for sentence in not_moved(plan, within)]
    yield from (f"{sentence}." for sentence in unclear[:_SHOWN])
    if len(unclear) > _SHOWN:
        yield f"И ещё сроков, на которые надо посмотреть: {len(unclear) - _SHOWN}."
    yield "До вашей галочки «План проверен» напоминания не уходят: сначала посмотрите сроки и ответственных."
