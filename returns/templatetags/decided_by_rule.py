"""What rules for automatic decisions do, in words: no queries, no rules."""

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext

from returns.templatetags.claimed import REASONS, WANTS
from sellerdesk import policy_words, wording


register = template.Library()
DOES: dict[str, Promise] = {
    "refund": _("Pay the money back, the buyer keeps the goods"),
    "return": _("Agree to the return, the money follows the goods"),
    "ask": _("Ask the buyer for more evidence"),
}
_DID: dict[str, Promise] = {
    "refund": _("money back, goods kept"),
    "return": _("return agreed"),
    "ask": _("evidence asked for"),
}
ACTION_NAMES: dict[str, Promise] = {
    "approve1": _("with a check of the defect (approve1)"),
    "approve2": _("back to the shop (approve2)"),
    "approvecc1": _("back to the shop where buyers collect (approvecc1)"),
}
_WHY: dict[str, Promise] = {
    "not_standing": _("It was rejected, or its order is not known"),
    "not_asked": _("It was not your turn"),
    "decided_before": _("Something was decided before"),
    "time_over": _("The time to decide was over"),
    "long_text": _("The buyer wrote more than is read here"),
    "court": _("The buyer speaks of court"),
    "injury": _("The buyer speaks of an injury"),
    "court_in_chat": _("In a chat the buyer speaks of court"),
    "injury_in_chat": _("In a chat the buyer speaks of an injury"),
    "wants": _("Something else is wanted"),
    "reason": _("Another reason"),
    "currency": _("Another currency"),
    "amount_unknown": _("The amount is not known"),
    "amount": _("The amount is larger"),
    "photos": _("With or without photos, unlike the rule"),
    "product": _("Another product"),
    "claims_before": _("The buyer made more claims, or is not known"),
    "other_rule": _("An earlier rule decides it"),
    "cap": _("The day was full"),
    "held": _("Somebody was deciding"),
    "over_limit": _("So much needs a second person"),
    "not_offered": _("The marketplace does not allow it as the claim stands"),
    "choice_missing": _("The marketplace offers several ways of it"),
    "clock_ran_out": _("The time to decide was over"),
    "warned": _("The guard warns of the words to the buyer"),
    "text_missing": _("The marketplace wants words with it"),
    "text_unwanted": _("The marketplace takes no words with it"),
    "too_short": _("The words are too short for the marketplace"),
    "too_long": _("The words are too long for the marketplace"),
}
_PRESENCE: dict[str, Promise] = {"with": _("with photos"), "without": _("without photos")}


@register.filter
def rule_does(code: str) -> str:
    """What a rule does, for a list."""
    return str(DOES[code])


@register.filter
def rule_did(code: str) -> str:
    """What a rule did, in a word or two."""
    return str(_DID[code])


@register.filter
def why_left(code: str) -> str:
    """Why a claim was left to a person, from the code of the log."""
    if (said := _WHY.get(code)) is not None:
        return str(said)
    guard = policy_words.NAMES.get(code)
    return str(_("The decision could not be sent") if guard is None else _("The guard: %(rule)s") % {"rule": guard})


@register.filter
def in_words(conditions: dict[str, Any]) -> str:
    """The conditions of a rule in one line."""
    parts = [str(WANTS[code]) for code in conditions["wants"]]
    if reasons := conditions["reasons"]:
        shown = ", ".join(str(REASONS.get(code, code)) for code in reasons[:3]) + (" …" if len(reasons) > 3 else "")
        parts.append(str(_("because of: %(reasons)s")) % {"reasons": shown})
    if conditions["most_minor"] is not None:
        parts.append(str(_("up to %(amount)s")) % {"amount": wording.money(conditions["most_minor"], conditions["currency"])})
    if conditions["photos"] in _PRESENCE:
        parts.append(str(_PRESENCE[conditions["photos"]]))
    if (before := conditions["claims_before"]) is not None:
        said = ngettext("at most %(number)s other claim", "at most %(number)s other claims", before)
        parts.append(said % {"number": wording.number(before)})
    if products := conditions["products"]:
        number = len(products)
        parts.append(ngettext("%(number)s product", "%(number)s products", number) % {"number": wording.number(number)})
    return " · ".join(parts)
