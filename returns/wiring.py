"""What the returns room hangs into the kernel's registries, one matter at a time. Called by ready()."""

from django.utils.translation import gettext_lazy as _

from returns import api, panels
from returns.domain.facts import KIND
from returns.domain.waiting import LAPSES
from returns.inbound import ReturnsDoor
from returns.outbound import DecisionCarrier
from returns.services.deciding import SECOND
from sellerdesk import carriers, notices, panels as side_panels, rooms
from sellerdesk.domain import permissions
from sellerdesk.feed import registry
from sellerdesk.notice_choices import MAIL, PAGE


def hang() -> None:
    """Hang everything that this room has."""
    may = permissions.RETURNS_SEE
    registry.register(ReturnsDoor())
    carriers.register(DecisionCarrier(), may=permissions.RETURNS_DECIDE, label=_("decision about a claim"))
    api.hang()
    rooms.add_room(
        rooms.Room(key="returns", label=_("Returns"), icon="return", page="claims", may=may, kinds=(KIND,), letter="KeyU"), place=3
    )
    side_panels.add_side_panel(side_panels.SidePanel("claims", _("Claims"), may, "returns/beside.html", panels.beside), place=6)
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=KIND, lane="returns", lane_label=_("Returns"), icon="return", action=_("Decide"), may=may, describe=panels.describe,
            answers=permissions.RETURNS_DECIDE, lapses=LAPSES,
        )
    )  # fmt: skip
    rooms.add_shop_setting(rooms.ShopSetting(label=_("Refund limits"), icon="coins", page="refund_limits"), place=5)
    rooms.add_search(rooms.Search(key="claims", label=_("Claims"), icon="return", may=may, find=panels.find), place=8)
    rooms.add_search(rooms.Search(key="refusals", label=_("Refusals"), icon="box", may=may, find=panels.find_refusals), place=9)
    rooms.add_command(rooms.Command(key="refusals", label=_("Go to refusals"), icon="box", page="refusals", may=(may,)), place=126)
    rooms.add_shop_setting(rooms.ShopSetting(label=_("Deadlines of claims"), icon="clock", page="claim_times"), place=6)
    notices.declare(
        notices.Event(
            key=SECOND, label=_("A decision waits for a second person"), icon="users", may=permissions.RETURNS_DECIDE,
            channels=frozenset({PAGE, MAIL}), say=panels.say_second,
        )
    )  # fmt: skip
    rooms.add_outcomes(KIND, {"decided": _("decided")})
