"""The guard's rules as words: what each is called, what it says of a text, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from sellerdesk import wording
from sellerdesk.domain.text_policy.policy import Finding, Place
from sellerdesk.domain.text_policy.severities import (
    ALLOW,
    BANNED,
    CONTACTS,
    DOUBT,
    INDUCEMENT,
    INSULT,
    OTHER_SHOP,
    PERSONAL,
    PRESSURE,
    REPEATED,
    STOP,
    WARN,
)


NAMES: dict[str, Promise] = {
    CONTACTS: gettext_lazy("Contacts"),
    INDUCEMENT: gettext_lazy("Something offered for a review"),
    PRESSURE: gettext_lazy("Pressure"),
    PERSONAL: gettext_lazy("Personal data"),
    INSULT: gettext_lazy("Insults"),
    OTHER_SHOP: gettext_lazy("Other shops"),
    DOUBT: gettext_lazy("What may break a rule"),
    BANNED: gettext_lazy("Banned words"),
    REPEATED: gettext_lazy("The same text again"),
}
EXPLAINED: dict[str, Promise] = {
    CONTACTS: gettext_lazy("Phone, e-mail, link, messenger"),
    INDUCEMENT: gettext_lazy("Money, gifts or refunds tied to a rating"),
    PRESSURE: gettext_lazy("Threats, deadlines, orders to delete a review"),
    PERSONAL: gettext_lazy("Names, addresses, cards, papers, health"),
    INSULT: gettext_lazy("Words no buyer should read of themselves"),
    OTHER_SHOP: gettext_lazy("Other marketplaces, your site, “buy directly”"),
    DOUBT: gettext_lazy("Sentences that resemble such ones; known by examples"),
    BANNED: gettext_lazy("The list below"),
    REPEATED: gettext_lazy("One wording in many public answers within a week"),
}
DOINGS: dict[str, Promise] = {STOP: gettext_lazy("stop"), WARN: gettext_lazy("warn"), ALLOW: gettext_lazy("allow")}
_SAID: dict[str, Promise] = {
    INDUCEMENT: gettext_lazy("Something is offered for a review or a rating. Marketplaces forbid that."),
    PRESSURE: gettext_lazy("This puts pressure on the buyer."),
    INSULT: gettext_lazy("This can hurt the buyer."),
    BANNED: gettext_lazy("This shop does not use these words."),
}
_HINTS: dict[str, Promise] = {
    INDUCEMENT: gettext_lazy("Offer help that does not depend on the review."),
    PRESSURE: gettext_lazy("Say what you can do for the buyer instead."),
    PERSONAL: gettext_lazy("Leave it out, or settle it in the order chat."),
    INSULT: gettext_lazy("Take it out."),
    OTHER_SHOP: gettext_lazy("Speak of this shop alone."),
    DOUBT: gettext_lazy("Read the marked sentence once more."),
    BANNED: gettext_lazy("Use other words."),
    REPEATED: gettext_lazy("Say something about this review."),
}


def sentence(finding: Finding, place: Place) -> str:
    """What a rule found, as a sentence."""
    if finding.code == REPEATED:
        number = finding.most or 0
        text = ngettext(
            "This shop gave the same answer %(number)s time within a week.",
            "This shop gave the same answer %(number)s times within a week.",
            number,
        )
        return text % {"number": wording.number(number)}
    if finding.code == PERSONAL:
        return _("Everybody can read this, and it is personal.") if place == "public" else _("This is personal data.")
    if finding.code == OTHER_SHOP:
        return _("This sends the buyer to another shop.")
    if finding.code == DOUBT:
        return _("The marked sentence may break a rule. It resembles: %(what)s.") % {
            "what": wording.listed(str(NAMES[kind]) for kind in finding.kinds)
        }
    return str(_SAID[finding.code])


def hint(code: str) -> str:
    """What to do about it, or empty."""
    return str(_HINTS[code]) if code in _HINTS else ""
