"""«Доступ»: who I am, the owner's password, and who else can get in."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from automation.embedded.access.sign_ins import MIN_PASSWORD, Access
from automation.embedded.errors import ApiError
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import show
from automation.embedded.pages.visit import Visit


@page("GET", "/account")
def account(visit: Visit) -> Response:
    if not visit.person.email:
        raise ApiError(401, "Nobody is signed in.")
    return _account(visit)


def _account(visit: Visit, status: int = 200, **said: Any) -> Response:
    with visit.workspace.reading():
        people, has_password = _others(visit), visit.workspace.sign_ins.has_password()
    return show(visit, "account.html", status, people=people, has_password=has_password, shortest=MIN_PASSWORD, **said)


def _others(visit: Visit) -> list[Access]:
    everyone = visit.workspace.sign_ins.everyone(visit.workspace.now())
    return [each for each in everyone if each.email != visit.person.email]


@page("POST", "/account/password")
def set_password(visit: Visit) -> Response:
    _owner_only(visit)
    password = visit.sent("password")
    if len(password) < MIN_PASSWORD:
        return _account(visit, 400, problem=f"Пароль слишком короткий: нужно не меньше {MIN_PASSWORD} знаков.")
    with visit.workspace.writing():
        visit.workspace.sign_ins.set_password(password)
        # Whoever knew the old one, or has an old link, is out; this browser stays.
        visit.workspace.sign_ins.revoke(visit.person.email, but=visit.session)
    return _account(visit, note="Пароль задан. Остальные ваши сеансы закрыты.")


@page("POST", "/account/people/revoke")
def revoke(visit: Visit) -> Response:
    _owner_only(visit)
    email = visit.sent("email").lower()
    with visit.workspace.writing():
        visit.workspace.sign_ins.revoke(email, but=visit.session)
    return _account(visit, note=f"{email} больше не может войти: все личные ссылки отозваны, сеансы закрыты.")


@page("POST", "/account/people/link")
def new_link(visit: Visit) -> Response:
    _owner_only(visit)
    email = visit.sent("email").lower()
    with visit.workspace.writing():
        if email not in {each.email for each in _others(visit)}:
            raise ApiError(404, "Nobody with this address can get in.")
        secret = visit.workspace.sign_ins.new_link(email, visit.workspace.now())
    return _account(visit, link={"email": email, "address": f"{visit.base_url}/signin/{secret}"})


def _owner_only(visit: Visit) -> None:
    if not visit.person.is_owner:
        raise ApiError(403, "Only the owner may do this.")
