"""What the templates are filled in with in tests: every optional thing present, or none of it."""

from datetime import date
from typing import Any

LONG_NAME = "Константинопольская-Вознесенская Александрина Пантелеймоновна"
LONG_POSITION = "заместитель директора по учебно-производственной и воспитательной работе"


def pair(number: int = 1, mentees: int = 1) -> dict[str, Any]:
    return {
        "mentor": {"full_name": "Соколов Илья Никитич", "position": "Мастер производственного обучения"},
        "mentees": [
            {"full_name": f"Шевченко Анна Петровна {number}-{place}", "details": "Группа 21-А"}
            for place in range(1, mentees + 1)
        ],
        "form": "педагог–студент",
        "requests": "подготовка к демонстрационному экзамену",
    }


def order(pairs: int = 3) -> dict[str, Any]:
    return {
        "organisation": {
            "founder": "Министерство образования и науки Луганской Народной Республики",
            "full_name": "Государственное бюджетное образовательное учреждение «Кировский транспортный техникум»",
            "short_name": "ГБОУ СПО ЛНР «КТТ»",
            "address": "г. Кировск, ул. Шахтёрская, д. 1",
            "phone": "+7 (857) 000-00-00",
            "email": "ktt@example.org",
            "ogrn": "1239400000000",
            "inn": "9400000000",
            "kpp": "940001001",
        },
        "number": "160-У",
        "date": date(2023, 11, 28),
        "place": "г. Кировск",
        "school_year": "2023/2024",
        "plan": {"number": "154-У", "date": date(2023, 11, 20)},
        "programmes_by": date(2023, 12, 15),
        "curator": {"full_name": "Соколова-Миних Мария Петровна", "position": "Методист"},
        "controller": {"full_name": "Коваль Сергей Ильич", "position": "заместитель директора по учебной работе"},
        "director": {"full_name": "Белоконь Виктор Ильич", "position": "директор"},
        "acquainted": [{"full_name": "Соколова-Миних Мария Петровна"}, {"full_name": "Соколов Илья Никитич"}],
        "pairs": [pair(number, mentees=1 + number % 3) for number in range(1, pairs + 1)],
    }


def bare_order() -> dict[str, Any]:
    organisation = {"full_name": "Техникум", "founder": None, "short_name": None}
    nothing = dict.fromkeys(("number", "date", "place", "plan", "programmes_by", "controller"))
    return order(pairs=1) | nothing | {"organisation": organisation, "acquainted": []}


def curator_order(team: int = 2) -> dict[str, Any]:
    """What the order appointing the curator takes; so many people on the team, with the longest names first."""
    head = ("organisation", "number", "date", "place", "school_year", "plan", "director", "acquainted")
    people = [
        {"full_name": LONG_NAME, "position": LONG_POSITION},
        {"full_name": "Коваль Ирина Сергеевна", "position": "Педагог-психолог"},
        {"full_name": "Бережной Олег Ильич", "position": None},
    ]
    return {
        **{name: order()[name] for name in head},
        "curators": [{"full_name": "Соколова-Миних Мария Петровна", "position": "Методист"}],
        "coordinators": [{"full_name": "Коваль Сергей Ильич", "position": "заместитель директора по учебной работе"}],
        "team": [people[number % 3] for number in range(team)],
    }


def bare_curator_order() -> dict[str, Any]:
    nobody: dict[str, Any] = {"coordinators": [], "team": [], "acquainted": []}
    nameless = {"curators": [{"full_name": "Соколова-Миних Мария Петровна", "position": None}]}
    head = {name: bare_order()[name] for name in ("organisation", "number", "date", "place", "plan")}
    return curator_order() | head | nobody | nameless


_FIGURES = {"total": 45, "done": 22, "in_progress": 1, "soon": 5, "overdue": 2, "not_started": 12, "no_deadline": 3}
_SIGNS = {"✓": "D9EAD3", "!": "F4CCCC", "│": "D9D9D9", "": "auto"}


def line(number: int, signs: str = "") -> dict[str, Any]:
    """A line of the chart; `signs` fill its first cells."""
    cells = [{"sign": sign.strip(), "colour": _SIGNS[sign.strip()]} for sign in signs.ljust(36)]
    return {
        "number": f"{number}",
        "title": "Издать приказ «Об утверждении наставнических пар (групп)»",
        "due": date(2023, 11, 30),
        "months": [cells[at : at + 3] for at in range(0, 36, 3)],
    }


