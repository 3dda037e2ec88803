"""A desk keeps a kind of data shorter than the installation: what would go by that, and choosing it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from sellerdesk import audit, desks, setwise
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import KeptShorter
from sellerdesk.privacy import retention, shorter
from sellerdesk.privacy.registry import Kind


COUNTED: Final = 100_000


@dataclass(frozen=True, slots=True)
class Term:
    """How long one kind is kept in one desk."""

    kind: Kind
    limit: int
    """Days of the installation."""
    chosen: int | None
    """Days of the desk's own; None where it has none."""

    @property
    def days(self) -> int:
        """Days after which its rows go."""
        return self.limit if self.chosen is None else min(self.limit, self.chosen)


@dataclass(frozen=True, slots=True)
class Going:
    """What would go the next night."""

    rows: int
    more: bool
    """Whether there are more than were counted."""
    oldest: datetime | None


def terms(desk_id: int) -> list[Term]:
    """Every kind that a desk may keep shorter, in the order of the page."""
    chosen = shorter.of(desk_id)
    return [Term(kind, limit, chosen.get(kind.key)) for kind in retention.kinds() if (limit := kind.limit) is not None and kind.going]


def term(desk_id: int, key: str) -> Term:
    """One of them. NotVisible for a kind that is kept as long as the desk, or that there is not."""
    found = next((one for one in terms(desk_id) if one.kind.key == key), None)
    if found is None:
        raise NotVisible
    return found


def why_not(limit: int, days: int | None) -> Refusal | None:
    """Why a desk cannot keep a kind for so many days (None: as the installation), or None."""
    if days is not None and not 1 <= days <= limit:
        return Refusal(
            "days_out_of_limit", _("Between 1 and %(limit)d days can be chosen.") % {"limit": limit},
            _("The installation keeps it no longer; who runs it can change that for all desks."),
        )  # fmt: skip
    return None


def going(desk_id: int, kind: Kind, *, days: int, now: datetime) -> Going:
    """How many rows are older than so many days, counted up to 100,000."""
    found = setwise.rows(
        f"SELECT count(*), min(at) FROM (SELECT {kind.at} AS at FROM {_past(kind)} LIMIT {COUNTED + 1}) AS x",
        [desk_id, now - timedelta(days=days)],
    )
    ((number, oldest),) = found
    return Going(min(number, COUNTED), number > COUNTED, oldest)


def rows(desk_id: int, kind: Kind, *, days: int, now: datetime, after: int, number: int) -> list[tuple[int, datetime]]:
    """These rows, oldest first: their number and their moment; `number` of them after the first `after`."""
    return setwise.rows(
        f"SELECT id, {kind.at} FROM {_past(kind)} ORDER BY {kind.at}, id LIMIT %s OFFSET %s",
        [desk_id, now - timedelta(days=days), number, after],
    )


@command
def keep(*, desk_id: int, key: str, days: int | None, actor: Actor, now: datetime) -> None:
    """Keep a kind for so many days in this desk from the next night on; None: as the installation does. Twice is once.

    Refused: days_out_of_limit. NotVisible for a kind without a time of its own. Nothing is deleted here; the nightly sweeps do that.
    """
    desks.hold(desk_id)
    before = term(desk_id, key)
    if refusal := why_not(before.limit, days):
        raise refusal
    wanted = None if days == before.limit else days
    if wanted == before.chosen:
        return
    if wanted is None:
        KeptShorter.objects.filter(desk_id=desk_id, kind=key).delete()
    else:
        KeptShorter.objects.update_or_create(desk_id=desk_id, kind=key, defaults={"days": wanted})
    audit.record(desk_id, actor, "retention.changed", f"kept:{key}", {"days": before.days}, {"days": wanted or before.limit}, now)
    note(desk_id, "desk.changed", desk=desk_id)


def _past(kind: Kind) -> str:
    return f"{kind.tables[0]} WHERE desk_id = %s AND {kind.at} < %s AND {kind.going}"
