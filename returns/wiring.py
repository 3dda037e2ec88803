"""What the returns room hangs into the kernel's registries, one matter at a time. Called by ready()."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from returns import api, audit_words, panels, personal, published
from returns.domain.facts import KIND
from returns.domain.risks import KIND as RISK, LAPSES as RISK_LAPSES
from returns.domain.signals import KIND as SIGNAL
from returns.domain.waiting import LAPSES
from returns.inbound import ReturnsDoor
from returns.outbound import DecisionCarrier
from returns.queries.reason_words import REASONS
from returns.services.deciding import SECOND
from sellerdesk import carriers, notices, order_traits, panels as side_panels, rooms
from sellerdesk.domain import permissions
from sellerdesk.feed import registry, scrubbing
from sellerdesk.notice_choices import MAIL, PAGE
from sellerdesk.privacy import registry as privacy


_REFUSED = {
    "1": _("before it was shipped"),
    "2": _("on its way"),
    "3": _("at the pick-up point"),
    "4": _("not collected in time"),
}
"""By the number of the stage (domain/refusals.py), as the order mark carries it."""


def hang() -> None:
    """Hang everything that this room has."""
    privacy.add(
        privacy.PersonalData(
            "returns", _("Returns"), personal.export, personal.erase, kinds=(personal.KEPT,), pages=personal.PAGES, files=personal.files
        ),
        place=3,
    )
    scrubbing.before("claim", personal.with_reason)
    scrubbing.before("refusal", personal.with_reason)
    audit_words.hang()
    registry.register(ReturnsDoor())
    carriers.register(DecisionCarrier(), may=permissions.RETURNS_DECIDE, label=_("decision about a claim"))
    _pages()
    _claims()
    _risks()
    _signals()
    order_traits.name_mark("claim", _("Claim"), REASONS)
    order_traits.name_mark("refusal", _("Refused by the buyer"), _REFUSED)
    api.hang()
    published.publish()


def _pages() -> None:
    """The room in the rail, what it adds to search and settings, and its panel beside what others show."""
    may = permissions.RETURNS_SEE
    rooms.add_room(
        rooms.Room(
            key="returns", label=_("Returns"), icon="return", page="claims", may=may, kinds=(KIND, RISK, SIGNAL), letter="KeyU"
        ),
        place=3,
    )  # fmt: skip
    side_panels.add_side_panel(side_panels.SidePanel("claims", _("Claims"), may, "returns/beside.html", panels.beside), place=6)
    rooms.add_shop_setting(rooms.ShopSetting(label=_("Refund limits"), icon="coins", page="refund_limits"), place=5)
    rooms.add_role_fact(rooms.RoleFact(_("Refund limits"), permissions.SHOPS_MANAGE, panels.tell_of_roles), place=1)
    rooms.add_search(rooms.Search(key="claims", label=_("Claims"), icon="return", may=may, find=panels.find), place=8)
    rooms.add_search(rooms.Search(key="refusals", label=_("Refusals"), icon="box", may=may, find=panels.find_refusals), place=9)
    rooms.add_command(rooms.Command(key="refusals", label=_("Go to refusals"), icon="box", page="refusals", may=(may,)), place=126)
    rooms.add_shop_setting(rooms.ShopSetting(label=_("Deadlines of claims"), icon="clock", page="claim_times"), place=6)


def _claims() -> None:
    """Claims as work, and a decision that waits for a second person."""
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=KIND, lane="returns", lane_label=_("Returns"), icon="return", action=_("Decide"), may=permissions.RETURNS_SEE,
            describe=panels.describe, answers=permissions.RETURNS_DECIDE, lapses=LAPSES,
        )
    )  # fmt: skip
    notices.declare(
        notices.Event(
            key=SECOND, label=_("A decision waits for a second person"), icon="users", may=permissions.RETURNS_DECIDE,
            channels=frozenset({PAGE, MAIL}), say=panels.say_second,
        )
    )  # fmt: skip
    rooms.add_outcomes(KIND, {"decided": pgettext_lazy("work", "decided")})


def _risks() -> None:
    """Orders at risk: who writes to buyers sees to them; how a shop watches for them."""
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=RISK, lane="returns", lane_label=_("Returns"), icon="truck", action=pgettext_lazy("work", "Look"),
            may=permissions.RETURNS_SEE, describe=panels.describe_risks, answers=permissions.CHATS_ANSWER, lapses=RISK_LAPSES,
        )
    )  # fmt: skip
    rooms.add_outcomes(RISK, {"read": _("read"), "done": pgettext_lazy("work", "done"), "shipped": _("shipped")})
    command = rooms.Command(key="risks", label=_("Go to orders at risk"), icon="truck", page="order_risks", may=(permissions.RETURNS_SEE,))
    rooms.add_command(command, place=130)
    rooms.add_shop_setting(rooms.ShopSetting(label=_("Orders at risk"), icon="truck", page="order_risks_watched"), place=4)


def _signals() -> None:
    """What comes back or is not taken beyond the usual."""
    may = permissions.RETURNS_SEE
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=SIGNAL, lane="", lane_label=_("Signals of returns"), icon="spark", action=pgettext_lazy("work", "Look"), may=may,
            describe=panels.describe_signals, answers=permissions.CHATS_ANSWER, rare=True,
        )
    )  # fmt: skip
    rooms.add_outcomes(SIGNAL, {"done": _("closed")})
    command = rooms.Command(key="return_signals", label=_("Go to signals of returns"), icon="spark", page="return_signals", may=(may,))
    rooms.add_command(command, place=131)
