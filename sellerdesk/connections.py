"""How each shop is tied to its marketplace: chosen by an owner or manager, and whether it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from sellerdesk import audit, commands, sealing
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Desk, Shop, ShopConnection, SyncCursor


BY_HAND = ShopConnection.Kind.BY_HAND.value
SIMULATOR = ShopConnection.Kind.SIMULATOR.value
SILENT = ShopConnection.Why.SILENT.value
DENIED = ShopConnection.Why.DENIED.value
READ_EVERY = timedelta(seconds=10)
LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Connection:
    """One shop's connection; one that nobody has chosen is by hand."""

    desk_id: int
    shop_id: int
    kind: str = BY_HAND
    settings: Mapping[str, Any] = field(default_factory=dict)
    failing_since: datetime | None = None
    failing_why: str = ""
    read_at: datetime | None = None

    @property
    def is_read(self) -> bool:
        """Whether it tells us something by itself."""
        return self.kind != BY_HAND


def of(desk_id: int, shop_id: int) -> Connection:
    """The connection of a shop."""
    row = ShopConnection.objects.filter(desk_id=desk_id, shop_id=shop_id).first()
    return Connection(desk_id, shop_id) if row is None else _facts(row)


def all_of(desk_id: int, shop_ids: Sequence[int]) -> dict[int, Connection]:
    """The connections of these shops that somebody has chosen, by shop; one query."""
    rows = ShopConnection.objects.filter(desk_id=desk_id, shop_id__in=shop_ids)
    return {row.shop_id: _facts(row) for row in rows}


def told(desk_id: int, shop_id: int, facts: Mapping[str, Any]) -> Connection:
    """A connection as it comes beside its shop (`access.here`), without its settings."""
    failing_since, read_at = (datetime.fromisoformat(at) if (at := facts[name]) else None for name in ("failing_since", "read_at"))
    return Connection(desk_id, shop_id, facts["kind"], {}, failing_since, facts["failing_why"], read_at)


def secret(desk_id: int, shop_id: int) -> str:
    """The secret of a connection, in the open; empty where it has none. Refused with sealing.Unsealable."""
    sealed = ShopConnection.objects.filter(desk_id=desk_id, shop_id=shop_id).values_list("secret", flat=True).first()
    return sealing.unseal(sealed or "")


def simulator_allowed(desk_id: int) -> bool:
    """Whether a shop of this desk may play with the simulated marketplace: the demo's may, others where the installation says so."""
    return bool(settings.SIMULATOR_EVERYWHERE) or Desk.objects.filter(pk=desk_id, demo_at__isnull=False).exists()


def why_not_choose(desk_id: int, kind: str, pages: str) -> Refusal | None:
    """Why a shop may not be connected so, or None."""
    if kind not in ShopConnection.Kind.values:
        return Refusal("connection_unknown", _("There is no such connection."))
    if kind == SIMULATOR and not simulator_allowed(desk_id):
        message = _("The simulated marketplace is for the demo desk: what is sent there reaches nobody.")
        return Refusal("simulator_not_allowed", message, _("Choose by hand."))
    if pages and not _is_page(pages):
        return Refusal("pages_malformed", _("This is no web address."), _("Use one that begins with https://"))
    return None


@commands.command
def choose(*, desk_id: int, shop_id: int, kind: str, pages: str, actor: Actor, now: datetime) -> None:
    """Connect a shop: by hand (`pages` is where a person finds the marketplace's own pages) or to the simulated marketplace.

    Refused: connection_unknown, simulator_not_allowed, pages_malformed. What was read until now stays read.
    """
    pages = pages.strip()
    if refusal := why_not_choose(desk_id, kind, pages):
        raise refusal
    if not Shop.objects.select_for_update(no_key=True).filter(desk_id=desk_id, pk=shop_id).exists():
        raise NotVisible
    connect(desk_id, shop_id, kind, {"pages": pages} if pages else {}, actor=actor, now=now)


def connect(desk_id: int, shop_id: int, kind: str, chosen: Mapping[str, Any], *, actor: Actor, now: datetime) -> bool:
    """Write a connection, inside a command; False where it is that already. Settings that the page does not show stay."""
    row = ShopConnection.objects.filter(desk_id=desk_id, shop_id=shop_id).first()
    before = {"kind": row.kind if row else BY_HAND, "pages": row.settings.get("pages", "") if row else ""}
    after = {"kind": kind, "pages": chosen.get("pages", "")}
    kept = {name: value for name, value in row.settings.items() if name != "pages"} if row and row.kind == kind else {}
    if row is not None and before == after and {**kept, **chosen} == row.settings:
        return False
    fields = {
        "kind": kind, "settings": {**kept, **chosen}, "changed_at": now, "failing_since": None, "failing_why": "",
        "read_after": None if kind == BY_HAND else now,
    }  # fmt: skip
    ShopConnection.objects.update_or_create(desk_id=desk_id, shop_id=shop_id, defaults=fields)
    audit.record(desk_id, actor, "shop.connected", f"shop:{shop_id}", before, after, now)
    commands.note(desk_id, "connection.changed", shop_id=shop_id)
    return True


@commands.command
def note_failure(*, desk_id: int, shop_id: int, since: datetime, why: str, now: datetime) -> None:
    """The connection fails, since a moment: silent or denied. Told once; a first moment stays."""
    failing = ShopConnection.objects.filter(desk_id=desk_id, shop_id=shop_id).exclude(failing_why=why)
    row = failing.first()
    if row is not None and failing.update(failing_since=row.failing_since or since, failing_why=why):
        commands.note(desk_id, "connection.failing", shop_id=shop_id)


@commands.command
def note_answer(*, desk_id: int, shop_id: int, now: datetime) -> None:
    """The connection answers again."""
    if ShopConnection.objects.filter(desk_id=desk_id, shop_id=shop_id, failing_since__isnull=False).update(
        failing_since=None, failing_why=""
    ):
        commands.note(desk_id, "connection.answers", shop_id=shop_id)


def to_read(now: datetime) -> list[int]:
    """The shops whose marketplace is to be read now; a sweep over all desks."""
    return list(ShopConnection.objects.filter(read_after__lte=now).order_by("read_after").values_list("shop_id", flat=True))


def cursor_of(desk_id: int, shop_id: int, topic: str) -> str:
    """How far a topic of a shop is read; empty at the beginning."""
    position = SyncCursor.objects.filter(desk_id=desk_id, shop_id=shop_id, topic=topic).values_list("position", flat=True).first()
    return str((position or {}).get("cursor", ""))


@commands.command
def note_read(*, desk_id: int, shop_id: int, complete: bool, next_at: datetime, now: datetime) -> None:
    """A marketplace was read, to its end or not, and is read again at a moment. No event: its facts tell what is new."""
    moved = {"read_at": now, "read_after": next_at} if complete else {"read_after": next_at}
    ShopConnection.objects.filter(desk_id=desk_id, shop_id=shop_id, read_after__isnull=False).update(**moved)


def failing(desk_id: int, shop_ids: Sequence[int]) -> list[Connection]:
    """Those that do not answer or do not let us in, the longest first."""
    rows = ShopConnection.objects.filter(Q(failing_since__isnull=False), desk_id=desk_id, shop_id__in=shop_ids)
    return [_facts(row) for row in rows.order_by("failing_since", "pk")]


def _facts(row: ShopConnection) -> Connection:
    return Connection(row.desk_id, row.shop_id, row.kind, row.settings, row.failing_since, row.failing_why, row.read_at)


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    sound = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    return sound and len(address) <= LONGEST_ADDRESS and address.isprintable() and not any(sign in address for sign in ' \\"<>')
