"""What the returns room hangs into the kernel's registries, one matter at a time. Called by ready()."""

from django.utils.translation import gettext_lazy as _

from returns import panels
from returns.api import figures as figures_api
from returns.domain.facts import KIND
from returns.domain.waiting import LAPSES
from returns.inbound import ReturnsDoor
from sellerdesk import panels as side_panels, rooms
from sellerdesk.domain import permissions
from sellerdesk.feed import registry


def hang() -> None:
    """Hang everything that this room has."""
    may = permissions.RETURNS_SEE
    registry.register(ReturnsDoor())
    figures_api.hang()
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
