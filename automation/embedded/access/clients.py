"""Who a request comes from, as far as a network can tell: what limits on strangers are counted by."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

_Address = IPv4Address | IPv6Address
_ONE_CLIENT_S = 64  # bits of an IPv6 address: whoever has one address has all that begin with these


def client_of(scope: Scope) -> str:
    """The address that a request came from, to count by: ``"192.0.2.7"``, ``"2001:db8:0:1::/64"``; empty if unknown.

    Where a proxy on this machine passed it on, that is the last address in ``X-Forwarded-For`` that is not this
    machine's own: the proxy wrote it, and what stands before it is the client's own word. From anywhere else the
    header is not looked at. It names a client and proves nothing: never let it open a door.
    """
    peer = scope.get("client")
    sender = _address(peer[0]) if peer else None
    if sender is not None and sender.is_loopback:
        sender = _passed_on(Headers(scope=scope).getlist("x-forwarded-for")) or sender
    return _counted(sender) if sender is not None else ""


def _passed_on(headers: list[str]) -> _Address | None:
    for text in reversed(",".join(headers).split(",")):
        address = _address(text)
        if address is None or not address.is_loopback:
            return address
    return None


def _address(text: str) -> _Address | None:
    """The address in ``192.0.2.7``, ``192.0.2.7:1234``, ``2001:db8::7`` or ``[2001:db8::7]:1234``, if there is one."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _counted(address: _Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((address, _ONE_CLIENT_S), strict=False))
