"""The letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from jobs.plan.roadmap import NOT_CONFIRMED


def measure(days_left: int = 3) -> dict[str, Any]:
    return {
        "name": "5.2. Издать приказ «Об утверждении наставнических пар (групп)»",
        "stage": "Формирование наставнических пар (групп)",
        "deadline": "Ноябрь 2023 г.",
        "due": date(2023, 11, 30),
        "days_left": days_left,
        "result": "Подписанный приказ",
        "responsible": "Координатор",
        "rejected": None,
        "report_link": "http://127.0.0.1:8000/forms/d/e/abc/viewform?usp=pp_url&entry.1=%D0%9C-0012&entry.2=%D0%A1-0001",
    }


LINK = "http://127.0.0.1:8000/spreadsheets/d/abc_DEF-1#gid=0"
CURATOR = {"full_name": "Соколова-Миних Мария Петровна", "email": "curator@example.org"}

LETTERS: dict[str, dict[str, Any]] = {
    "measure_reminder": {
        "recipient": "Коваль Ирина Сергеевна",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "today": date(2023, 11, 27),
        "overdue": [measure(-2), measure(-1) | {"result": None}],
        "soon": [measure()],
        "escalated": [measure(-20) | {"names": "Бережной Олег Ильич"}, measure(-15) | {"responsible": "", "names": ""}],
        "curator": CURATOR,
        "link": LINK,
    },
    "row_needs_fixing": {
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "questionnaires": [
            {
                "person": "НМ-0007",
                "form": "Анкета наставляемого",
                "link": LINK,
                "own": True,
                "problems": ["Нет согласия на обработку персональных данных: поставьте отметку в анкете."],
            },
            {
                "person": "Н-0003",
                "form": "Анкета наставника",
                "link": "",
                "own": False,
                "problems": ["Телефон: ответ не подходит."],
            },
        ],
        "more": 2,
        "curator": CURATOR,
    },
    "received": {
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "questionnaires": [
            {"person": "НМ-0007", "form": "Анкета наставляемого", "link": LINK, "own": True},
            {"person": "Н-0003", "form": "Анкета наставника", "link": LINK, "own": False},
        ],
        "curator": CURATOR,
    },
    "consent_withdrawn": {
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "today": date(2023, 11, 27),
        "consents": ["согласие на обработку персональных данных"],
        "goes_on": False,
        "curator": CURATOR,
        "link": LINK,
    },
    "pair_stopped": {
        "recipient": "Соколов Илья Никитич",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "pairs": ["П-0001", "П-0004"],
        "curator": CURATOR,
    },
    "mailing": {
        "subject": "Ольга Петровна, встреча наставников",
        "paragraphs": ["Здравствуйте!", "Ждём вас 12 декабря в 15:00. # Не заголовок", "1. Не список"],
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "curator": CURATOR,
    },
    "curator_digest": {
        "recipient": "Соколова-Миних Мария Петровна",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "today": date(2023, 11, 27),
        "held_back": 120,
        "many_letters": 0,
        "not_confirmed": NOT_CONFIRMED,
        "an_hour": 30,
        "decisions": [{"id": "НМ-0001", "name": "Петров Олег Ильич", "what": "лучший кандидат — НС-0003"}],
        "unmatched": [
            {"id": f"НМ-{number:04}", "name": "Иванова Анна Петровна", "reason": "все подходящие наставники заняты"}
            for number in range(40)
        ],
        "helpful": ["ещё один наставник (педагог–студент) по теме «помощь в учёбе»: +4 пары"],
        "to_fix": [{"id": "НМ-0009", "name": None, "problem": "нет согласия родителя"}],
        "overdue": [measure(-2), measure(-5) | {"responsible": None}],
        "orders": [{"title": "Об утверждении наставнических пар (групп)", "link": LINK}],
        "reports": [
            {
                "title": "О выполнении дорожной карты за октябрь 2023 г.",
                "gist": "выполнено 5 из 45, просрочено 2",
                "link": LINK,
            }
        ],
        "link": LINK,
    },
}
