"""What a decision is called on a button, and what follows from it, written out with the amount. No queries, no rules."""

from datetime import datetime, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from returns.domain.clocks import rule_of, stage_of
from returns.domain.deciding import Choice, ClaimFacts, Kind
from returns.domain.moving import move
from returns.queries.choice_words import KINDS, WAYS
from sellerdesk import wording
from sellerdesk.domain.money import Money


ICONS: dict[Kind, str] = {
    "refund": "coins", "return": "return", "refund_part": "coins", "exchange": "refresh", "reship": "truck", "repair": "sliders",
    "reject": "x", "ask": "image", "receive": "check", "escalate": "help",
}  # fmt: skip
_BUTTONS: dict[Kind, Promise] = {
    "refund": gettext_lazy("Refund"),
    "return": gettext_lazy("Take back, then refund"),
    "refund_part": gettext_lazy("Refund part…"),
    "exchange": gettext_lazy("Replace…"),
    "reship": gettext_lazy("Send again"),
    "repair": gettext_lazy("Repair"),
    "reject": gettext_lazy("Reject…"),
    "ask": gettext_lazy("Ask for more evidence…"),
    "receive": gettext_lazy("The goods are back"),
    "escalate": gettext_lazy("Ask marketplace support to step in…"),
}
_SENDS: dict[str, Promise] = {**KINDS, "receive": gettext_lazy("Confirm that they are here")}
_OFFERS: Promise = gettext_lazy("Send the offer")


def button(kind: Kind, facts: ClaimFacts, currency: str) -> str:
    """What the button says that opens a form; a whole refund says how much."""
    if kind == "refund" and facts.asked_minor is not None:
        return _("Refund %(amount)s") % {"amount": wording.money(facts.asked_minor, currency)}
    return str(_BUTTONS[kind])


def sends(choice: Choice, facts: ClaimFacts, currency: str) -> str:
    """What the button says that sends it."""
    if choice.action.event == "offered":
        return str(_OFFERS)
    return button("refund", facts, currency) if choice.kind == "refund" else str(_SENDS[choice.kind])


def way(choice: Choice) -> str:
    """What tells one way of a kind from another."""
    if choice.action.code in WAYS:
        return str(WAYS[choice.action.code])
    return _("The buyer sends the goods back") if choice.comes_back else _("The buyer keeps the goods")


def follows(choice: Choice, facts: ClaimFacts, currency: str, *, zone: tzinfo, now: datetime) -> str:
    """What happens then: with the goods, with the money, and what the next silence brings."""
    amount = _("the money") if facts.asked_minor is None else wording.money(facts.asked_minor, currency)
    said = _follows(choice, amount)
    return " ".join([said, next_silence(choice, facts, zone=zone, now=now)]).strip()


def _follows(choice: Choice, amount: str) -> str:
    kind, told = choice.kind, {"amount": amount}
    if choice.action.event == "offered":
        return _("The buyer is offered this instead of what was asked for. Nothing is paid until the buyer has answered.")
    if choice.comes_back:
        return {
            "return": _("The buyer sends the goods back. When they are here, the buyer gets %(amount)s.") % told,
            "refund_part": _("The buyer sends the goods back. When they are here, the buyer gets the part that you write."),
            "exchange": _("The buyer sends the goods back, and you send the other article. No money is paid."),
            "repair": _("The buyer sends the goods to you, and you send them back repaired. No money is paid."),
        }[kind]
    return {
        "refund": _("The buyer gets %(amount)s at once, and nothing has to be sent back.") % told,
        "refund_part": _("The buyer gets the part that you write, and keeps the goods."),
        "exchange": _("You send the other article, and the buyer keeps what was delivered. No money is paid."),
        "reship": _("You send the order again. No money is paid."),
        "reject": _("Nothing is paid. The buyer may change the claim, or ask the marketplace to step in."),
        "ask": _("The buyer is asked. The claim is still yours to decide, and its clock runs on."),
        "receive": _("The marketplace learns that the goods are back, and the money of the buyer is due."),
        "escalate": _("The marketplace looks at what both sides say, and rules. Its decision counts."),
    }[kind]


def costs(kind: Kind, facts: ClaimFacts, currency: str, *, goods: Money | None, postage: Money | None) -> str:
    """What a decision costs the shop, as far as that was told; empty where nothing was. A part is what its author writes."""
    parts = []
    if kind in {"refund", "return"} and facts.asked_minor is not None:
        parts.append(_("%(amount)s to the buyer") % {"amount": wording.money(facts.asked_minor, currency)})
    if kind in {"exchange", "reship"} and goods is not None:
        parts.append(_("%(amount)s for goods like these") % {"amount": wording.money(goods.minor, goods.currency)})
    if kind in {"exchange", "reship", "repair"} and postage is not None:
        parts.append(_("%(amount)s postage") % {"amount": wording.money(postage.minor, postage.currency)})
    return _("Cost to you: %(parts)s.") % {"parts": wording.listed(parts)} if parts else ""


def next_silence(choice: Choice, facts: ClaimFacts, *, zone: tzinfo, now: datetime) -> str:
    """What the next silence brings by itself, where the rules of the shop say so; empty else."""
    moved = move(facts.state, choice.action.event) if choice.action.event else None
    stage = None if moved is None or moved.code else stage_of(moved.after, facts.wants, again=True)
    rule = None if stage is None else rule_of(stage, now, profile=facts.rules.name, zone=zone)
    if rule is None or rule.outcome not in {"closed", "not_sent"}:
        return ""
    days = rule.allowed.days
    if rule.outcome == "closed":
        said = ngettext(
            "If the buyer does nothing for %(days)s day, the claim is closed.",
            "If the buyer does nothing for %(days)s days, the claim is closed.",
            days,
        )
    else:
        said = ngettext(
            "If nothing is sent for %(days)s day, the claim is closed.", "If nothing is sent for %(days)s days, the claim is closed.", days
        )
    return said % {"days": wording.number(days)}
