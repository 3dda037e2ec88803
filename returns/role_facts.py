"""What the page of roles says of refunds: what each role may give back alone, in each shop."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from returns.services import refund_limits
from sellerdesk import wording
from sellerdesk.rooms import RoleRow


def tell(desk_id: int, desk_slug: str, shops: Sequence[tuple[int, str, str]]) -> list[RoleRow]:
    """A row for each shop, in its order: the limits of who decides claims there, in every currency, or that there is none."""
    limits = refund_limits.of_shops(desk_id, [shop_id for shop_id, _slug, _name in shops])
    deciding = refund_limits.deciding(desk_id)
    rows = []
    for shop_id, slug, name in shops:
        said: dict[str, list[str]] = {role: [] for role in deciding}
        for one in limits.get(shop_id, []):
            if one.role in said:
                said[one.role].append(wording.money(one.amount_minor, one.currency))
        values = {role: wording.listed(amounts) if amounts else _("no limit") for role, amounts in said.items()}
        rows.append(RoleRow(name, reverse("refund_limits", args=[desk_slug, slug]), values))
    return rows
