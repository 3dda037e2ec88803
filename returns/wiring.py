"""What the returns room hangs into the kernel's registries, one matter at a time. Called by ready()."""

from django.utils.translation import gettext_lazy as _

from returns import panels
from returns.domain.facts import KIND
from returns.domain.waiting import LAPSES
from returns.inbound import ReturnsDoor
from returns.templatetags.claimed import REASONS
from sellerdesk import order_traits, panels as side_panels, rooms
from sellerdesk.domain import permissions
from sellerdesk.feed import registry


_REFUSED = {
    "1": _("before it was shipped"),
    "2": _("on its way"),
    "3": _("at the pick-up point"),
    "4": _("not collected in time"),
}
"""By the number of the stage (domain/refusals.py), as the order mark carries it."""


def hang() -> None:
    """Hang everything that this room has."""
    may = permissions.RETURNS_SEE
    registry.register(ReturnsDoor())
    rooms.add_room(
        rooms.Room(key="returns", label=_("Returns"), icon="return", page="claims", may=may, kinds=(KIND,), letter="KeyU"), place=3
    )
    side_panels.add_side_panel(side_panels.SidePanel("claims", _("Claims"), may, "returns/beside.html", panels.beside), place=6)
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=KIND, lane="returns", lane_label=_("Returns"), icon="return", action=_("Decide"), may=may, describe=panels.describe,
            lapses=LAPSES,
        )
    )  # fmt: skip
    rooms.add_outcomes(KIND, {"decided": _("decided")})
    order_traits.name_mark("claim", _("Claim"), REASONS)
    order_traits.name_mark("refusal", _("Refused by the buyer"), _REFUSED)
