"""What each role may give back in a shop without a second person. Set by who manages the desk's people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from returns.domain.deciding import needs_second
from returns.models import RefundLimit
from sellerdesk import access, audit, roles, writing
from sellerdesk.commands import command, note
from sellerdesk.domain import money, permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.models import Membership, Shop


@dataclass(frozen=True, slots=True)
class Limit:
    """One role's limit in one currency, in minor units."""

    role: str
    amount_minor: int
    currency: str


def of(desk_id: int, shop_id: int, user_id: int | None, currency: str) -> int | None:
    """What a person may give back alone, in minor units of a currency; None where nothing is set for their role.

    A program or a rule (no `user_id`) stands for nobody, and has the lowest of all limits. Where the currency is not known, no amount
    can be compared, and any limit of theirs is 0.
    """
    if user_id is None:
        return _limit(desk_id, shop_id, None, currency)
    role = Membership.objects.filter(desk_id=desk_id, user_id=user_id).values_list("role", flat=True).first()
    return _limit(desk_id, shop_id, role or "", currency)


def _limit(desk_id: int, shop_id: int, role: str | None, currency: str) -> int | None:
    found = RefundLimit.objects.filter(desk_id=desk_id, shop_id=shop_id)
    if role is not None:
        found = found.filter(role=role)
    if not currency:
        return 0 if found.exists() else None
    return min(found.filter(currency=currency).values_list("amount_minor", flat=True), default=None)


def may_confirm(desk_id: int, shop_id: int, amount_minor: int | None, currency: str, *, without: int | None) -> list[int]:
    """Who can be the second person for a refund: who decides claims in the shop, with a limit that is high enough; ids, `without` one."""
    people = access.people(desk_id, may=permissions.RETURNS_DECIDE, shop_id=shop_id)
    roles = dict(Membership.objects.filter(desk_id=desk_id, user_id__in=people).values_list("user_id", "role"))
    limits = {role: _limit(desk_id, shop_id, role, currency) for role in sorted(set(roles.values()))}
    return [one for one in people if one != without and not needs_second("refund", amount_minor, limits[roles[one]])]


def deciding(desk_id: int) -> list[str]:
    """The roles that decide claims in a desk, the most powerful first."""
    return roles.holding(desk_id, permissions.RETURNS_DECIDE)


def all_of(desk_id: int, shop_id: int) -> list[Limit]:
    """All limits of a shop, by role and currency; also those of a role that decides nothing any more."""
    return of_shops(desk_id, [shop_id]).get(shop_id, [])


def of_shops(desk_id: int, shop_ids: Collection[int]) -> dict[int, list[Limit]]:
    """The limits of some shops of a desk, by shop; in each by role and currency."""
    found: dict[int, list[Limit]] = {}
    rows = RefundLimit.objects.filter(desk_id=desk_id, shop_id__in=list(shop_ids))
    for row in rows:
        found.setdefault(row.shop_id, []).append(Limit(row.role, row.amount_minor, row.currency))
    order = list(permissions.ROLES)
    return {shop_id: sorted(limits, key=lambda one: (order.index(one.role), one.currency)) for shop_id, limits in found.items()}


@command
def change(
    *, desk_id: int, shop_ids: Collection[int], shop_id: int, currency: str, amounts: Mapping[str, str], actor: Actor, now: datetime
) -> list[Limit]:
    """Set the limits of a shop in one currency, as decimal text by role; an empty text is no limit. Returns all of the shop.

    Decisions that wait already go on waiting. Refused: limit_malformed, role_unknown. NotVisible for a shop that is not among these.
    """
    writing.locked(Shop.objects.filter(desk_id=desk_id, pk=shop_id, pk__in=list(shop_ids)))
    wanted = _read(currency, amounts, deciding(desk_id))
    before = all_of(desk_id, shop_id)
    RefundLimit.objects.filter(desk_id=desk_id, shop_id=shop_id, currency=currency).delete()
    RefundLimit.objects.bulk_create(
        RefundLimit(desk_id=desk_id, shop_id=shop_id, role=one.role, amount_minor=one.amount_minor, currency=currency) for one in wanted
    )
    after = all_of(desk_id, shop_id)
    if before != after:
        audit.record(desk_id, actor, "shop.refund_limits_changed", f"shop:{shop_id}", _told(before), _told(after), now)
        note(desk_id, "shop.changed", shop_id=shop_id)
    return after


def _read(currency: str, amounts: Mapping[str, str], roles: Collection[str]) -> list[Limit]:
    if unknown := next((role for role in amounts if role not in roles), ""):
        raise Refusal("role_unknown", _("There is no role %(role)s that decides claims.") % {"role": unknown[:20]})
    found = []
    for role, text in amounts.items():
        if not text.strip():
            continue
        amount = money.typed(text.strip(), currency)
        if amount is None or amount.minor < 0:
            message = _("“%(text)s” is no amount of %(currency)s.") % {"text": text[:20], "currency": currency[:8]}
            raise Refusal("limit_malformed", message, _("Write it with digits, such as 250.00, and a currency such as CNY or RUB."))
        found.append(Limit(role, amount.minor, currency))
    return found


def _told(limits: Sequence[Limit]) -> dict[str, str]:
    return {f"{one.role} {one.currency}": str(one.amount_minor) for one in limits}
