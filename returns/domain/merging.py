"""A claim from all its tellings: field by field the last word, and what only their order tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from returns.domain import reasons, suggesting
from returns.domain.facts import Claim
from sellerdesk.domain.revisions import Revision, merge


@dataclass(frozen=True, slots=True)
class Given:
    """A reason as it was told, what it is in our taxonomy, and whether that was read from the words."""

    told: str
    text: str
    code: str
    read: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """A claim as all its tellings together tell it. `fields` are those of the feed."""

    claim: Claim
    fields: dict[str, Any]
    told_at: datetime
    reason: Given
    first_reason: str


def merged(revisions: Sequence[Revision]) -> Merged:
    """All tellings of one claim, in whatever order. At least one."""
    ordered = sorted(revisions, key=lambda revision: revision[:2])
    fields = merge(ordered)
    told = _since(ordered, fields.get("status"))
    claim = Claim(
        at=fields["at"],
        wants=fields["wants"],
        line=fields.get("line"),
        due_at=fields.get("due_at"),
        status=fields.get("status"),
        status_at=told[0] if told else None,
        status_again=tuple(told[1:]),
    )
    firsts = (given(revision.fields.get("reason")).code for revision in ordered)
    return Merged(claim, fields, ordered[-1].told_at, given(fields.get("reason")), next((code for code in firsts if code), ""))


def _since(ordered: Sequence[Revision], status: str | None) -> list[datetime]:
    """When a claim's status was told, from the first of its last tellings without another between; nothing of none.

    Whoever tells whole claims tells the status with every change of anything: it is as old as its first telling.
    """
    named = [revision for revision in reversed(ordered) if "status" in revision.fields]
    same = takewhile(lambda revision: revision.fields["status"] == status, named if status else ())
    return [revision.told_at for revision in same][::-1]


def given(reason: dict[str, Any] | None) -> Given:
    """A reason of the feed: its code where we know it, else what its words suggest. Of a code alone that we do not know: `other`."""
    told, text = (reason or {}).get("code") or "", (reason or {}).get("text") or ""
    if code := reasons.of_code(told):
        return Given(told, text, code, read=False)
    if found := suggesting.suggest(text):
        return Given(told, text, found.reason, read=True)
    return Given(told, text, reasons.OTHER if told else "", read=False)
