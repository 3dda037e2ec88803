"""What a buyer sent as evidence: where each picture or film lies, and whether the page may show it in place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sellerdesk.domain import own_files


_UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Picture:
    """One address: `lies_here` is one of our own files, `host` where it is on the web; neither for what is no such address."""

    address: str
    lies_here: bool = False
    host: str = ""


def pictures(addresses: Sequence[str]) -> list[Picture]:
    """In their order. Addresses that leave out the scheme, as Wildberries writes them, are of the web."""
    return [picture(address) for address in addresses]


def picture(address: str) -> Picture:
    """One of them; nothing from elsewhere is ever shown in place."""
    if own_files.is_own(address):
        return Picture(address, lies_here=True)
    whole = f"https:{address}" if address.startswith("//") else address
    if _UNSEEN.search(whole):
        return Picture(address)
    try:
        found = urlsplit(whole)
        host = found.hostname if found.scheme in {"http", "https"} else None
    except ValueError:
        return Picture(address)
    return Picture(whole, host=host) if host else Picture(address)
