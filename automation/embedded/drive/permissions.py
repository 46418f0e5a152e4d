"""Who may do what with a file.

https://developers.google.com/workspace/drive/api/reference/rest/v3/permissions
"""

from __future__ import annotations

from typing import Any

from automation.embedded.access import sharing
from automation.embedded.access.email_addresses import is_domain, one_address
from automation.embedded.access.person import Person
from automation.embedded.calls import Call, handles
from automation.embedded.drive.files import moment, permission_id, rfc3339
from automation.embedded.drive.kinds import page_of
from automation.embedded.errors import ApiError
from automation.embedded.field_mask import Mask, parse, select

Json = dict[str, Any]

_TYPES = ("user", "group", "domain", "anyone")
_ROLES = ("owner", "organizer", "fileOrganizer", "writer", "commenter", "reader")
_VIEWS = ("published", "metadata")
_DEFAULT: Mask = parse("id,type,kind,role")


def _shown(call: Call, permission: Json) -> Json:
    shown: Json = permission if call.mask_given else select(permission, _DEFAULT)
    return shown


def _find(file: Json, wanted: str) -> Json:
    for permission in file["permissions"]:
        if permission["id"] == wanted:
            found: Json = permission
            return found
    raise ApiError(404, f"Permission not found: {wanted}.", location="permissionId")


def _required(body: Json, name: str, allowed: tuple[str, ...]) -> str:
    value = body.get(name)
    if not value:
        message = f"The permission {name} field is required."
        raise ApiError(400, message, reason="required", location=f"permission.{name}", location_type="other")
    if value not in allowed:
        message = f"The specified {name} is invalid or not supported."
        raise ApiError(400, message, reason="invalid", location=f"permission.{name}", location_type="other")
    return str(value)


def _new_permission(body: Json) -> Json:
    kind, role = _required(body, "type", _TYPES), _required(body, "role", _ROLES)
    permission: Json = {"kind": "drive#permission", "type": kind, "role": role}
    if kind in ("user", "group"):
        email = one_address(body.get("emailAddress", ""))
        if email is None:
            message = "The specified emailAddress is invalid or not applicable for the given permission type."
            raise ApiError(400, message, reason="invalidSharingRequest")
        permission |= {"id": permission_id(email), "emailAddress": email, "deleted": False, "pendingOwner": False}
        permission["displayName"] = email.partition("@")[0]
    elif kind == "domain":
        if not body.get("domain"):
            raise ApiError(400, "The domain field is required.", reason="required", location="permission.domain")
        if not is_domain(body["domain"]):
            raise ApiError(400, "The specified domain is invalid.", reason="invalid", location="permission.domain")
        permission |= {"id": permission_id(body["domain"]) + "k", "domain": body["domain"]}
    else:
        permission["id"] = "anyone" if body.get("allowFileDiscovery") else "anyoneWithLink"
    if kind in ("domain", "anyone"):
        permission["allowFileDiscovery"] = body.get("allowFileDiscovery", False)
    if "expirationTime" in body:
        permission["expirationTime"] = _end(body)
    if body.get("view"):
        # Seeing a form's published side is another permission than that on the form itself.
        permission |= {"view": _required(body, "view", _VIEWS)}
        permission["id"] += "-" + permission["view"]
    return permission


def _end(body: Json) -> str:
    return rfc3339(moment(body["expirationTime"], "permission.expirationTime"))


@handles("drive.permissions.create")
def create(call: Call) -> Json:
    now = call.workspace.now()
    permission = _new_permission(call.body)
    if permission["role"] == "owner" and not call.get("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise ApiError(403, message, reason="forbidden", location="transferOwnership")
    file = call.workspace.files.change(call["fileId"], now)
    others = [item for item in file["permissions"] if item["id"] != permission["id"]]
    former = next((item for item in file["permissions"] if item["id"] == permission["id"]), permission)
    if former["role"] == "owner" != permission["role"]:
        raise _owner_stays()
    file["permissions"] = [*others, permission]
    if permission["type"] == "user" and call.get("sendNotificationEmail", True):
        _invite(call, file, permission)
    return _shown(call, permission)


def _owner_stays() -> ApiError:
    return ApiError(403, "The owner of a file cannot be removed.", reason="insufficientFilePermissions")


def _invite(call: Call, file: Json, permission: Json) -> None:
    person = Person(permission["emailAddress"].lower())
    if not person.is_owner:  # who has the whole workspace already
        role, page = permission["role"], page_of(file["mimeType"], file["id"])
        if permission.get("view"):
            role, page = "respondent", f"/forms/d/e/{file['id']}/viewform"
        note = call.get("emailMessage", "")
        sharing.invite(call.workspace, person, role, file["name"], call.base_url, page, note)


@handles("drive.permissions.list")
def list_permissions(call: Call) -> Json:
    file = call.workspace.files.get(call["fileId"])
    listed = [item for item in file["permissions"] if _is_listed(call, item)]
    return {"kind": "drive#permissionList", "permissions": [_shown(call, item) for item in listed]}


def _is_listed(call: Call, permission: Json) -> bool:
    return "view" not in permission or permission["view"] in call.get("includePermissionsForView", "").split(",")


@handles("drive.permissions.get")
def get(call: Call) -> Json:
    return _shown(call, _find(call.workspace.files.get(call["fileId"]), call["permissionId"]))


@handles("drive.permissions.update")
def update(call: Call) -> Json:
    file = call.workspace.files.change(call["fileId"], call.workspace.now())
    permission = _find(file, call["permissionId"])
    if permission["role"] == "owner":
        raise _owner_stays()
    if "role" in call.body:
        permission["role"] = _required(call.body, "role", _ROLES)
    if call.get("removeExpiration"):
        permission.pop("expirationTime", None)
    elif "expirationTime" in call.body:
        permission["expirationTime"] = _end(call.body)
    return _shown(call, permission)


@handles("drive.permissions.delete")
def delete(call: Call) -> None:
    file = call.workspace.files.change(call["fileId"], call.workspace.now())
    permission = _find(file, call["permissionId"])
    if permission["role"] == "owner":
        raise _owner_stays()
    file["permissions"].remove(permission)
