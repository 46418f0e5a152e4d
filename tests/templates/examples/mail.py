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
        "instead_of": "Ложкина Вера Андреевна",
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
                "problems": [],
                "consents": [
                    {
                        "text": "Нужно ваше согласие на обработку персональных данных.",
                        "title": "Согласие на обработку персональных данных",
                        "link": LINK,
                    },
                    {"text": "Нужно ваше согласие на обязанности.", "title": "Согласие наставника", "link": ""},
                ],
            },
            {
                "person": "Н-0003",
                "form": "Анкета наставника",
                "link": "",
                "own": False,
                "problems": ["Телефон: ответ не подходит."],
                "consents": [],
            },
        ],
        "more": 2,
        "curator": CURATOR,
    },
    "new_consent": {
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "questionnaires": [
            {
                "person": "НМ-0007",
                "form": "Анкета наставляемого",
                "consents": [
                    {
                        "text": "Скоро участнику исполнится 18 лет. Нужно его собственное согласие.",
                        "title": "Согласие на обработку персональных данных",
                        "link": LINK,
                    },
                    {"text": "Нужно ваше согласие на обязанности.", "title": "Согласие наставника", "link": ""},
                ],
            }
        ],
        "curator": CURATOR,
    },
    "received": {
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "questionnaires": [
            {
                "person": "НМ-0007",
                "form": "Анкета наставляемого",
                "link": LINK,
                "own": True,
                "offers": [{"text": "", "title": "Согласие на публикацию", "link": LINK}],
                "withdrawal_link": LINK,
            },
            {
                "person": "Н-0003",
                "form": "Анкета наставника",
                "link": LINK,
                "own": False,
                "offers": [],
                "withdrawal_link": "",
            },
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
    "mentee_account": {
        "recipient": "Ветрова Анна Сергеевна",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "people": [{"name": "Осипов Павел Юрьевич", "link": LINK}],
        "due": date(2023, 12, 4),
        "again": False,
        "curator": CURATOR,
    },
    "trial_meeting": {
        "recipient": "Ветрова Анна Сергеевна",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "side": "наставляемый",
        "again": False,
        "pairs": [
            {
                "number": "П-0001",
                "other": "Осипов Павел Юрьевич",
                "link": LINK,
                "order": {"number": "161-У", "date": date(2023, 11, 24)},
            }
        ],
        "curator": CURATOR,
    },
    "pair_introduced": {
        "recipient": "Осипов Павел Юрьевич",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "is_mentor": True,
        "is_minor": False,
        "pairs": [
            {
                "number": "П-0001",
                "order": None,
                "requests": ["помощь в учёбе", "публичные выступления"],
                "other": "Ветрова Анна Сергеевна",
                "occupation": "А-21",
                "contacts": ["эл. почта vetrova@example.org", "телефон +7 974 000-00-01"],
                "messenger": "vetrova.a в мессенджере",
            },
            {
                "number": "П-0002",
                "order": {"number": "161-У", "date": date(2023, 11, 24)},
                "requests": ["адаптация на новом месте"],
                "other": "Котов Яков Ильич",
                "occupation": "",
                "contacts": [],
                "messenger": "",
            },
        ],
        "meet_by": date(2023, 12, 4),
        "questionnaire_comes": True,
        "curator": CURATOR,
    },
    "pair_official": {
        "recipient": "Ветрова Анна Сергеевна",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "is_mentor": False,
        "pairs": [
            {
                "number": "П-0001",
                "order": {"number": "161-У", "date": date(2023, 11, 24)},
                "other": "Осипов Павел Юрьевич",
            }
        ],
        "curator": CURATOR,
    },
    "still_searching": {
        "recipient": "Юнга Олег Ильич",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "requests": ["сварка и металлообработка"],
        "had_a_mentor": False,
        "specialist": CURATOR,
        "curator": CURATOR,
        "link": LINK,
    },
    "mailing": {
        "subject": "Ольга Петровна, встреча наставников",
        "paragraphs": ["Здравствуйте!", "Ждём вас 12 декабря в 15:00. # Не заголовок", "1. Не список"],
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "curator": CURATOR,
    },
    "curator_digest": {
        "recipient": "Соколова-Миних Мария Петровна",
        "instead_of": "",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "today": date(2023, 11, 27),
        "notices": [{"title": "План ждёт вашей проверки", "text": f"{NOT_CONFIRMED}."}],
        "news": [
            {
                "title": "Отдайте на подпись приказы",
                "number": 1,
                "advice": "",
                "tabs": [{"title": "Приказы", "link": LINK}],
                "lines": [{"says": "Об утверждении наставнических пар (групп)", "link": LINK}],
                "cut": False,
            },
            {
                "title": "Пока без наставника",
                "number": 40,
                "advice": "предложите пока поддержку психолога",
                "tabs": [{"title": "Подбор", "link": LINK}],
                "lines": [{"says": "Иванова Анна Петровна (НМ-0001): подходящие наставники заняты", "link": ""}],
                "cut": True,
            },
        ],
        "standing": [
            {"said": "2 решения о наставниках", "tabs": [{"title": "Подбор", "link": LINK}]},
            {
                "said": "12 строк с замечаниями",
                "tabs": [{"title": "Банк наставников", "link": LINK}, {"title": "Дорожная карта", "link": LINK}],
            },
        ],
        "link": LINK,
    },
}
