"""The way in and out: a personal link, the owner's password."""

from __future__ import annotations

from starlette.responses import Response

from automation.embedded.access.sign_ins import SESSION_LASTS, TooManyAttempts
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import goes_to, message, own_address, show
from automation.embedded.pages.visit import Visit, cookie_name

_HOME = "/drive"
_DEAD_LINK = "Эта личная ссылка больше не действует. Попросите новую у того, кто открыл вам доступ."


@page("GET", "/")
def home(visit: Visit) -> Response:
    return goes_to(_HOME if visit.person.email else "/signin")


@page("GET", "/signin")
def sign_in(visit: Visit) -> Response:
    return _form(visit, own_address(visit.asked("next"), _HOME))


def _form(visit: Visit, wanted: str, problem: str = "", status: int = 200) -> Response:
    with visit.workspace.reading():
        has_password = visit.workspace.sign_ins.has_password()
    return show(visit, "sign_in.html", status, next=wanted, problem=problem, has_password=has_password)


@page("POST", "/signin")
def by_password(visit: Visit) -> Response:
    wanted, workspace = own_address(visit.sent("next"), _HOME), visit.workspace
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
    return _welcome(visit, session, own_address(visit.asked("next"), _HOME))


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
