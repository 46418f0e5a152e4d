"""The way in and out: a personal link, the owner's password.

Opening a link changes nothing, so that no scanner of mail and no prefetching browser uses it up: its page has a
button, and that signs in.
"""

from __future__ import annotations

import secrets
from functools import partial

from starlette.responses import Response

from automation.embedded.access import passwords, sharing
from automation.embedded.access.attempts import Client, TooManyAttempts, TooManyStrangers
from automation.embedded.access.clients import client_of
from automation.embedded.access.email_addresses import masked
from automation.embedded.access.person import OWNER, Person
from automation.embedded.access.roles import Roles
from automation.embedded.access.sign_ins import DEVICE_LASTS, SESSION_LASTS, Link
from automation.embedded.drive.kinds import file_of
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import goes_to, own_address, show, unreferred
from automation.embedded.pages.visit import Visit, cookie_name

_HOME = "/"  # wherever this person begins
_DEVICE = "device"  # the cookie of a browser in which the owner has signed in
_WRONG = "Пароль не подошёл. Проверьте раскладку и попробуйте ещё раз."
_TOO_MANY = "Слишком много неверных попыток. Подождите пять минут."
_TOO_MANY_STRANGERS = (
    "Пароль слишком часто вводили неверно с незнакомых устройств. Войдите в том браузере, где уже входили, или по "
    "ссылке, которую программа печатает, когда запускается, или подождите час."
)
_SENT = (
    "Если доступ у вас есть, новая ссылка придёт туда же, куда пришла прежняя, но не чаще раза в час. Проверьте почту "
    "через несколько минут."
)
_LEFT_HERE = (
    "Если доступ у вас есть, новая ссылка готова. Письма из этого рабочего пространства наружу не уходят: попросите "
    "владельца передать вам её, она на странице «Почта»."
)


@page("GET", "/")
def home(visit: Visit) -> Response:
    return _goes_on(visit, visit.person, _HOME) if visit.person.email else goes_to("/signin")


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
        checked = passwords.check(workspace, visit.sent("password"), _client(visit))
    except TooManyStrangers:
        return _form(visit, wanted, _TOO_MANY_STRANGERS, 429)
    except TooManyAttempts:
        return _form(visit, wanted, _TOO_MANY, 429)
    session = None
    if checked is not None:
        with workspace.writing():
            session = workspace.sign_ins.by_password(checked, workspace.now())
    if session is None:
        return _form(visit, wanted, _WRONG, 403)
    return _welcome(visit, session, OWNER, wanted)


def _client(visit: Visit) -> Client:
    """Whom a wrong password is counted for: this browser, if the owner has signed in in it, or where it calls from."""
    device = visit.request.cookies.get(cookie_name(visit.workspace, _DEVICE), "")
    with visit.workspace.reading():
        is_known = visit.workspace.sign_ins.is_device_of(OWNER.email, device, visit.workspace.now())
    return Client(device, is_known=True) if is_known else Client(client_of(visit.request.scope))


@page("GET", "/signin/{secret}")
def link(visit: Visit) -> Response:
    found = _link(visit)
    wanted = _wanted(found, visit.asked("next"))
    if _is_in(visit, found):
        return _goes_on(visit, visit.person, wanted)
    if found is None or not found.works:
        return _dead(visit, found)
    person = Person(found.email)
    return unreferred(
        show(
            visit,
            "sign_in_link.html",
            whose=person.name if person.is_owner else masked(person.email),
            opens=_name(visit, person, wanted),
            action=f"/signin/{visit['secret']}",
            next=wanted,
            page_id=secrets.token_urlsafe(12),
        )
    )


@page("POST", "/signin/{secret}")
def by_link(visit: Visit) -> Response:
    workspace, found = visit.workspace, _link(visit)
    wanted = _wanted(found, visit.sent("next") or visit.asked("next"))
    if _is_in(visit, found):
        return _goes_on(visit, visit.person, wanted)
    if found is None:
        return _dead(visit, found)
    with workspace.writing():
        session = workspace.sign_ins.by_link(visit["secret"], workspace.now(), visit.sent("page"))
    if session is None:
        return _dead(visit, _link(visit))
    return _welcome(visit, session, Person(found.email), wanted)


@page("POST", "/signin/{secret}/renew")
def renew(visit: Visit) -> Response:
    if _link(visit) is not None:
        sections = partial(visit.addition.sections, visit.workspace)
        with visit.workspace.writing():
            sharing.renew(visit.workspace, visit["secret"], visit.base_url, lambda person: bool(sections(person)))
    return goes_to(f"/signin/{visit['secret']}?asked=yes")


def _link(visit: Visit) -> Link | None:
    with visit.workspace.reading():
        return visit.workspace.sign_ins.link(visit["secret"], visit.workspace.now())


def _wanted(found: Link | None, asked: str) -> str:
    """The page that a link leads to: the one in its address, or the one that it was made for."""
    return own_address(asked, found.page if found and found.page else _HOME)


def _is_in(visit: Visit, found: Link | None) -> bool:
    """Whether whoever the link belongs to has signed in in this browser, by this link or otherwise."""
    return found is not None and visit.person.email == found.email


def _dead(visit: Visit, found: Link | None) -> Response:
    return unreferred(
        show(
            visit,
            "dead_link.html",
            403,
            link=found,
            is_owner_s=found is not None and Person(found.email).is_owner,
            # The same whatever was done: the page is open to whoever has found an old link.
            answer=(_SENT if visit.workspace.delivers else _LEFT_HERE) if visit.asked("asked") else "",
            action=f"/signin/{visit['secret']}/renew",
        )
    )


def _name(visit: Visit, person: Person, wanted: str) -> str:
    """The name of the file that ``wanted`` is the page of, if ``person`` may see it."""
    workspace = visit.workspace
    with workspace.reading():
        file, roles = workspace.files.find(file_of(wanted)), Roles(workspace.files, person, workspace.now())
        return str(file["name"]) if file and (roles.may(file, "reader") or roles.is_asked(file)) else ""


@page("POST", "/signout")
def sign_out(visit: Visit) -> Response:
    with visit.workspace.writing():
        visit.workspace.sign_ins.close(visit.session)
    response = goes_to("/signin")
    response.delete_cookie(cookie_name(visit.workspace), secure=visit.workspace.is_behind_tls, httponly=True)
    return response


def _welcome(visit: Visit, session: str, person: Person, wanted: str) -> Response:
    workspace, response = visit.workspace, _goes_on(visit, person, wanted)
    _keep(response, visit, "session", session, int(SESSION_LASTS.total_seconds()))
    if person.is_owner and not _client(visit).is_known:
        with workspace.writing():
            device = workspace.sign_ins.new_device(person.email, workspace.now())
        _keep(response, visit, _DEVICE, device, int(DEVICE_LASTS.total_seconds()))
    return response


def _goes_on(visit: Visit, person: Person, wanted: str) -> Response:
    """To the page that was asked for, or to where the person begins."""
    return goes_to(visit.addition.home(visit.workspace, person) if wanted == _HOME else wanted)


def _keep(response: Response, visit: Visit, name: str, secret: str, seconds: int) -> None:
    """Give the browser a secret to keep in a cookie."""
    response.set_cookie(
        cookie_name(visit.workspace, name),
        secret,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=visit.workspace.is_behind_tls,
    )
