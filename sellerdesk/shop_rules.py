"""Rules of a shop by which something is done without a person: made, changed, turned on and off, put in order.

Each room has a table of its own for them, and says what a rule is and does. What is here is called inside a room's command.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from django.db.models import Max, Model
from django.utils.translation import gettext as _

from sellerdesk import audit, setwise
from sellerdesk.commands import note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.neighbours import swapped
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Product, Shop
from sellerdesk.shops import ShopFacts


LONGEST_NAME: Final = 60
MOST_RULES: Final = 20
MOST_A_DAY: Final = 1000


Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Where a room keeps its rules: rows with desk, shop, name, place, since, version and deleted_at.

    `told` gives a row as the audit keeps it, `subject` is theirs there and the beginning of what is told, `event` that of the desk's log;
    `lock_space` keeps the advisory locks of one room's rules apart from all others.
    """

    model: type[Row]
    told: Callable[[Row], dict[str, Any]]
    subject: str
    event: str
    lock_space: int

    @property
    def rows(self) -> Any:
        """All of them: only here it is known that they have these columns."""
        return self.model._default_manager


def add(table: Table[Any], desk_id: int, shop_id: int, columns: dict[str, Any], actor: Actor, now: datetime) -> int:
    """A rule, the last of its shop and turned off; returns its id. The shop is locked. Refused: rule_name_taken, too_many_rules."""
    _refuse_taken(table, desk_id, shop_id, columns["name"], None)
    rows = table.rows.filter(desk_id=desk_id, shop_id=shop_id, deleted_at=None)
    if rows.count() >= MOST_RULES:
        raise Refusal("too_many_rules", _("This shop has 20 rules already."), _("Delete one that is not used."))
    place = (rows.aggregate(last=Max("place"))["last"] or 0) + 1
    row = table.rows.create(desk_id=desk_id, shop_id=shop_id, place=place, **columns)
    tell(table, row, actor, "made", None, table.told(row), now)
    return int(row.pk)


def change(table: Table[Any], row: Any, columns: dict[str, Any], *, version: int, actor: Actor, now: datetime) -> None:
    """Change a rule that was read as `version`; one that is on starts anew. Refused: rule_name_taken, rule_changed."""
    _refuse_taken(table, row.desk_id, row.shop_id, columns["name"], row.pk)
    if row.version != version:
        message = _("Somebody changed this rule meanwhile.")
        raise Refusal("rule_changed", message, _("Nothing was lost: copy your text, load the page and change it again."))
    before = table.told(row)
    for name, value in columns.items():
        setattr(row, name, value)
    after = table.told(row)
    if before == after:
        return
    row.version += 1
    if row.since is not None:
        row.since = now
    row.save()
    tell(table, row, actor, "changed", before, after, now)


def turn(table: Table[Any], row: Any, *, on: bool, actor: Actor, now: datetime) -> bool:
    """Turn a rule on or off; False where it is so already."""
    if on == (row.since is not None):
        return False
    row.since = now if on else None
    row.save(update_fields=["since"])
    tell(table, row, actor, "turned_on" if on else "turned_off", None, {"name": row.name}, now)
    return True


def move(table: Table[Any], row: Any, *, up: bool, actor: Actor, now: datetime) -> None:
    """Change places with the rule before it (`up`) or behind it; at the end nothing changes."""
    order = list(table.rows.filter(desk_id=row.desk_id, shop_id=row.shop_id, deleted_at=None).order_by("place", "id"))
    at = next(place for place, one in enumerate(order) if one.pk == row.pk)
    moved = swapped(order, at, up=up)
    if moved is None:
        return
    order, to = moved
    for place, one in enumerate(order, 1):
        one.place = place
    table.rows.bulk_update(order, ["place"])
    tell(table, row, actor, "moved", {"place": at + 1}, {"place": to + 1}, now)


