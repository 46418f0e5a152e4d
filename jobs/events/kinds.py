"""What the papers of an event say where the curator has written nothing, by the kind of event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sheets_schema.vocabulary import (
    ASSOCIATION_MEETING,
    CLASS_HOUR,
    CONFERENCE,
    CONSULTATION,
    COUNCIL,
    FESTIVAL,
    GROUP_MEETING,
    MANAGEMENT_MEETING,
    PARENTS_MEETING,
    QUEST,
    ROUND_TABLE,
    SCHOOL_LESSON,
    START_SESSION,
    VISIT,
)

_ORGANISE = "Об организации наставничества и роли его участников."


@dataclass(frozen=True)
class EventKind:
    """How such an event goes, and which paper is written of it."""

    points: tuple[str, ...]
    genitive: str
    """«Протокол … педагогического совета»."""
    plan: str = "ПЛАН"
    """What its points are called on paper."""
    has_minutes: bool = False
    """Whether it decides: then minutes are written of it, otherwise a report."""


_USUAL = EventKind(
    ("Открытие: о чём мероприятие и как оно пройдёт.", "Основная часть.", "Вопросы, итоги и что дальше."), "мероприятия"
)
_KINDS: Mapping[str, EventKind] = MappingProxyType(
    {
        COUNCIL: EventKind(
            (
                "О возможностях и целях программы наставничества.",
                _ORGANISE,
                "О сроках дорожной карты и ответственных.",
                "О сборе анкет наставников и наставляемых.",
            ),
            "заседания педагогического совета",
            "ПОВЕСТКА ДНЯ",
            has_minutes=True,
        ),
        MANAGEMENT_MEETING: EventKind(
            (
                "О ходе дорожной карты наставничества.",
                "О формах наставничества, которые нужны в этом году.",
                "О сроках и ответственных.",
            ),
            "административного совещания",
            "ПОВЕСТКА ДНЯ",
            has_minutes=True,
        ),
        PARENTS_MEETING: EventKind(
            (
                "О программе наставничества: что она даёт обучающимся.",
                "О том, как участвовать, и о согласии родителей на обработку персональных данных.",
                "Вопросы родителей.",
            ),
            "родительского собрания",
            "ПОВЕСТКА ДНЯ",
            has_minutes=True,
        ),
        ASSOCIATION_MEETING: EventKind(
            ("О работе наставников за прошедший срок.", "Об обмене опытом.", "О плане на следующий срок."),
            "заседания объединения наставников",
            "ПОВЕСТКА ДНЯ",
            has_minutes=True,
        ),
        CLASS_HOUR: EventKind(
            (
                "Что такое наставничество и кому оно помогает.",
                "Рассказы тех, у кого был наставник; вопросы.",
                "Как попросить наставника: анкета и согласия.",
            ),
            "классного часа",
        ),
        ROUND_TABLE: EventKind(
            (
                "Открытие: зачем мы собрались.",
                "Опыт наставников: что получается и что мешает.",
                "Кто и чем готов помочь: анкета наставника.",
                "Выводы.",
            ),
            "круглого стола",
        ),
        GROUP_MEETING: EventKind(
            (
                "Знакомство: наставники и наставляемые коротко рассказывают о себе.",
                "Разговоры в парах по очереди, по пять минут.",
                "Каждый называет, с кем хотел бы работать.",
            ),
            "групповой встречи",
            "СЦЕНАРИЙ",
        ),
        QUEST: EventKind(
            (
                "Деление на команды: в каждой наставники и наставляемые.",
                "Задания по станциям.",
                "Итоги и обмен впечатлениями.",
            ),
            "квеста (игры)",
            "СЦЕНАРИЙ",
        ),
        VISIT: EventKind(
            (
                "Сбор и правила безопасности.",
                "Знакомство с предприятием или организацией.",
                "Вопросы специалистам, итоги.",
            ),
            "выезда",
            "ПРОГРАММА",
        ),
        CONFERENCE: EventKind(
            ("Открытие.", "Выступления участников.", "Обсуждение, выводы и предложения."),
            "конференции (семинара)",
            "ПРОГРАММА",
        ),
        FESTIVAL: EventKind(
            ("Открытие.", "Выступления наставнических пар.", "Подведение итогов и поощрение."),
            "фестиваля (конкурса)",
            "ПРОГРАММА",
        ),
        START_SESSION: EventKind(
            ("Цели и правила программы наставничества.", _ORGANISE, "Первые шаги пары; вопросы."),
            "установочной сессии",
        ),
        SCHOOL_LESSON: EventKind(
            ("Тема занятия.", "Разбор случаев из практики.", "Задание до следующей встречи."),
            "занятия школы наставников",
        ),
        CONSULTATION: EventKind(("Вопросы участников.", "Ответы и рекомендации."), "консультации"),
    }
)


def kind_of_event(word: str) -> EventKind:
    return _KINDS.get(word, _USUAL)
