"""Which addresses a desk may be made to call: no place inside the house, however its address is spelt. Pure."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit


PORTS: Final = frozenset({443, 8443})
LONGEST: Final = 500
USUAL: Final = {"https": 443, "http": 80}
_NEVER: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "64:ff9b:1::/48", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
"""Loopback, private, link-local (where clouds keep their metadata), shared by carriers, multicast, tunnels, tests, reserved."""
_UNICAST = ip_network("2000::/3")
"""All that is given out of IPv6: nothing else is a place of the Internet, such as IPv4 translated (::ffff:0:a.b.c.d)."""
_MAPPED, _NAT64, _6TO4 = ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96"), ip_network("2002::/16")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: scheme, host without brackets, port."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """As an installation names it, the usual port left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == USUAL[self.scheme] else f":{self.port}")


def place_of(url: str) -> Place | None:
    """Where an address leads; None for what is no plain web address: with a name and password, a fragment, spaces, other alphabets."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or any(sign in url for sign in ' \\"<>^`{|}#'):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in USUAL or not host or "@" in parts.netloc or port == 0 or not _is_host(host):
        return None
    return Place(parts.scheme, host, port or USUAL[parts.scheme])


def _is_host(host: str) -> bool:
    """A name, or an address as everybody spells it: 2130706433, 0x7f.1 and 0177.0.0.1 are neither."""
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return "%" not in host and str(ip_address(host)) == host.lower()
        except ValueError:
            return False
    return len(host) <= 253 and _HOST.fullmatch(host) is not None


def is_open(text: str) -> bool:
    """Whether an IP address is one of the open Internet. What carries an IPv4 address inside is judged by that."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        if (inner := _inner(address)) is not None:
            return _is_open(inner)
    return _is_open(address)


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not address.is_multicast and not any(address in net for net in _NEVER if net.version == address.version)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _MAPPED or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _6TO4:
        return IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    return None
