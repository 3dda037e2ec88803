"""This room's verbs of the audit log in words."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from sellerdesk import audit_words
from sellerdesk.audit_words import Group, Subject


VERBS = Group(
    _("Reviews"),
    {
        "answer.sent": _("Sent an answer"),
        "answer.changed": _("Changed an answer"),
        "answer.taken_back": _("Took an answer back"),
        "question.rejected": _("Rejected a question"),
        "review.closed": _("Closed a review without an answer"),
        "review.reopened": _("Opened a review again"),
        "review.tagged": _("Changed a review’s labels"),
        "review.topic_added": _("Gave a review a topic"),
        "review.topic_removed": _("Took a topic from a review"),
        "review.appealed": _("Appealed against a review"),
        "appeal.settled": _("The marketplace decided an appeal"),
        "appeal.told": _("Wrote down how an appeal ended"),
        "appeal.withdrawn": _("Withdrew an appeal"),
        "offer.logged": _("Wrote down an offer to a buyer"),
        "offer.changed": _("Changed an offer to a buyer"),
        "buyer.rated": _("Rated a buyer"),
        "buyer.rating_taken_back": _("Took the rating of a buyer back"),
        "signal.seen": _("Looked at a signal of complaints"),
        "rule.made": _("Made a rule for automatic answers"),
        "rule.changed": _("Changed a rule for automatic answers"),
        "rule.turned_on": _("Turned on a rule for automatic answers"),
        "rule.turned_off": _("Turned off a rule for automatic answers"),
        "rule.asked": _("Had a rule answer reviews that wait"),
        "rule.moved": _("Moved a rule for automatic answers"),
        "rule.deleted": _("Deleted a rule for automatic answers"),
        "reviews.credit_repaired": _("The figures of credit were wrong and were repaired"),
    },
)
SUBJECTS = {
    "review": Subject(_("Review"), "review"),
    "answer": Subject(pgettext_lazy("subject", "Answer")),
    "question": Subject(_("Question"), "review_question"),
    "appeal": Subject(pgettext_lazy("subject", "Appeal")),
    "offer": Subject(_("Offer")),
    "buyer_rating": Subject(_("Rating of a buyer")),
    "signal": Subject(_("Signal"), "review_signal"),
    "rule": Subject(_("Rule for automatic answers"), "automatic_rule"),
}


def hang() -> None:
    """Word them."""
    audit_words.add("reviews", VERBS, subjects=SUBJECTS)
