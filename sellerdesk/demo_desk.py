"""The demo desk: made once, filled from our own generator through the feed, never mixed into a desk where people work."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from sellerdesk import audit, commands, connections, desks, shops
from sellerdesk.demo import year
from sellerdesk.demo.house import Record
from sellerdesk.demo.plans import DESK, PLANS, Plan
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.feed import loading, reading
from sellerdesk.models import AuditEntry, Desk, DeskCounter, FeedLoad, Shop, ShopConnection


WINDOW = "6_months"
MANNER = {
    "buyers_answer": True, "slow": 0.1, "moderate": 0.05, "timeout": 0.04, "busy": 0.03, "refuse": 0.02, "drop": 0.01,
    "moderation_seconds": 40,
}  # fmt: skip
"""How the simulated marketplace treats the demo's shops: nearly everything arrives, and each state can be seen some time."""
STAYS = (AuditEntry, DeskCounter)
"""What outlives the demo's removal: audit entries are never deleted, and their numbers go on."""


_DOUBTS: list[Callable[[Record], bool]] = []


def doubt(what: Callable[[Record], bool]) -> None:
    """Rooms say which good reviews and follow-ups they flag for their text, so that the demo's shops answer them. For wiring."""
    _DOUBTS.append(what)


def doubted(record: Record) -> bool:
    """Whether some room flags this good review or follow-up for its text."""
    return any(what(record) for what in _DOUBTS)


class NoDemo(Refusal):
    """The demo desk cannot be made or removed: demo_desk_taken, demo_desk_mixed, demo_missing; shop_exists of `shops`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of one shop's year. `left` says why it was not loaded: "same" (it is there) or "other_version"."""

    shop: str
    left: str = ""
    read: int = 0
    applied: int = 0
    unchanged: int = 0
    waiting: int = 0
    rejected: int = 0

    def told(self) -> dict[str, Any]:
        """For printing."""
        return asdict(self)


@commands.command
def open_demo(*, actor: Actor, now: datetime) -> datetime:
    """Make the demo desk and its shops where they are not there yet; returns the moment at which its year ends.

    That moment is `now` when the desk is made, and stays. The installation's superusers own it. Shops that nobody has connected
    otherwise are at the simulated marketplace.
    Refused with NoDemo: demo_desk_taken, demo_desk_mixed; WrongShop: shop_exists.
    """
    desk = Desk.objects.select_for_update(no_key=True).filter(slug=DESK).first()
    if desk is not None and desk.demo_at is None:
        message = _("The desk %(slug)s was not made as a demo, so the demo is not put there.") % {"slug": DESK}
        raise NoDemo("demo_desk_taken", message, _("Your desk is untouched. The demo needs the name for itself."))
    there = set(Shop.objects.filter(desk=desk).values_list("slug", flat=True)) if desk else set()
    if strange := sorted(there - {plan.slug for plan in PLANS}):
        message = _("The demo desk holds the shop %(shop)s, which is not of the demo.") % {"shop": strange[0]}
        raise NoDemo("demo_desk_mixed", message, _("Nothing was loaded."))
    if desk is None:
        desk = desks.open_desk(DESK, actor=actor, now=now, name=_("Demo"))
    if not there:
        desk.demo_at = now.replace(second=0, microsecond=0)
        desk.save(update_fields=["demo_at"])
        desks.let_keepers_in(desk, actor=actor, now=now)
        audit.record(desk.pk, actor, "demo.made", f"desk:{desk.pk}", None, {"until": desk.demo_at.isoformat()}, now)
    assert desk.demo_at is not None
    for plan in PLANS:
        if plan.slug not in there:
            shops.add_shop(
                desk, slug=plan.slug, rules=plan.rules, time_zone=plan.time_zone, window=WINDOW, name=plan.name, actor=actor, now=now,
                reply_target=plan.reply_target,
            )  # fmt: skip
    tied = set(ShopConnection.objects.filter(desk=desk).values_list("shop_id", flat=True))
    for shop in Shop.objects.filter(desk=desk).exclude(pk__in=tied).order_by("pk"):
        connections.connect(desk.pk, shop.pk, connections.SIMULATOR, MANNER, actor=actor, now=now)
    return desk.demo_at


def fill(*, until: datetime, clock: Callable[[], datetime], say: Callable[[str, int, int], None]) -> Iterator[Filled]:
    """Load the year of each shop of the demo desk; `say` is told the shop, how many records were read, and of how many.

    A year that is there whole is left alone; one that was cut off is loaded again, which the feed does once. A year that
    another version of the generator told stays as it is: two tellings do not mix.
    """
    for plan in PLANS:
        lines = list(year.lines(plan, until=until, doubted=doubted))
        yield _fill(plan, lines, clock, say)


def _fill(plan: Plan, lines: list[bytes], clock: Callable[[], datetime], say: Callable[[str, int, int], None]) -> Filled:
    shop = shops.named(plan.slug)
    source = f"demo {hashlib.sha256(b''.join(lines)).hexdigest()[:16]}"
    earlier = FeedLoad.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, source__startswith="demo ")
    if earlier.exclude(source=source).exists():
        return Filled(plan.slug, "other_version")
    if earlier.filter(finished_at__isnull=False).exists():
        return Filled(plan.slug, "same")
    load = loading.start(shop=shop, source=source, now=clock())
    facts = (reading.fact(number, line, shop.id) for number, line in enumerate(lines, start=1))
    for batch in loading.in_batches(facts):
        loading.apply_batch(load=load, records=batch, now=clock())
        say(plan.slug, load.counts.read, len(lines))
    counts = loading.finish(load=load, now=clock())
    return Filled(plan.slug, "", counts.read, counts.applied, counts.unchanged, counts.waiting, counts.rejected)


@commands.command
def remove_demo(*, actor: Actor, now: datetime) -> int:
    """Delete everything in the demo desk, people's membership too; returns how many rows. Filled anew, its year ends anew.

    Its name and its audit entries stay. Refused with NoDemo: demo_missing, also for a desk of that name that is none.
    """
    desk = Desk.objects.select_for_update(no_key=True).filter(slug=DESK, demo_at__isnull=False).first()
    if desk is None:
        raise NoDemo("demo_missing", _("There is no demo desk."))
    # A load that holds a shop's lock still points at the desk: the row's lock, without its key, lets it end.
    for shop in Shop.objects.filter(desk=desk).order_by("pk"):
        loading.lock(shops.facts(shop))
    gone = sum(model._base_manager.filter(desk_id=desk.pk)._raw_delete("default") for model in _tables())
    audit.record(desk.pk, actor, "demo.removed", f"desk:{desk.pk}", None, {"rows": gone}, now)
    return gone


def _tables() -> list[type[Model]]:
    """Every table that belongs to desks, the ones that point at others before those. Also those of rooms that the kernel does not know."""
    owned = [model for model in apps.get_models() if model not in STAYS and _belongs_to_a_desk(model)]
    points_at = {
        model: {link.related_model for link in model._meta.concrete_fields if isinstance(link, ForeignKey) and link.related_model in owned}
        for model in owned
    }
    ordered = TopologicalSorter({model: targets - {model} for model, targets in points_at.items()}).static_order()
    return [*ordered][::-1]


def _belongs_to_a_desk(model: type[Model]) -> bool:
    return any(link.name == "desk" and link.related_model is Desk for link in model._meta.concrete_fields)
