"""«Доступ к файлу»: who may do what with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.responses import Response

from automation.embedded.access.email_addresses import one_address
from automation.embedded.drive.kinds import FORM, SPREADSHEET, page_of
from automation.embedded.pages.disk.deeds import may
from automation.embedded.pages.disk.notes import done, note
from automation.embedded.pages.disk.rows import Json, found, home_of, row_of
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import show
from automation.embedded.pages.visit import Refused, Visit

ROLES = {"reader": "Читатель", "commenter": "Комментатор", "writer": "Редактор"}
_OWNER = "Владелец"
_STRENGTH = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")
_BY_LINK = "anyoneWithLink"
_MOST_AT_ONCE = 100  # people
_MOST_SHOWN = 80  # letters of what is no address


@dataclass(frozen=True)
class Holder:
    """Somebody with a role on the file; ``place`` is the folder that gives it."""

    id: str
    name: str
    email: str
    role: str
    until: str = ""
    place: str = ""
    is_me: bool = False

    @property
    def role_name(self) -> str:
        """The role as people read it."""
        return ROLES.get(self.role, _OWNER)

    @property
    def is_fixed(self) -> bool:
        """Whether the role cannot be changed here."""
        return bool(self.place) or self.role not in ROLES


@page("GET", "/drive/share/{file_id}")
def share(visit: Visit) -> Response:
    return _page(visit, _shareable(visit))


def _shareable(visit: Visit) -> Json:
    return may(visit, "canShare", "открывать доступ к этому файлу")


def _page(visit: Visit, file: Json, problem: str = "", **typed: str) -> Response:
    permissions = visit.ask("drive.permissions.list", fileId=file["id"])["permissions"]
    holders, link_from = _inherited(visit, file)
    own = [_holder(visit, each) for each in permissions if each["id"] != _BY_LINK]
    return show(
        visit,
        "disk/share.html",
        400 if problem else 200,
        scripts=True,
        row=row_of(file),
        holders=_strongest([*own, *holders]),
        roles=ROLES,
        by_link=any(each["id"] == _BY_LINK for each in permissions),
        link_from=link_from,
        folder=_folder_to_share(visit, file),
        link=visit.base_url + page_of(file["mimeType"], file["id"]),
        answers=f"{visit.base_url}/forms/d/e/{file['id']}/viewform" if file["mimeType"] == FORM else "",
        home=home_of(visit, file),
        problem=problem,
        note=note(visit),
        typed=typed,
    )


def _holder(visit: Visit, permission: Json, place: str = "") -> Holder:
    email = permission.get("emailAddress", "")
    name = permission.get("displayName") or email
    if permission["type"] in ("anyone", "domain"):
        name = "Все" if permission["type"] == "anyone" else f"Все с адресом на @{permission['domain']}"
    is_me = email.lower() == visit.person.email
    return Holder(permission["id"], name, email, permission["role"], permission.get("expirationTime", ""), place, is_me)


def _inherited(visit: Visit, file: Json) -> tuple[list[Holder], str]:
    """Who has a role by a folder above, and the folder by which everybody with a link has one."""
    holders, link_from, above = [], "", file
    while above["parents"]:
        folder = found(visit, above["parents"][0])
        if folder is None:
            break
        for permission in folder.get("permissions", []):
            if permission["id"] == _BY_LINK:
                link_from = link_from or folder["name"]
            else:
                holders.append(_holder(visit, permission, folder["name"]))
        above = folder
    return holders, link_from


def _folder_to_share(visit: Visit, file: Json) -> Json | None:
    """The folder of a spreadsheet, where this person may share that: what its cells link to lies there, and is opened
    to nobody by the spreadsheet alone."""
    above = [each for each in file["parents"] if each != visit.workspace.files.root_id]
    folder = found(visit, above[0]) if above and file["mimeType"] == SPREADSHEET else None
    return folder if folder and folder["capabilities"]["canShare"] else None


def _strongest(holders: list[Holder]) -> list[Holder]:
    """Each person's own role, and an inherited one only where it gives more."""
    kept: dict[str, Holder] = {}
    for each in holders:
        others = [other for other in kept.values() if other.id.split("/")[0] == each.id]
        if all(_STRENGTH.index(each.role) > _STRENGTH.index(other.role) for other in others):
            kept[f"{each.id}/{each.place}"] = each
    return sorted(kept.values(), key=lambda each: (-_STRENGTH.index(each.role), each.email))


