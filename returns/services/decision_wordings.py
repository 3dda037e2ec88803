"""What is said about decisions: what each is called, why one may not be taken, what became of it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop, ngettext

from returns.domain.deciding import ClaimFacts, WhyNot
from returns.models import Decision
from sellerdesk import wording
from sellerdesk.errors import Refusal


# A worker knows no reader: who shows them translates them.
AUTOMATIC = gettext_noop("The time ran out, and the marketplace has decided by itself.")
WITHDRAWN = gettext_noop("The buyer has withdrawn the claim.")
ELSEWHERE = gettext_noop("The claim was decided elsewhere meanwhile.")
MOVED = gettext_noop("The claim has changed since.")
NEVER_TOLD = gettext_noop("The marketplace has not told of it for a day, and the claim was decided anew.")
UNHEARD = gettext_noop("The marketplace has not told of it for a day: look there whether it arrived, or decide again.")
CALLED_OFF = gettext_noop("It was called off on the page of deliveries.")
NAMES: Mapping[str, Promise] = {
    "refund": gettext_lazy("Refund without return"),
    "return": gettext_lazy("Return, then refund"),
    "refund_part": gettext_lazy("Refund of a part"),
    "exchange": gettext_lazy("Exchange"),
    "reship": gettext_lazy("Sending again"),
    "repair": gettext_lazy("Repair"),
    "reject": gettext_lazy("Rejection"),
    "ask": gettext_lazy("Question for more evidence"),
    "receive": gettext_lazy("Goods confirmed as received"),
    "escalate": gettext_lazy("Marketplace asked to step in"),
}


def named(kind: str, amount_minor: int | None, currency: str) -> str:
    """A decision in a few words, with its amount where it has one."""
    name = str(NAMES[kind])
    if amount_minor is None:
        return name
    return _("%(what)s, %(amount)s") % {"what": name, "amount": wording.money(amount_minor, currency)}


def who(row: Decision) -> str:
    """Who decided."""
    return nobody() if row.author is None else row.author.name or row.author.email


def nobody() -> str:
    """Who decided where that was no person."""
    return _("A program or rule")


def taken(row: Decision, now: datetime) -> str:
    """That somebody else was faster."""
    told = {
        "who": who(row), "ago": wording.age(min(row.made_at, now), now=now), "what": named(row.kind, row.amount_minor, row.amount_currency),
    }  # fmt: skip
    return _("%(who)s decided this claim %(ago)s: %(what)s. Nothing of yours was sent.") % told


def held(author: str, kind: str, amount_minor: int | None, currency: str) -> str:
    """That a decision is under way."""
    told = {"who": author or nobody(), "what": named(kind, amount_minor, currency)}
    return _("%(who)s has decided this claim: %(what)s.") % told


def changed() -> str:
    """That the claim is another than the one that was read."""
    return _("The claim has changed since you read it. Nothing was sent. Look at what is new, then decide.")


def on_its_way() -> str:
    """That it is too late to take back."""
    return _("This decision is on its way already.")


def waits_no_more() -> str:
    """That there is nothing to confirm any more."""
    return _("This decision does not wait for a second person any more.")


def refusal(why: WhyNot, facts: ClaimFacts, currency: str, now: datetime) -> Refusal:
    """Why a claim may not be decided so, as a sentence for a person."""
    if why.code == "clock_ran_out" and why.when is not None:
        message = _("The time ran out %(when)s: what the marketplace does by itself stands.") % {"when": wording.stamp(why.when, now=now)}
        return Refusal(why.code, message, _("Wait for its next facts; they say what happened."))
    if why.code == "amount_not_part":
        whole = wording.money(facts.asked_minor or 0, currency) if currency else ""
        return Refusal(why.code, _("A part is more than nothing and less than the whole, %(whole)s.") % {"whole": whole})
    if why.code in {"too_short", "too_long", "text_missing"}:
        return _of_length(why)
    return Refusal(why.code, *_PLAIN[why.code]())


def _of_length(why: WhyNot) -> Refusal:
    number = why.limit or 1
    count = {"number": wording.number(number)}
    if why.code == "too_long":
        said = ngettext("The words may have at most %(number)s character.", "The words may have at most %(number)s characters.", number)
        return Refusal(why.code, said % count, _("Shorten them."))
    said = ngettext("The words need at least %(number)s character.", "The words need at least %(number)s characters.", number)
    return Refusal(why.code, said % count, _("Say in a sentence why."))


_PLAIN: dict[str, Callable[[], tuple[str, str]]] = {
    "claim_rejected": lambda: (_("This claim was rejected when it was read in, so it cannot be decided."), ""),
    "not_offered": lambda: (_("This cannot be decided as the claim stands now."), _("Load the page again: it shows what can.")),
    "choice_missing": lambda: (_("It is not said which of several ways is meant."), _("Choose one of them.")),
    "amount_unwanted": lambda: (_("This decision takes no amount."), _("Leave it out, or choose a refund of a part.")),
    "amount_missing": lambda: (_("It is not said how much is paid back."), _("Write the amount.")),
    "article_missing": lambda: (_("It is not said what is sent instead."), _("Choose the article.")),
    "article_unwanted": lambda: (_("This decision sends no article."), _("Leave it out, or choose an exchange.")),
    "text_unwanted": lambda: (_("The marketplace takes no words with this decision."), _("Leave them out.")),
}


def key_used() -> Refusal:
    """One key, two different decisions."""
    return Refusal("key_used", _("This key was used for another decision."), _("Take a new key for each decision."))


def article_unknown() -> Refusal:
    """An article that the shop has not."""
    return Refusal("article_unknown", _("The shop has no such article."), _("Choose one of its listings."))


def has_signs() -> Refusal:
    """Signs that no marketplace takes."""
    return Refusal("text_has_signs", _("The text holds signs that cannot be sent."), _("Type it anew."))


def same_person() -> Refusal:
    """The one who decided cannot confirm."""
    return Refusal("same_person", _("Whoever decided cannot confirm it."), _("Ask a colleague with a high enough limit."))


def limit_too_low() -> Refusal:
    """The second person may not give back so much alone either."""
    return Refusal("limit_too_low", _("Your own limit is lower than this refund."), _("Ask a colleague with a higher limit."))
