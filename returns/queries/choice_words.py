"""What decisions are called where they are looked at afterwards, and the ways that a marketplace names within a kind."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


KINDS: dict[str, Promise] = {
    "refund": gettext_lazy("Refund"),
    "return": gettext_lazy("Agree to the return"),
    "refund_part": gettext_lazy("Refund this part"),
    "exchange": gettext_lazy("Send the replacement"),
    "reship": gettext_lazy("Send it again"),
    "repair": gettext_lazy("Agree to the repair"),
    "reject": gettext_lazy("Reject the claim"),
    "ask": gettext_lazy("Ask the buyer"),
    "receive": gettext_lazy("The goods are back"),
    "escalate": gettext_lazy("Send the letter"),
}
WAYS: dict[str, Promise] = {
    "approve1": gettext_lazy("The marketplace checks the defect first"),
    "approve2": gettext_lazy("The goods come back to you"),
    "approvecc1": gettext_lazy("The buyer brings the goods to your shop"),
    "reject1": gettext_lazy("In the marketplace’s words: no defect was found"),
    "reject2": gettext_lazy("In the marketplace’s words: photos or a film are missing"),
    "reject3": gettext_lazy("In the marketplace’s words: turn to a service centre"),
    "rejectcustom": gettext_lazy("In your own words"),
}
"""By the marketplace's code."""
