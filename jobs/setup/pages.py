"""The pages of the set-up. They work without JavaScript and show themselves to one browser alone."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from automation.embedded.access.addresses import is_known, is_own_page
from automation.embedded.pages.rendering import STATIC, add_templates, goes_to, message, show, unreferred
from automation.embedded.threads import in_a_thread
from jobs.cli.reach import ABROAD
from jobs.setup.answers import problems
from jobs.setup.network import qr_code
from jobs.setup.offers import offers
from jobs.setup.questions import ADDRESS, GOOGLE, MAIL, SMTP, STEPS, THIS_COMPUTER, WORKSPACE, Step
from jobs.setup.review import what_to_mind, what_will_be
from jobs.setup.session import Session

add_templates("setup", "jobs.setup")

_LOOKS_AGAIN = {"making": "1", "phone": "2"}
"""Page → after how many seconds it asks again; a header, since what stands in a page would bother screen readers."""
_LARGEST_KEY = 100_000  # bytes of a file from Google Cloud
_NOT_SENT = "Отправьте пробное письмо: так видно, что письма уходят"
_NOT_CAME = "Отметьте, что письмо пришло. Если не пришло, поправьте настройки и отправьте ещё раз"
_TITLES = {"client_secret": "Файл client_secret.json", "came": "Пробное письмо"}
"""Of what is asked beside the questions."""
_NO_KEY = "Выберите файл client_secret.json"

Fields = dict[str, str]
Answer = Callable[["Visit"], Response]


@dataclass
class Visit:
    """A request of the browser that was let in."""

    session: Session
    request: Request
    fields: Fields = field(default_factory=dict)
    upload: bytes = b""


def make_app(session: Session) -> ASGIApp:
    """The application in which one set-up is clicked through."""
    pages: list[tuple[str, str, Answer]] = [
        ("GET", "/", _begin),
        ("GET", "/step/{name}", _step),
        ("POST", "/step/{name}", _answer),
        ("GET", "/google", _google),
        ("GET", "/google/consent", _to_google),
        ("GET", "/google/back", _from_google),
        ("GET", "/seen", _seen),
        ("GET", "/review", _review),
        ("POST", "/make", _make),
        ("GET", "/making", _making),
    ]
    return Starlette(
        routes=[
            Route("/start/{secret}", _open(session)),
            *(Route(path, _endpoint(session, page), methods=[method]) for method, path, page in pages),
            Mount("/static/setup", StaticFiles(directory=Path(__file__).parent / "static")),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/{path:path}", lambda _: _no_such_page()),
        ]
    )


def _open(session: Session) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        """The one-time link: whoever comes by it first is the one who sets up."""
        if not _is_here(request):
            return _misdirected()
        if not hmac.compare_digest(request.path_params["secret"], session.secret):
            return _no_such_page()
        if session.is_open and not _is_let_in(session, request):
            return message(
                None,
                "Ссылка уже открыта",
                "Ссылка действует один раз, и по ней уже вошли: настройка идёт в другом браузере. Продолжите там. "
                "Чтобы начать здесь, остановите программу (Ctrl+C в её окне) и запустите снова: nastavnik.",
                403,
            )
        session.is_open = True
        response = goes_to("/")
        response.set_cookie(session.cookie_name, session.cookie, httponly=True, samesite="lax")
        return response

    return answer


def _endpoint(session: Session, page: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if not _is_here(request):
            return _misdirected()
        if not _is_let_in(session, request):
            text = "Откройте настройку по ссылке, которую программа напечатала, когда запустилась."
            return message(None, "Нужна ссылка", text, 403)
        origin = request.headers.get("origin")
        if origin is not None and not is_own_page(origin, request.headers["host"], "", request.scope):
            return message(None, "Нет доступа", "Запрос пришёл с другого сайта.", 403)
        visit = Visit(session, request)
        if request.method == "POST":
            await _read(visit)
        return await in_a_thread(page, visit)

    return answer


async def _read(visit: Visit) -> None:
    async with visit.request.form(max_files=1, max_fields=100) as sent:
        for name, value in sent.multi_items():
            if isinstance(value, str):
                visit.fields[name] = value.strip()
            else:
                visit.upload = await value.read(_LARGEST_KEY)


def _is_here(request: Request) -> bool:
    return is_known(request.headers.get("host", ""), "", request.scope)


def _is_let_in(session: Session, request: Request) -> bool:
    return hmac.compare_digest(request.cookies.get(session.cookie_name, "").encode(), session.cookie.encode())


def _misdirected() -> Response:
    return message(None, "Не тот адрес", "Настройка открывается только на этом компьютере, по своей ссылке.", 421)


def _no_such_page() -> Response:
    return message(None, "Не найдено", "Такой страницы нет: возможно, ссылка скопирована не полностью.", 404)


def _draw(visit: Visit, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    session = visit.session
    page = show(None, f"setup/{name}.html", status, steps=STEPS, session=session, **context)
    if name in _LOOKS_AGAIN and context.get("waits"):
        page.headers["Refresh"] = _LOOKS_AGAIN[name]
    return unreferred(page)


# The questions


def _begin(visit: Visit) -> Response:
    return _onwards(visit)


def _onwards(visit: Visit) -> RedirectResponse:
    """To the first page that is not filled in; to the review of all, where none is left."""
    step = visit.session.next_step()
    return goes_to(f"/step/{step.name}" if step else "/review")


def _asked(visit: Visit) -> Step | None:
    return next((step for step in STEPS if step.name == visit.request.path_params["name"]), None)


def _step(visit: Visit) -> Response:
    step = _asked(visit)
    return _page(visit, step) if step else _no_such_page()


def _page(visit: Visit, step: Step, found: dict[str, str] | None = None, note: str = "") -> Response:
    answers = visit.session.answers
    return _draw(
        visit,
        step.name if step in (WORKSPACE, MAIL) else "step",
        400 if found else 200,
        step=step,
        number=STEPS.index(step) + 1,
        answers=answers,
        problems=found or {},
        titles=_titles(step) | _TITLES,
        note=note,
        offers=lambda question: offers(question, answers),
        abroad=ABROAD,
    )


def _titles(step: Step) -> dict[str, str]:
    """Name of a question → what it is called in a list of all: «Директор: ФИО»."""
    return {
        one.name: f"{group.title}: {one.title}" if group.together else one.title
        for group in step.groups
        for one in group.questions
    }


def _answer(visit: Visit) -> Response:
    step, session = _asked(visit), visit.session
    if step is None:
        return _no_such_page()
    session.answers.update({one.name: visit.fields.get(one.name, "") for one in step.questions})
    session.done.discard(step.name)
    found = problems(step, session.answers)
    if step is MAIL and session.answers["mail"] == SMTP and visit.fields.get("deed") == "letter":
        return _letter(visit, found)
    if not found and step.name in _CHECKS:
        found = _CHECKS[step.name](visit)
    if found:
        return _page(visit, step, found)
    session.done.add(step.name)
    if step is WORKSPACE and session.answers["workspace"] == GOOGLE and not session.google_token:
        return goes_to("/google")
    if step is ADDRESS and session.answers["reached"] != THIS_COMPUTER:
        return goes_to("/seen")
    return _onwards(visit)


def _letter(visit: Visit, found: dict[str, str]) -> Response:
    found = found or visit.session.send_trial_letter()
    if found:
        return _page(visit, MAIL, found)
    return _page(
        visit, MAIL, note=f"Письмо отправлено на {visit.session.answers['mail_trial']}. Посмотрите, пришло ли."
    )


def _check_workspace(visit: Visit) -> dict[str, str]:
    session = visit.session
    if session.answers["workspace"] != GOOGLE:
        return {}
    problem = session.keep_google_key(visit.upload) if visit.upload else "" if session.client_secret else _NO_KEY
    return {"client_secret": problem} if problem else {}


def _check_mail(visit: Visit) -> dict[str, str]:
    if visit.session.answers["mail"] != SMTP:
        return {}
    if not visit.session.letter_went:
        return {"mail_trial": _NOT_SENT}
    return {} if visit.fields.get("came") else {"came": _NOT_CAME}


def _check_address(visit: Visit) -> dict[str, str]:
    problem = visit.session.try_address()
    return {"port": problem} if problem else {}


_CHECKS: dict[str, Callable[[Visit], dict[str, str]]] = {
    WORKSPACE.name: _check_workspace,
    MAIL.name: _check_mail,
    ADDRESS.name: _check_address,
}
"""Step → what is checked beyond its columns, by trying it out."""


# Google


def _google(visit: Visit, problem: str = "") -> Response:
    if not visit.session.client_secret:
        return goes_to(f"/step/{WORKSPACE.name}")
    return _draw(visit, "google", 400 if problem else 200, problem=problem, is_in=bool(visit.session.google_token))


def _to_google(visit: Visit) -> Response:
    if not visit.session.client_secret:
        return goes_to(f"/step/{WORKSPACE.name}")
    back = f"http://{visit.request.headers['host']}/google/back"
    return RedirectResponse(visit.session.ask_google(back), 303)


def _from_google(visit: Visit) -> Response:
    asked = visit.request.query_params
    problem = visit.session.back_from_google(asked.get("state", ""), asked.get("code", ""))
    return _google(visit, problem) if problem else _onwards(visit)


# The address, seen from a phone


def _seen(visit: Visit) -> Response:
    session = visit.session
    if ADDRESS.name not in session.done or session.answers["reached"] == THIS_COMPUTER:
        return goes_to(f"/step/{ADDRESS.name}")
    if problem := session.try_address():
        return _page(visit, ADDRESS, {"port": problem})
    code = Markup(qr_code(session.seen_at))  # noqa: S704  (drawn here, and its only text is escaped)
    return _draw(visit, "phone", waits=not session.was_seen, code=code)


# The making


def _review(visit: Visit) -> Response:
    session = visit.session
    if session.next_step():
        return _onwards(visit)
    wanted = session.configuration()
    return _draw(
        visit,
        "review",
        lines=list(what_will_be(session.answers, wanted)),
        minded=list(what_to_mind(session.answers, wanted)),
        folder=session.data.absolute(),
    )


def _make(visit: Visit) -> Response:
    session = visit.session
    if session.next_step():
        return _onwards(visit)
    if session.making is None or session.making.failure:
        session.go()
    return goes_to("/making")


def _making(visit: Visit) -> Response:
    making = visit.session.making
    if making is None:
        return _onwards(visit)
    if making.link:
        return RedirectResponse(making.link, 303)
    return _draw(visit, "making", making=making, waits=not making.failure)
