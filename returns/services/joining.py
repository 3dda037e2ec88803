"""Whether a marketplace can be asked from here to step in, before a word is written to it."""

from datetime import datetime

from django.utils.translation import gettext as _

from returns.domain import deciding as rules
from returns.domain.deciding import ClaimFacts, Wanted
from returns.services import decision_wordings
from sellerdesk.errors import Refusal


def why_not(facts: ClaimFacts, currency: str, now: datetime) -> Refusal | None:
    """Why it cannot be asked, whatever is written; None where it can. The codes of `why_not_decide`; not_offered says what to do."""
    why = rules.why_not_decide(facts, Wanted(kind="escalate", text="?"), now)
    if why is not None and why.code == "not_offered":
        message = _("From here this marketplace cannot be asked to step in as the claim stands now.")
        return Refusal(why.code, message, _("Copy the letter and send it to its support there."))
    return None if why is None else decision_wordings.refusal(why, facts, currency, now)
