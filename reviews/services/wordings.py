"""What is said about an answer that may not go, and the one place where its text is looked at before it leaves."""

from datetime import datetime

from django.utils.translation import gettext as _, gettext_noop

from reviews.domain.answering import WhyNot, is_whole
from sellerdesk import guarding, policy, wording
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.errors import Refusal
from sellerdesk.shops import ShopFacts


MOST = 100_000
"""Characters of one answer where the marketplace sets no limit: what the feed takes back of it."""
# A worker knows no reader: who shows them translates them.
CALLED_OFF = gettext_noop("It was called off on the page of deliveries.")
ELSEWHERE = gettext_noop("The review was answered elsewhere.")
QUESTION_ELSEWHERE = gettext_noop("The question was answered elsewhere.")
DELETED = gettext_noop("The review was deleted.")
STRUCK = gettext_noop("The order was struck, and the review with it.")
FOLLOWED = gettext_noop("The buyer added a follow-up: answer that.")


def longest(shop: ShopFacts) -> int:
    """The most characters of an answer of this shop."""
    return shop.rules.answer_length[1] or MOST


def why_not_text(
    text: str, known: VariableFacts | None, shop: ShopFacts, *, given: int = 0, reason: str = "", chosen: policy.Chosen | None = None
) -> policy.Judged:
    """What in the words themselves stops an answer: text_has_signs, the codes of `policy.why_not_send`; and what `reason` overrode.

    `given` is how often the shop gave this answer of late (`repeated.WITHIN`). Who looks at many asks for `chosen` (`guarding.of`) once.
    """
    if not is_whole(text):
        return policy.Judged(Refusal("text_has_signs", _("The text holds signs that cannot be sent."), _("Type it anew.")))
    if len(text) > MOST:
        return policy.Judged(Refusal("too_long", _("This answer is too long."), _("Shorten it.")))
    facts = policy.text_facts(known, chosen=chosen or guarding.of(shop.desk_id, shop.id), given=given)
    return policy.judge(text, place="public", facts=facts, reason=reason)


def why_not_alone(text: str, known: VariableFacts, shop: ShopFacts, *, given: int, chosen: policy.Chosen | None = None) -> str:
    """Why an answer that nobody looks at may not go, as a code: what stops it, or the first rule that warns; or empty."""
    judged = why_not_text(text, known, shop, given=given, chosen=chosen).refusal
    if judged is None or judged.code != "warned":
        return "" if judged is None else judged.code
    facts = policy.text_facts(known, chosen=chosen or guarding.of(shop.desk_id, shop.id), given=given)
    return policy.check(text, place="public", facts=facts).warnings[0].code


def refusal(why: WhyNot, now: datetime) -> Refusal:
    """Why it may not be answered or changed, as a sentence for a person."""
    return Refusal(why.code, sentence(why, now))


def sentence(why: WhyNot, now: datetime) -> str:
    """The same without the code."""
    when = wording.stamp(why.until, now=now) if why.until is not None else ""
    if why.followed:
        return _("The review could be answered until the buyer’s follow-up, %(when)s.") % {"when": when}
    match why.code:
        case "answer_window_closed":
            return _("An answer was possible until %(when)s.") % {"when": when}
        case "review_deleted":
            return _("The review was deleted %(when)s: there is nothing to answer.") % {"when": when}
        case "trade_struck":
            return _("The order was struck %(when)s, and the review with it.") % {"when": when}
        case "edit_window_closed":
            return _("The answer could be changed until %(when)s.") % {"when": when}
    return _PLAIN[why.code]()


_PLAIN = {
    "review_not_answerable": lambda: _("This review was rejected, so it cannot be answered."),
    "already_answered": lambda: _("It is answered; the marketplace takes one answer."),
    "edit_not_offered": lambda: _("This marketplace does not let an answer be changed."),
    "not_sent_yet": lambda: _("The answer has not arrived yet, so it cannot be changed."),
    "review_gone": lambda: _("The review is gone, and its answer with it."),
    "question_answered": lambda: _("It is answered; the marketplace takes one answer."),
    "question_rejected": lambda: _("It was rejected, so it cannot be answered."),
    "reject_not_offered": lambda: _("This marketplace does not let a question be rejected."),
    "already_edited": lambda: _("The answer was changed once; the marketplace takes no second change."),
}