@page("POST", "/drive/share/{file_id}/add")
def add(visit: Visit) -> Response:
    file = _shareable(visit)
    emails = [each for each in re.split(r"[\s,;]+", visit.sent("email").lower()) if each]
    role, text = visit.sent("role"), visit.sent("message")
    if problem := _wrong_address(file, emails):
        return _page(visit, file, problem, email=visit.sent("email"), role=role, message=text)
    with visit.workspace.writing():  # all of them, or nobody
        for email in emails:
            body = {"type": "user", "role": _role(role), "emailAddress": email}
            visit.ask("drive.permissions.create", body, fileId=file["id"], emailMessage=text)
    return done(_address(file), _how_the_link_goes(visit))


def _how_the_link_goes(visit: Visit) -> str:
    """What is said of the letters to those who were let in: where none leaves, somebody has to hand the links over."""
    if visit.workspace.delivers:
        return "shared"
    return "shared-by-hand" if visit.person.is_owner else "shared-by-owner"


def _wrong_address(file: Json, emails: list[str]) -> str:
    """What is wrong with the addresses; nothing if all will do."""
    if not emails:
        return "Адрес пустой. Напишите эл. почту человека, например: anna@shkola.ru"
    if len(emails) > _MOST_AT_ONCE:
        return f"Адресов слишком много: {len(emails)}. Открывайте доступ не больше чем {_MOST_AT_ONCE} людям за раз."
    wrong = [email[:_MOST_SHOWN] for email in emails if one_address(email) is None]
    if wrong:
        return f"Это не похоже на адрес эл. почты: «{wrong[0]}». Проверьте его; должно быть как anna@shkola.ru"
    owners = {each["emailAddress"].lower() for each in file["owners"]}
    if theirs := owners.intersection(emails):
        return f"{theirs.pop()} — владелец этого файла, и ему уже можно всё. Напишите другой адрес."
    return ""


def _role(name: str) -> str:
    if name not in ROLES:
        raise Refused("Такой роли нет. Вернитесь и выберите роль из списка.")
    return name


@page("POST", "/drive/share/{file_id}/role")
def change_role(visit: Visit) -> Response:
    file = _shareable(visit)
    body = {"role": _role(visit.sent("role"))}
    visit.ask("drive.permissions.update", body, fileId=file["id"], permissionId=visit.sent("permission"))
    return _after(visit, file, "role")


@page("POST", "/drive/share/{file_id}/remove")
def remove(visit: Visit) -> Response:
    file = _shareable(visit)
    visit.ask("drive.permissions.delete", fileId=file["id"], permissionId=visit.sent("permission"))
    return _after(visit, file, "removed")


@page("POST", "/drive/share/{file_id}/link")
def switch_link(visit: Visit) -> Response:
    file = _shareable(visit)
    if visit.sent("link") == "on":
        visit.ask("drive.permissions.create", {"type": "anyone", "role": "reader"}, fileId=file["id"])
        return done(_address(file), "link-on")
    if any(each["id"] == _BY_LINK for each in file.get("permissions", [])):
        visit.ask("drive.permissions.delete", fileId=file["id"], permissionId=_BY_LINK)
    return _after(visit, file, "link-off")


def _after(visit: Visit, file: Json, deed: str) -> Response:
    """Back to the page, unless the visitor has just shut themselves out."""
    now = found(visit, file["id"])
    if now is None:
        return done("/drive", "left")
    return done(_address(file) if now["capabilities"]["canShare"] else page_of(file["mimeType"], file["id"]), deed)


def _address(file: Json) -> str:
    return f"/drive/share/{file['id']}"