def delete(table: Table[Any], row: Any, *, actor: Actor, now: datetime) -> None:
    """It does nothing any more; what it did stays in the log."""
    row.since, row.deleted_at = None, now
    row.save(update_fields=["since", "deleted_at"])
    tell(table, row, actor, "deleted", table.told(row), None, now)


def tell(
    table: Table[Any], row: Any, actor: Actor, what: str, before: dict[str, Any] | None, after: dict[str, Any] | None, now: datetime
) -> None:  # fmt: skip
    """Write it into the audit and into the desk's log."""
    audit.record(row.desk_id, actor, f"{table.subject}.{what}", f"{table.subject}:{row.pk}", before, after, now)
    note(row.desk_id, table.event, shop_id=row.shop_id, coalesce=True)


def lock_shop(table: Table[Any], desk_id: int, shop_ids: Collection[int], shop_id: int) -> None:
    """One change of a shop's rules, and one decision by them, at a time: their number, order and day are what no constraint keeps.

    NotVisible for a shop that is not among `shop_ids`.
    """
    if shop_id not in shop_ids or not Shop.objects.filter(desk_id=desk_id, pk=shop_id).exists():
        raise NotVisible
    setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [table.lock_space, shop_id % 2**31])


def mine(table: Table[Row], desk_id: int, shop_ids: Collection[int], rule_id: int) -> Row:
    """A rule that is not deleted, its shop locked. NotVisible for one of another desk or shop."""
    found: Any = seen(table, desk_id, shop_ids, rule_id)
    if found is None:
        raise NotVisible
    lock_shop(table, desk_id, shop_ids, found.shop_id)
    row: Row | None = table.rows.filter(desk_id=desk_id, pk=rule_id, deleted_at=None).first()
    if row is None:
        raise NotVisible
    return row


def seen(table: Table[Row], desk_id: int, shop_ids: Collection[int], rule_id: int) -> Row | None:
    """A rule that is not deleted, for looking; None for one of another desk or shop."""
    found: Row | None = table.rows.filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=rule_id, deleted_at=None).first()
    return found


def on(table: Table[Row], desk_id: int, shop_id: int) -> list[Row]:
    """The rules of a shop that are on, in their order."""
    return list(table.rows.filter(desk_id=desk_id, shop_id=shop_id, since__isnull=False).order_by("place", "id"))


def before(table: Table[Row], row: Any) -> list[Row]:
    """The rules of its shop that are on and come before it."""
    rules: list[Any] = on(table, row.desk_id, row.shop_id)
    return [one for one in rules if (one.place, one.pk) < (row.place, row.pk)]


def products_named(shop: ShopFacts, names: Sequence[str]) -> tuple[frozenset[int], list[str]]:
    """Ids of the shop's products that have the article that was typed, several may, else the number; and what names none."""
    ids: set[int] = set()
    left = list(names)
    for column in ("article", "outside_id"):
        rows = Product.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, **{f"{column}__in": left})
        found = list(rows.values_list(column, "pk"))
        ids |= {pk for _name, pk in found}
        known = {name for name, _pk in found}
        left = [name for name in left if name not in known]
    return frozenset(ids), left


def articles(desk_id: int, shop_id: int, product_ids: Sequence[int]) -> list[str]:
    """What these products are called in a rule's form: by their article, else their number."""
    found = Product.objects.filter(desk_id=desk_id, shop_id=shop_id, pk__in=list(product_ids)).order_by("article", "outside_id")
    return [article or outside_id for article, outside_id in found.values_list("article", "outside_id")]


def _refuse_taken(table: Table[Any], desk_id: int, shop_id: int, name: str, own: int | None) -> None:
    others = table.rows.filter(desk_id=desk_id, shop_id=shop_id, deleted_at=None, name=name)
    if (others if own is None else others.exclude(pk=own)).exists():
        raise Refusal("rule_name_taken", _("This shop has a rule of this name already."), _("Choose another name."))
