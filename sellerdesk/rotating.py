"""New work is shared out by itself, where a desk wants it: to people at the desk, the least busy first, up to a limit each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sellerdesk import assigning, audit, commands, desks, presence, rooms, setwise, waiting
from sellerdesk.domain import sharing
from sellerdesk.domain.actor import SYSTEM, Actor
from sellerdesk.errors import Refusal
from sellerdesk.models import Rotation
from sellerdesk.waiting import Item


LEAST_OPEN, MOST_OPEN = 1, 500
PROPOSED = 10
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Rule:
    """How one lane of a desk is shared out; off unless somebody switched it on."""

    lane: str
    is_on: bool = False
    most_open: int = PROPOSED


def lane_of(kind: str) -> str:
    """The lane of a kind of work; a kind without one is a lane by itself."""
    declared = rooms.work_kinds().get(kind)
    return (declared.lane if declared else "") or kind


def rules(desk_id: int) -> dict[str, Rule]:
    """What a desk has said about its lanes."""
    return {row.lane: Rule(row.lane, row.is_on, row.most_open) for row in Rotation.objects.filter(desk_id=desk_id)}


def lanes_on() -> list[tuple[int, str]]:
    """Every desk and lane that is shared out. A sweep over all desks; there is one row for each that was ever set."""
    return list(Rotation.objects.filter(is_on=True).order_by("desk_id", "lane").values_list("desk_id", "lane"))


@commands.command
def set_rule(*, desk_id: int, rule: Rule, actor: Actor, now: datetime) -> None:
    """Switch the sharing of a lane on or off, with the limit for each person. Refused: lane_unknown, limit_out_of_range."""
    if rule.lane not in {lane_of(kind) for kind in rooms.work_kinds()}:
        raise Refusal("lane_unknown", _("There is no such work in this desk."))
    if not LEAST_OPEN <= rule.most_open <= MOST_OPEN:
        raise Refusal("limit_out_of_range", _("Choose a limit from 1 to 500."))
    # The desk's row, since a lane that nobody has set yet has none of its own; then the lane's, which a sharing holds.
    desks.hold(desk_id)
    row = Rotation.objects.select_for_update().filter(desk_id=desk_id, lane=rule.lane).first()
    before = Rule(rule.lane) if row is None else Rule(row.lane, row.is_on, row.most_open)
    if before == rule:
        return
    Rotation.objects.update_or_create(desk_id=desk_id, lane=rule.lane, defaults={"is_on": rule.is_on, "most_open": rule.most_open})
    kept = [{"on": one.is_on, "most": one.most_open} for one in (before, rule)]
    audit.record(desk_id, actor, "rotation.changed", f"lane:{rule.lane}", kept[0], kept[1], now)
    commands.note(desk_id, "rotation.changed")


@commands.command
def share_out(*, desk_id: int, lane: str, present: frozenset[int] | None, now: datetime) -> int:
    """Give up to 200 items of a lane that nobody has; returns how many found somebody. Those for whom nobody is free stay with the team.

    `present` are the people at the desk; None where nobody knows, and then everybody counts as present. Exact under concurrency: the
    lane's rule stays locked, so that two workers count one after the other.
    """
    rule = _locked_rule(desk_id, lane)
    if rule is None:
        return 0
    kinds = [kind for kind in rooms.work_kinds() if lane_of(kind) == lane]
    items = _unassigned(desk_id, kinds)
    may: dict[tuple[str, int | None], frozenset[int]] = {}
    for item in items:
        if (item.kind, item.shop_id) not in may:
            found = assigning.may_have(desk_id, item.kind, item.shop_id)
            may[item.kind, item.shop_id] = frozenset(found if present is None else found & present)
    turns = dict(setwise.rows("SELECT user_id, turn FROM sellerdesk_rotationturn WHERE desk_id = %s AND lane = %s", [desk_id, lane]))
    given = sharing.share(
        [(item.id, may[item.kind, item.shop_id]) for item in items],
        loads=waiting.open_by_person(desk_id, kinds), turns=turns, most=rule.most_open, last_turn=max(turns.values(), default=0),
    )  # fmt: skip
    by_id = {item.id: item for item in items}
    assigning.give(desk_id, {by_id[one.item]: one.person for one in given}, actor=SYSTEM, now=now)
    _keep_turns(desk_id, lane, given)
    return len(given)


def share_all(desk_id: int, lane: str, *, now: datetime) -> int:
    """Share out until nothing can be given any more; returns how many items found somebody. For workers: asks who is present."""
    at_desk = presence.present(desk_id, now=now)
    present, total = None if at_desk is None else frozenset(at_desk), 0
    while given := share_out(desk_id=desk_id, lane=lane, present=present, now=now):
        total += given
    return total


def _locked_rule(desk_id: int, lane: str) -> Rule | None:
    found = setwise.rows(
        "SELECT lane, is_on, most_open FROM sellerdesk_rotation WHERE desk_id = %s AND lane = %s AND is_on FOR UPDATE", [desk_id, lane]
    )
    return Rule(*found[0]) if found else None


def _unassigned(desk_id: int, kinds: Sequence[str]) -> list[Item]:
    """The most urgent items that nobody has and nobody has put off. One that somebody is just taking is passed over."""
    found = setwise.rows(
        "SELECT id, kind, subject, shop_id, due_at, priority, opened_at, '' FROM sellerdesk_workitem WHERE desk_id = %s AND state = 'open'"
        " AND assignee_id IS NULL AND snoozed_until IS NULL AND kind = ANY(%s::text[]) ORDER BY due_at, priority DESC, id LIMIT %s"
        " FOR UPDATE SKIP LOCKED",
        [desk_id, list(kinds), AT_ONCE],
    )
    return [Item(*row) for row in found]


def _keep_turns(desk_id: int, lane: str, given: Sequence[sharing.Given]) -> None:
    last = {one.person: one.turn for one in given}
    setwise.insert(
        "sellerdesk_rotationturn", "desk_id, lane, user_id, turn", [(desk_id, lane, person, turn) for person, turn in sorted(last.items())],
        tail="ON CONFLICT (desk_id, lane, user_id) DO UPDATE SET turn = excluded.turn",
    )  # fmt: skip
