"""This room's verbs of the audit log in words."""

from django.utils.translation import gettext_lazy as _

from sellerdesk import audit_words
from sellerdesk.audit_words import Group, Subject


VERBS = Group(
    _("Returns"),
    {
        "claim.decided": _("Decided a claim"),
        "claim.decision_confirmed": _("Confirmed a decision about a claim"),
        "claim.decision_taken_back": _("Took a decision about a claim back"),
        "claim.found": _("Wrote down what was found in returned goods"),
        "claim.finding_withdrawn": _("Withdrew what was found in returned goods"),
        "claim.reason_chosen": _("Said why goods came back"),
        "claim.pictures_asked": _("Had the pictures of a claim fetched"),
        "claim_rule.made": _("Made a rule for automatic decisions"),
        "claim_rule.changed": _("Changed a rule for automatic decisions"),
        "claim_rule.turned_on": _("Turned on a rule for automatic decisions"),
        "claim_rule.turned_off": _("Turned off a rule for automatic decisions"),
        "claim_rule.moved": _("Moved a rule for automatic decisions"),
        "claim_rule.deleted": _("Deleted a rule for automatic decisions"),
        "risk.written": _("Wrote to a buyer about an order at risk"),
        "risk.closed": _("Closed an order at risk"),
        "risks.watched": _("Changed when orders count as at risk"),
        "return_signal.closed": _("Closed a signal of returns"),
        "shop.refund_limits_changed": _("Changed how much money each role may give back"),
        "shop.claim_times": _("Changed the times for claims"),
        "returns.repaired": _("The figures of returns were wrong and were repaired"),
    },
)
SUBJECTS = {
    "claim": Subject(_("Claim"), "claim"),
    "claim_rule": Subject(_("Rule for automatic decisions"), "claim_rule"),
    "risk": Subject(_("Order at risk"), "order_risk"),
    "return_signal": Subject(_("Signal of returns"), "return_signal"),
}


def hang() -> None:
    """Word them."""
    audit_words.add("returns", VERBS, subjects=SUBJECTS)
