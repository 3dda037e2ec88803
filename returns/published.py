"""What the returns room tells programs outside."""

from django.utils.translation import gettext_lazy as _

from returns.domain import risks, signals
from returns.domain.facts import KIND
from sellerdesk.published import Published, declare


CLAIM = {"claim": "claim"}


def publish() -> None:
    """Declare its events."""
    declare(
        Published(
            kind="claim.told", label=_("Claims and refusals came or moved on"), page="claims",
            heard=["facts.claim", "facts.claim_step", "facts.refusal"], example={"about": ["C-301"]},
        ),
        Published(
            kind="claim.opened", label=_("Claims need a decision"), heard=[f"work.opened.{KIND}"], pages=CLAIM, page="claims",
            example={"about": ["claim:301"], "facts": {"work": KIND}},
        ),
        Published(
            kind="claim.due", label=_("Claims are in the last third of their time, or overdue"), pages=CLAIM, page="claims",
            heard=[f"work.soon.{KIND}", f"work.overdue.{KIND}"], example={"about": ["claim:301"], "facts": {"work": KIND}},
        ),
        Published(
            kind="claim.decided", label=_("A claim was decided, or the decision moved on"), heard=["returns.decided"], facts=["claim"],
            pages=CLAIM, page="claims", example={"facts": {"claim": 301}},
        ),
        Published(
            kind="claim.found", label=_("Something was found about goods that came back"), heard=["returns.found"], facts=["claim"],
            pages=CLAIM, page="claims", example={"facts": {"claim": 301}},
        ),
        Published(
            kind="order.at_risk", label=_("Orders are at risk of a late or lost parcel"), heard=[f"work.opened.{risks.KIND}"],
            page="order_risks", example={"about": ["risk:77"], "facts": {"work": risks.KIND}},
        ),
        Published(
            kind="returns.signal", label=_("Returns pile up"), heard=[f"work.opened.{signals.KIND}"], page="return_signals",
            example={"about": ["return_signal:4"], "facts": {"work": signals.KIND}},
        ),
    )  # fmt: skip
