"""What is asked when an organisation is set up: steps of questions, each checked by the column that it fills.

The page and the terminal both ask by these declarations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from automation.embedded.access.addresses import origin_of
from automation.workbook.settings import checked
from jobs.setup.time_zones import TIME_ZONES
from sheets_schema.columns import CURATOR as BY_CURATOR
from sheets_schema.columns import Column, Email, Number, Text, shortened
from sheets_schema.roadmaps import names as plans
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import CURATOR, DIRECTOR

Answers = Mapping[str, str]
"""Name of a question → what was typed."""

_LAST_PORT = 65535

NO_PLAN = "none"
HERE, GOOGLE = "embedded", "google"
KEPT, SMTP = "workspace", "smtp"
THIS_COMPUTER, NETWORK, PROXY = "here", "network", "proxy"


def _always(answers: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Question:
    """One field. Where it has `options`, what is typed is one of them; `column` says what else makes it right."""

    name: str
    column: Column
    hint: str = ""
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    purpose: str = ""
    """What a browser may fill in: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill"""
    secret: bool = False
    drops_down: bool = False
    """Whether its options are a list to open: they need no words of their own."""

    @property
    def title(self) -> str:
        return self.column.title

    def problem(self, typed: str) -> str:
        """What is wrong with an answer; empty where nothing is."""
        if not typed:
            return "Не заполнено; впишите значение" if self.required else ""
        if self.options:
            return "" if typed in self.options else "Выберите из списка"
        return _sentence(checked(self.column, typed)[1])


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Group:
    """Questions that are asked together, `when` the answers before them make them matter."""

    name: str
    questions: Sequence[Question]
    title: str = ""
    words: str = ""
    when: Callable[[Answers], bool] = _always
    together: bool = False
    """Whether it may be left out whole: what is required is so once any of it is filled in."""

    def problems(self, answers: Answers) -> dict[str, str]:
        """Name of a question → what is wrong with its answer."""
        if not self.when(answers) or (self.together and not self.is_begun(answers)):
            return {}
        found = {one.name: one.problem(answers.get(one.name, "")) for one in self.questions}
        return {name: problem for name, problem in found.items() if problem}

    def is_begun(self, answers: Answers) -> bool:
        """Whether anything of it is filled in."""
        return any(answers.get(one.name) for one in self.questions)


@dataclass(frozen=True)
class Step:
    """One page."""

    name: str
    title: str
    groups: Sequence[Group]
    words: str = ""

    @property
    def questions(self) -> list[Question]:
        return [one for group in self.groups for one in group.questions]

    def problems(self, answers: Answers) -> dict[str, str]:
        """Name of a question → what is wrong with its answer."""
        return {name: problem for group in self.groups for name, problem in group.problems(answers).items()}


def _setting(code: str, purpose: str = "", *, required: bool = False, hint: str | None = None) -> Question:
    one = Settings.declared()[code]
    said = one.explanation if hint is None else hint
    return Question(code, one.column, said, required=required, purpose=purpose)


def _person(name: str, title: str, words: str) -> Group:
    columns = ((Staff.full_name, True), (Staff.job_title, False), (Staff.email, True))
    questions = [
        Question(f"{name}_{of}", of.column, of.column.hint, required=required, purpose="off")
        for of, required in columns
    ]
    return Group(name, questions, title, words, together=True)


def _host(value: str) -> str | None:
    if re.fullmatch(r"[^\s/:@]+", value) and not value.startswith("."):
        return None
    return f"«{shortened(value)}» — не имя сервера; напишите его без http:// и порта, например: smtp.yandex.ru"


def _name_in_network(value: str) -> str | None:
    if re.fullmatch(r"[\w-]+(\.[\w-]+)*", value) and _is_origin(f"http://{value}"):
        return None
    return f"«{shortened(value)}» — не имя компьютера и не IP-адрес; напишите только его, например: 192.168.1.20"


def _site(value: str) -> str | None:
    if re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:\d{1,5})?/?", value) and _is_origin(value):
        return None
    return f"«{shortened(value)}» — не адрес сайта; напишите его целиком, например: https://наставники.школа.рф"


def _is_origin(address: str) -> bool:
    try:
        return origin_of(address).port <= _LAST_PORT
    except ValueError:  # a name that DNS could not hold
        return False


def _port(name: str, title: str) -> Question:
    return Question(name, Number(title, owner=BY_CURATOR, least=1, most=_LAST_PORT), required=True, purpose="off")


def _choice(name: str, title: str, options: Mapping[str, str]) -> Question:
    return Question(name, Text(title, owner=BY_CURATOR), required=True, options=options)


def _is(name: str, value: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(name) == value


_PERIOD = "Сроки готового плана перенесутся на эти годы. Если план рассчитан на три года, назовите все три"
_MAILBOX = "Полный адрес или имя, как в почтовой программе; пусто — если сервер не спрашивает"

ORGANISATION = Step(
    "organisation",
    "Ваша организация",
    (
        Group(
            "names",
            (
                _setting("organisation", "organization", required=True),
                _setting("organisation_short", required=True),
            ),
            words="Обязательны только названия. Остальное — для бланка приказов, его можно дописать позже.",
        ),
        Group(
            "letterhead",
            (
                _setting("founder"),
                _setting("place"),
                _setting("address", "street-address", hint=""),
                _setting("phone", "tel", hint=""),
                _setting("email", "email", hint=""),
                _setting("inn", hint=""),
                _setting("ogrn", hint=""),
            ),
            "Бланк",
        ),
        Group(
            "time",
            (
                replace(
                    _setting("time_zone", required=True, hint="Город с вашим временем: по нему идут сроки и письма"),
                    options=TIME_ZONES,
                    drops_down=True,
                ),
            ),
            "Время",
        ),
    ),
)
PLAN = Step(
    "plan",
    "План работы",
    (
        Group("years", (_setting("period_start", required=True, hint=_PERIOD), _setting("period_end", required=True))),
        Group("plan", (_choice("plan", "С какого плана начать", {name: name for name in (*plans(), NO_PLAN)}),)),
    ),
    "План приносит мероприятия, сроки и ответственных. Названия, бланка и людей чужой организации в нём не будет.",
)
PEOPLE = Step(
    "people",
    "Кто за что отвечает",
    (
        _person("director", DIRECTOR, "Подписывает приказы. Раз в неделю узнаёт о том, что давно просрочено."),
        _person("curator", CURATOR, "Ведёт программу каждый день. Сюда придут сводки: что решить и что исправить."),
    ),
    "Без них не составить ни одного приказа. Если кто-то ещё не назначен, оставьте пустым: его впишут в таблицу позже.",
)
WORKSPACE = Step(
    "workspace",
    "Где будет таблица",
    (
        Group(
            "workspace",
            (
                _choice(
                    "workspace",
                    "Где хранить таблицу, анкеты и документы",
                    {HERE: "На этом компьютере", GOOGLE: "В Google"},
                ),
            ),
        ),
    ),
)
MAIL = Step(
    "mail",
    "Откуда уходят письма",
    (
        Group("mail", (_choice("mail", "Как отправлять письма", {KEPT: "Пока никак", SMTP: "Через почтовый сервер"}),)),
        Group(
            SMTP,
            (
                Question(
                    "mail_host",
                    Text("Почтовый сервер", owner=BY_CURATOR, check=_host),
                    "Для отправки (SMTP), например: smtp.yandex.ru, smtp.mail.ru",
                    required=True,
                    purpose="off",
                ),
                replace(_port("mail_port", "Порт сервера"), hint="465 или 587: оба шифруют связь"),
                Question("mail_user", Text("Имя для входа", owner=BY_CURATOR), _MAILBOX, purpose="off"),
                Question(
                    "mail_password",
                    Text("Пароль", owner=BY_CURATOR),
                    "Яндексу, Mail.ru и Gmail нужен «пароль приложения» из настроек почты",
                    purpose="off",
                    secret=True,
                ),
                Question("mail_sender", Email("Адрес отправителя", owner=BY_CURATOR), required=True, purpose="off"),
                Question(
                    "mail_sender_name",
                    Text("Имя отправителя", owner=BY_CURATOR),
                    "Например: Программа наставничества",
                    purpose="off",
                ),
                Question(
                    "mail_trial",
                    Email("Куда послать пробное письмо", owner=BY_CURATOR),
                    "Ваш адрес: письмо придёт сразу",
                    required=True,
                    purpose="off",
                ),
            ),
            "Почтовый сервер",
            when=_is("mail", SMTP),
        ),
    ),
)
ADDRESS = Step(
    "address",
    "Где программу найдут люди",
    (
        Group(
            "reached",
            (
                _choice(
                    "reached",
                    "Кто откроет программу в браузере",
                    {
                        THIS_COMPUTER: "Только этот компьютер",
                        NETWORK: "Все в нашей локальной сети (и в том же Wi-Fi)",
                        PROXY: "Все, по адресу в интернете",
                    },
                ),
                _port("port", "Порт на этом компьютере"),
            ),
        ),
        Group(
            NETWORK,
            (
                Question(
                    "network_name",
                    Text("Имя или IP-адрес этого компьютера в сети", owner=BY_CURATOR, check=_name_in_network),
                    "Попросите того, кто ведает сетью, чтобы он не менялся: на нём стоят все ссылки",
                    required=True,
                    purpose="off",
                ),
            ),
            "Локальная сеть",
            when=_is("reached", NETWORK),
        ),
        Group(
            PROXY,
            (
                Question(
                    "public_address",
                    Text("Адрес", owner=BY_CURATOR, check=_site),
                    "Тот, что люди наберут в браузере",
                    required=True,
                    purpose="off",
                ),
            ),
            "Адрес в интернете",
            when=_is("reached", PROXY),
        ),
    ),
)
STEPS = (ORGANISATION, PLAN, PEOPLE, WORKSPACE, MAIL, ADDRESS)
