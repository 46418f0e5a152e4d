"""What there is to choose from, each with a few words on what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from jobs.setup.questions import (
    GOOGLE,
    HERE,
    KEPT,
    NETWORK,
    NO_PLAN,
    PROXY,
    SMTP,
    THIS_COMPUTER,
    Answers,
    Question,
)
from sheets_schema.roadmaps import Roadmap, load, names


class Offer(NamedTuple):
    """One of the options of a question."""

    value: str
    title: str
    words: str = ""


def offers(question: Question, answers: Answers) -> list[Offer]:
    """The options of a question, as they are told to whoever gave these answers."""
    if question.name == "plan":
        return list(_plans())
    told = _TOLD.get(question.name, {})
    found = [Offer(value, title, told.get(value, "")) for value, title in question.options.items()]
    in_google = _IN_GOOGLE if answers.get("workspace") == GOOGLE else {}
    return [in_google.get(offer.value, offer) for offer in found]


_IN_GOOGLE = {
    KEPT: Offer(
        KEPT,
        "Через Gmail этой учётной записи",
        "Ничего настраивать не нужно: разрешение вы даёте, когда входите в Google.",
    ),
    THIS_COMPUTER: Offer(
        THIS_COMPUTER,
        "Только этот компьютер",
        "Рабочее место куратора откроется здесь; анкеты и таблица в Google — где угодно.",
    ),
}
"""What is otherwise where the spreadsheet and the forms are in Google."""
_TOLD: Mapping[str, Mapping[str, str]] = {
    "workspace": {
        HERE: "Своя таблица, анкеты и документы в браузере; ничего не уходит на чужие серверы. Персональные данные "
        "остаются в России, как того требует закон (152-ФЗ), если этот компьютер — в России.",
        GOOGLE: "Google Таблицы, Формы, Диск и Gmail учётной записи организации.",
    },
    "mail": {
        KEPT: "Письма останутся в почте программы, их увидите только вы. Ссылки людям передадите сами. Почтовый сервер "
        "можно указать и потом.",
        SMTP: "Любой почтовый ящик, с которого можно отправлять из программ: Яндекс, Mail.ru, ящик организации.",
    },
    "reached": {
        THIS_COMPUTER: "Чтобы попробовать. С телефона и с другого компьютера анкета не откроется.",
        NETWORK: "Без шифрования: имена и ответы идут по вашей сети открыто, и тот, кто в неё проник, их прочтёт. Для "
        "школы с общим Wi-Fi лучше адрес с https.",
        PROXY: "Надёжнее всего: свой адрес с https. Перед программой ставят прокси (nginx, Caddy), который передаёт ей "
        "запросы на этом же компьютере; попросите об этом того, кто ведает серверами.",
    },
}


@cache
def _plans() -> tuple[Offer, ...]:
    return (*_ready_made(), Offer(NO_PLAN, "Пустой план", _OF_AN_EMPTY_ONE))


_OF_AN_EMPTY_ONE = (
    "Мероприятия впишете сами на лист «Дорожная карта» или внесёте из таблицы Word и Excel командой "
    "nastavnik roadmap import."
)


def _ready_made() -> Iterator[Offer]:
    for name in names():
        plan = load(name)
        owner = plan.organisation.short_name if plan.organisation else "Для любой организации региона"
        stages = sum(stage.number is not None for stage in plan.stages)
        told = [f"мероприятий {len(plan.measures)}" + (f", этапов {stages}" if stages else "")]
        if plan.mentoring_forms:
            told.append(f"формы наставничества: {', '.join(plan.mentoring_forms)}")
        if lasts := years_long(plan):
            told.append(f"рассчитан на {_YEARS[lasts]}")
        yield Offer(name, owner, f"{plan.title}: {'; '.join(told)}.")


_YEARS = {1: "один учебный год", 2: "два года", 3: "три года", 4: "четыре года"}


def years_long(plan: Roadmap) -> int:
    """How many school years a plan is for; 0 where it does not tell, or it is for more than are counted here."""
    years = round((plan.period.end - plan.period.start).days / 365.25) if plan.period else 0
    return years if years in _YEARS else 0
