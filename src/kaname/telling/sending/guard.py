"""Which addresses the server may be made to call: those of the web, none inside a network unless that is allowed."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from kaname.telling.errors import TellingError

PORTS = {"https": 443, "http": 80}
NAT64 = ip_network("64:ff9b::/96")


def checked(address: str) -> tuple[str, int]:
    """(host, port) of an address of the web.

    Raises
    ------
    TellingError
        address_not_http, address_unreadable.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise TellingError("address_unreadable") from error
    if parts.scheme not in PORTS:
        raise TellingError("address_not_http")
    if not parts.hostname or parts.username is not None or any(ord(letter) < 33 for letter in address):
        raise TellingError("address_unreadable")
    return parts.hostname, port or PORTS[parts.scheme]


def resolved(host: str, port: int, *, allow_private: bool) -> str:
    """The address of the network to connect to; every one that the name stands for is looked at.

    Raises
    ------
    TellingError
        address_unknown, address_private.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TellingError("address_unknown", host=host) from error
    addresses = [str(one[4][0]) for one in found]
    if not allow_private and not all(is_public(ip_address(one.partition("%")[0])) for one in addresses):
        raise TellingError("address_private", host=host)
    return addresses[0]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is reached from everywhere; of one that wraps another, the other counts as well."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFF_FFFF)
        if wrapped is not None and not is_public(wrapped):
            return False
        if address.ipv4_mapped:
            return True
    return address.is_global and not address.is_multicast