def report(lines: int = 45) -> dict[str, Any]:
    """What the report on the roadmap takes; the chart has so many lines, five a stage."""
    told = {"title": "Собрать согласия на обработку персональных данных", "responsible": "Координатор"}
    days = [{"sign": day, "colour": "auto"} for day in ("1", "11", "21")]
    return {
        **{name: order()[name] for name in ("organisation", "place", "plan", "curator", "director")},
        "about": "за ноябрь 2023 г.",
        "today": date(2023, 12, 1),
        "period": {"start": date(2023, 9, 1), "end": date(2024, 8, 31)},
        "now": {**_FIGURES, "percent": 49},
        "former": {**_FIGURES, "done": 15, "date": date(2023, 11, 1)},
        "checkpoints": [{"number": "1.6", "title": "Подвести итоги", "due": date(2023, 11, 30), "state": "выполнено"}],
        "overdue": {
            "rows": [
                {**told, "number": "2.1", "due": date(2023, 11, 30), "late": 1, "missed": 1},
                {**told, "number": "2.2", "due": date(2023, 10, 31), "late": 31, "missed": 2, "responsible": ""},
            ],
            "more": 0,
        },
        "soon": {"rows": [{**told, "number": "3.1", "due": date(2023, 12, 1), "left": 0}], "more": 21},
        "done": {
            "rows": [
                {**told, "number": "4.1", "times": 1, "times_done": 1, "proof": "Протокол № 3"},
                {**told, "number": "4.2", "times": 12, "times_done": 3, "proof": ""},
            ],
            "more": 0,
        },
        "awaiting": ["2\u00a0отчёта о мероприятиях", "1\u00a0строка дорожной карты с замечаниями"],
        "school_year": "2023/2024",
        "chart": {
            "year": 2023,
            "days": [days] * 12,
            "legend": [{"sign": "✓", "meaning": "выполнено", "colour": "D9EAD3"}],
            "note": None,
            "stages": [
                {"title": f"Этап {stage + 1}", "lines": [line(stage * 5 + n, "      ✓✓!│") for n in range(1, 6)]}
                for stage in range(lines // 5)
            ],
        },
    }


def bare_report() -> dict[str, Any]:
    """A report on a plan of which next to nothing is known, with nothing in it."""
    nothing = dict.fromkeys(("place", "plan", "former", "curator", "director"))
    empty = {name: {"rows": [], "more": 0} for name in ("overdue", "soon", "done")}
    figures = dict.fromkeys(_FIGURES, 0) | {"total": 1, "percent": 0}
    organisation = {"full_name": "Техникум", "founder": None, "short_name": None}
    chart = report()["chart"] | {"stages": [{"title": "", "lines": [line(1) | {"number": "", "due": None}]}]}
    listed = {"organisation": organisation, "checkpoints": [], "awaiting": [], "now": figures, "chart": chart}
    return report() | nothing | empty | listed


_REASONS = (
    "закрывает 2 запроса из 3: помощь в учёбе, демонстрационный экзамен (редкая компетенция: демонстрационный экзамен; "
    "не закрывает: публичные выступления); оба выбрали друг друга; общее время: вт, чт вечером; "
    "стаж наставника больше на 12 лет"
)


def matching_report(pairs: int = 3) -> dict[str, Any]:
    """What the report on a matching takes; so many pairs, with the longest names first."""
    people = [LONG_NAME, "Соколова-Миних Мария Петровна", "Коваль Сергей Ильич"]
    told = [
        {
            "mentor": people[number % 3],
            "mentee": people[(number + 1) % 3],
            "score": f"{score}" if score else None,
            "bar": "■" * (score // 10) + "□" * (10 - score // 10) if score else "",
            "why": _REASONS if score else "по решению куратора",
        }
        for number in range(pairs)
        for score in [100 - 11 * (number % 10)]
    ]
    unmatched = {"mentee": "Шевченко Анна Петровна", "why": "Подходят 3 наставника, но общего времени с ними нет."}
    parts = [
        ("запросы", "Сколько запросов закрывает наставник; редкая компетенция дороже", "59,5"),
        ("выбор после встречи", "Кто кого назвал на листе «Выбор после встречи»; дороже всего взаимный", "17,9"),
        ("время", "Общие удобные дни и время", "11,9"),
    ]
    return {
        **{name: order()[name] for name in ("organisation", "place", "school_year", "curator", "director")},
        "today": date(2023, 11, 28),
        "order": {"number": "160-У", "date": date(2023, 11, 28)},
        "figures": {"asked": 64, "mentors": 24, "places": 58, "agreed": 60, "proposed": 2, "left_over": 2},
        "decisions": {"accepted": pairs - 1, "assigned": 1, "rejected": 4},
        "principle": "Из всех возможных наборов пар предлагается тот, в котором больше всего пар.",
        "parts": [{"title": title, "about": about, "points": points} for title, about, points in parts],
        "pairs": told,
        "left_over": {"rows": [unmatched, unmatched | {"mentee": LONG_NAME}], "more": 5},
        "helpful": [
            "ещё один наставник (педагог–студент) по теме «демонстрационный экзамен»: +4 пары",
            "ещё одно место у наставника Н-0003: +1 пара",
        ],
        "replacements": [{"mentor": people[1], "mentee": people[2], "why": "наставник больше не участвует"}],
    }


def bare_matching_report() -> dict[str, Any]:
    """A report on an order without pairs, of an organisation of which next to nothing is known."""
    nothing = dict.fromkeys(("place", "order", "curator", "director"))
    empty: dict[str, Any] = {name: [] for name in ("parts", "pairs", "helpful", "replacements")}
    organisation = {"full_name": "Техникум", "founder": None, "short_name": None}
    figures = dict.fromkeys(("asked", "mentors", "places", "agreed", "proposed", "left_over"), 0)
    nobody = {"rows": [], "more": 0}
    listed = {"organisation": organisation, "figures": figures, "left_over": nobody}
    return matching_report() | nothing | empty | listed


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
                "problems": ["Нет согласия на обработку персональных данных: поставьте отметку в анкете."],
            },
            {"person": "Н-0003", "form": "Анкета наставника", "link": "", "problems": ["Телефон: ответ не подходит."]},
        ],
        "more": 2,
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
    "curator_digest": {
        "recipient": "Соколова-Миних Мария Петровна",
        "organisation": "ГБОУ СПО ЛНР «КТТ»",
        "today": date(2023, 11, 27),
        "held_back": 120,
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
