"""The way in and out: a personal link, the owner's password."""

from __future__ import annotations

from starlette.responses import Response

from automation.embedded.access.sign_ins import SESSION_LASTS, TooManyAttempts
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import goes_to, message, show
from automation.embedded.pages.visit import Visit, cookie_name

_HOME = "/drive"
_DEAD_LINK = "Эта личная ссылка больше не действует. Попросите новую у того, кто открыл вам доступ."


@page("GET", "/")
def home(visit: Visit) -> Response:
    return goes_to(_HOME if visit.person.email else "/signin")


@page("GET", "/signin")
def sign_in(visit: Visit) -> Response:
    return _form(visit, _within(visit.asked("next")))


def _form(visit: Visit, wanted: str, problem: str = "", status: int = 200) -> Response:
    with visit.workspace.reading():
        has_password = visit.workspace.sign_ins.has_password()
    return show(visit, "sign_in.html", status, next=wanted, problem=problem, has_password=has_password)


@page("POST", "/signin")
def by_password(visit: Visit) -> Response:
    wanted, workspace = _within(visit.sent("next")), visit.workspace
    try:
        with workspace.writing():
            session = workspace.sign_ins.by_password(visit.sent("password"), workspace.now())
    except TooManyAttempts:
        return _form(visit, wanted, "Слишком много неверных попыток. Подождите пять минут.", 429)
    if session is None:
        return _form(visit, wanted, "Пароль не подошёл. Проверьте раскладку и попробуйте ещё раз.", 403)
    return _welcome(visit, session, wanted)


@page("GET", "/signin/{secret}")
def by_link(visit: Visit) -> Response:
    workspace = visit.workspace
    with workspace.writing():
        session = workspace.sign_ins.by_link(visit["secret"], workspace.now())
    if session is None:
        return message(visit, "Ссылка не действует", _DEAD_LINK, 403)
    return _welcome(visit, session, _within(visit.asked("next")))


@page("POST", "/signout")
def sign_out(visit: Visit) -> Response:
    with visit.workspace.writing():
        visit.workspace.sign_ins.close(visit.session)
    response = goes_to("/signin")
    response.delete_cookie(cookie_name(visit.workspace))
    return response


def _welcome(visit: Visit, session: str, wanted: str) -> Response:
    response = goes_to(wanted)
    response.set_cookie(
        cookie_name(visit.workspace),
        session,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=visit.request.url.scheme == "https",
    )
    return response


def _within(address: str) -> str:
    """Where to go after signing in: a page of this workspace, whatever the link says."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours else _HOME
