"""What is said about an appeal that may not be made or changed."""

from django.utils.translation import gettext as _, gettext_lazy

from reviews.domain.appeals import LONGEST_STATEMENT, MOST_PASSAGES
from reviews.domain.objections import Objection
from sellerdesk import wording
from sellerdesk.errors import Refusal


_SENTENCES = {
    "not_a_buyers_review": (gettext_lazy("Only a buyer’s review can be appealed."), ""),
    "review_rejected": (gettext_lazy("This review was rejected: it counts nowhere and needs no appeal."), ""),
    "review_deleted": (gettext_lazy("This review is deleted already."), ""),
    "trade_struck": (gettext_lazy("The marketplace struck this trade: its review counts nowhere and needs no appeal."), ""),
    "appeal_running": (
        gettext_lazy("An appeal against this review is under way."),
        gettext_lazy("Wait for the answer, or withdraw that one first."),
    ),
    "appeal_granted": (
        gettext_lazy("An appeal against this review was granted."),
        gettext_lazy("Figures follow when the marketplace tells of the deletion."),
    ),
    "appeals_used": (gettext_lazy("This review was appealed as often as is possible: once, and once more after a refusal."), ""),
    "reason_unknown": (gettext_lazy("It is not said what is wrong with the review."), gettext_lazy("Choose a reason.")),
    "appeal_empty": (
        gettext_lazy("There is nothing in this appeal that the marketplace could look at."),
        gettext_lazy("Say what is wrong, or mark evidence."),
    ),
    "quote_gone": (
        gettext_lazy("A message that was chosen is not there any more."),
        gettext_lazy("Load the page again and choose anew."),
    ),
    "appeal_over": (gettext_lazy("This appeal is over."), ""),
    "appeal_not_there": (
        gettext_lazy("The marketplace does not have this appeal yet."),
        gettext_lazy("Carry it over or wait until it is sent, then say what was decided."),
    ),
    "ruling_unknown": (gettext_lazy("It is not said what the marketplace decided."), gettext_lazy("Choose granted or refused.")),
    "appeal_key_used": (gettext_lazy("This form was sent before, for another review."), gettext_lazy("Load the page again and repeat.")),
}


def refusal(objection: Objection) -> Refusal:
    """The objection as a sentence for a person."""
    if objection.code == "appeal_window_closed":
        assert objection.moment is not None
        sentence = _("The time for an appeal of this kind ended on %(moment)s.") % {"moment": wording.exactly(objection.moment)}
        return Refusal(objection.code, sentence, _("The buyer can still be answered and offered help."))
    message, hint = _SENTENCES[objection.code]
    return Refusal(objection.code, str(message), str(hint))


def too_long() -> Refusal:
    """More than the marketplaces take: statement_too_long."""
    message = _("An appeal may have %(most)s characters.") % {"most": wording.number(LONGEST_STATEMENT)}
    return Refusal("statement_too_long", message, _("Shorten it; passages and messages are counted apart."))


def too_many() -> Refusal:
    """More than anybody reads: too_much_evidence."""
    message = _("An appeal carries at most %(most)s passages and as many messages.") % {"most": wording.number(MOST_PASSAGES)}
    return Refusal("too_much_evidence", message, _("Keep the ones that say most."))


def not_found(line: str) -> Refusal:
    """A passage that is not the buyer's: passage_not_found."""
    message = _("“%(words)s” does not stand in the review.") % {"words": line[:80]}
    return Refusal("passage_not_found", message, _("Copy the buyer’s own words, each passage on a line of its own."))
