"""What a buyer sent as evidence: where each picture or film lies, and whether the page may show it in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit


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
    if address.startswith("/static/") and ".." not in address:
        return Picture(address, lies_here=True)
    whole = f"https:{address}" if address.startswith("//") else address
    try:
        found = urlsplit(whole)
    except ValueError:
        return Picture(address)
    return Picture(whole, host=found.hostname) if found.scheme in {"http", "https"} and found.hostname else Picture(address)
