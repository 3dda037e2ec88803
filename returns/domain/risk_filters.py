"""Which orders at risk the list shows, read from an address and told to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from returns.domain.risks import RISKS, Risk
from sellerdesk.domain.cursors import Cursor, cursor


Fate = Literal["reached", "refused", "cancelled", "on_way"]
FATES: tuple[Fate, ...] = get_args(Fate)
"""What became of the order: delivered, not taken, called off, or none of them yet."""


@dataclass(frozen=True, slots=True)
class RiskFilter:
    """Open ones or closed ones, of one risk; of closed ones also whether the buyer was written to, and what became of the order."""

    closed: bool = False
    risk: Risk | None = None
    written: bool | None = None
    fate: Fate | None = None
    after: Cursor | None = None


def read(query: Mapping[str, str]) -> RiskFilter:
    """What an address asks for; what makes no sense asks for nothing."""
    risk: Risk | None = next((one for one in RISKS if one == query.get("risk")), None)
    if query.get("show") != "closed":
        return RiskFilter(risk=risk, after=cursor(query.get("after", "")))
    fate: Fate | None = next((one for one in FATES if one == query.get("fate")), None)
    written = {"1": True, "0": False}.get(query.get("written", ""))
    return RiskFilter(closed=True, risk=risk, written=written, fate=fate, after=cursor(query.get("after", "")))


def told(asked: RiskFilter, *, after: Cursor | None) -> dict[str, str]:
    """The parameters that ask for it, without what is meant anyway."""
    said = {
        "show": "closed" if asked.closed else "",
        "risk": asked.risk or "",
        "written": "" if asked.written is None else str(int(asked.written)),
        "fate": asked.fate or "",
        "after": after.text() if after else "",
    }
    return {name: value for name, value in said.items() if value}
