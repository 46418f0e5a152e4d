"""«Доступ»: who I am, the owner's password, and who else can get in."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from automation.embedded.access import passwords
from automation.embedded.access.attempts import Client, TooManyAttempts
from automation.embedded.access.passwords import MAX_PASSWORD, MIN_PASSWORD
from automation.embedded.access.sign_ins import Access
from automation.embedded.errors import ApiError
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import show
from automation.embedded.pages.visit import Visit

_ADVICE = "Придумайте фразу из четырёх-пяти слов, не связанных между собой и с вашей организацией."


@page("GET", "/account")
def account(visit: Visit) -> Response:
    if not visit.person.email:
        raise ApiError(401, "Nobody is signed in.")
    return _account(visit)


def _account(visit: Visit, status: int = 200, **said: Any) -> Response:
    sign_ins = visit.workspace.sign_ins
    with visit.workspace.reading():
        people, has_password, asks = _others(visit), sign_ins.has_password(), _asks_for_old_password(visit)
    return show(
        visit,
        "account.html",
        status,
        people=people,
        has_password=has_password,
        asks_for_old_password=asks,
        shortest=MIN_PASSWORD,
        **said,
    )


def _others(visit: Visit) -> list[Access]:
    everyone = visit.workspace.sign_ins.everyone(visit.workspace.now())
    return [each for each in everyone if each.email != visit.person.email]


@page("POST", "/account/password")
def set_password(visit: Visit) -> Response:
    _owner_only(visit)
    workspace, password = visit.workspace, visit.sent("password")
    if problem := _wrong_old_password(visit) or _unfit(visit, password):
        return _account(visit, 400, problem=problem)
    hashed = passwords.hashed(password)
    with workspace.writing():
        # Whoever changed it, or closed this session, since the old one was looked at, has the last word.
        if workspace.sign_ins.email_of(visit.session, workspace.now()) is None:
            raise ApiError(403, "The session was closed meanwhile.")
        workspace.sign_ins.set_password_hash(hashed)
        # Whoever knew the old one, or has an old link, is out; this browser stays.
        workspace.sign_ins.revoke(visit.person.email, but=visit.session)
    return _account(visit, note="Пароль задан. Остальные ваши сеансы закрыты.")


def _asks_for_old_password(visit: Visit) -> bool:
    """Whether to know the old one is the proof: whoever comes by a printed link has the machine, which is more."""
    workspace = visit.workspace
    came_by_link = workspace.sign_ins.came_by_link_just_now(visit.session, workspace.now())
    return workspace.sign_ins.has_password() and not came_by_link


def _wrong_old_password(visit: Visit) -> str:
    """What is wrong with the old password that was sent, in words; empty if it is right, or not asked for."""
    with visit.workspace.reading():
        asks = _asks_for_old_password(visit)
    try:
        if asks and passwords.check(visit.workspace, visit.sent("old"), Client(visit.session, is_known=True)) is None:
            return "Прежний пароль не подошёл. Пароль не изменён."
    except TooManyAttempts:
        return "Прежний пароль слишком много раз введён неверно. Подождите пять минут. Пароль не изменён."
    return ""


def _unfit(visit: Visit, password: str) -> str:
    """Why a new password will not do, in words; empty if it will."""
    if len(password) < MIN_PASSWORD:
        return f"Пароль слишком короткий: нужно не меньше {MIN_PASSWORD} знаков. {_ADVICE}"
    if len(password) > MAX_PASSWORD:
        return f"Пароль слишком длинный: нужно не больше {MAX_PASSWORD} знаков."
    if passwords.is_weak(password, passwords.well_known(visit.workspace)):
        return f"Такой пароль легко подобрать. {_ADVICE}"
    return ""


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
