"""What is said about a message that may not go, and the one place where its text is looked at before it leaves."""

from django.utils.translation import gettext as _, ngettext

from chat.domain.outgoing import Fault, Limits
from sellerdesk import guarding, policy
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.errors import Refusal
from sellerdesk.shops import ShopFacts


MOST = 100_000
"""Characters of one message where the marketplace sets no limit: what the feed takes back of it."""


def limits_of(shop: ShopFacts) -> Limits:
    """What one message of this shop may hold."""
    return Limits(text=shop.rules.chat_length[1] or MOST)


def why_not_text(text: str, known: VariableFacts | None, shop: ShopFacts, reason: str = "") -> policy.Judged:
    """What in the words themselves stops a message: the codes of `policy.why_not_send`; and what its `reason` overrode.

    A message of files alone has no words.
    """
    if not text:
        return policy.Judged(None)
    return policy.judge(text, place="chat", facts=policy.text_facts(known, chosen=guarding.of(shop.desk_id, shop.id)), reason=reason)


def refusal(fault: Fault) -> Refusal:
    """The fault as a sentence for a person."""
    return Refusal(fault.code, *_said(fault))


def _said(fault: Fault) -> tuple[str, str]:
    number = {"number": fault.figure}
    match fault.code:
        case "text_too_long":
            message = ngettext("A message may have %(number)d character.", "A message may have %(number)d characters.", fault.figure)
            return message % number, _("Shorten it, or send it in two parts.")
        case "too_many_files":
            message = ngettext("A message may carry %(number)d file.", "A message may carry %(number)d files.", fault.figure)
            return message % number, _("Send the others with the next one.")
        case "files_too_large":
            return _("The files of one message may have %(number)d MB together.") % number, _("Send some with the next one.")
        case "later_is_too_far":
            message = ngettext(
                "A message can wait for %(number)d day at most.", "A message can wait for %(number)d days at most.", fault.figure
            )
            return message % number, _("Choose an earlier time.")
    return _PLAIN[fault.code]()


_PLAIN = {
    "message_empty": lambda: (_("There is nothing to send yet."), _("Write something or attach a file.")),
    "text_has_signs": lambda: (_("The text holds signs that cannot be sent."), _("Type it anew.")),
    "later_is_past": lambda: (_("This time has passed."), _("Choose a later one, or send it now.")),
    "later_stays_open": lambda: (
        _("A message for later leaves the conversation open until it goes."),
        _("Send it now, or mark it done afterwards."),
    ),
}
