"""Our own sentences for what goes wrong on the way to a marketplace. They are kept in English and translated when they are shown."""

from django.utils.translation import gettext, gettext_noop


UNREACHABLE = gettext_noop("The marketplace cannot be reached.")
SILENT = gettext_noop("The marketplace did not answer.")
AT_FAULT = gettext_noop("The marketplace answered that it is out of order.")
UNREADABLE = gettext_noop("The marketplace answered with something that cannot be read.")
ELSEWHERE = gettext_noop("The marketplace sent us to another address, which is not followed.")
TOO_OFTEN = gettext_noop("It was too often for the marketplace.")
NOT_TAKEN = gettext_noop("The marketplace did not take it and does not say why.")
NOT_LET_IN = gettext_noop("The marketplace does not let us in.")
PAUSED = gettext_noop("The marketplace does not answer now, so it is left alone for a while.")
AT_THE_LIMIT = gettext_noop("More at once is not allowed, so it waits for its turn.")
STRANGE_ADDRESS = gettext_noop("This address belongs to no marketplace that is allowed here.")
KEY_LOST = gettext_noop("The key of this connection cannot be read any more. Enter it anew.")
NOT_READY = gettext_noop("It could not be made ready.")
BROKEN = gettext_noop("Something broke on our side while it was being sent.")
BY_HAND = gettext_noop("This shop is connected by hand.")
ASK_A_PERSON = gettext_noop("Only a person can look whether it is there.")
NOBODY_KNOWS = gettext_noop("Nobody can be asked whether it arrived.")
NOT_THERE_YET = gettext_noop("It is not there yet.")
NOT_THERE = gettext_noop("It did not arrive.")
TAKEN_AWAY = gettext_noop("The marketplace does not show it any more.")
CONVERSATION_CLOSED = gettext_noop("The conversation is closed.")
NOT_ALLOWED_WORDS = gettext_noop("The moderator found words that are not allowed.")
KEPT = gettext_noop("The moderator found that the review breaks no rule.")
ERASED = gettext_noop("Its words were erased with the buyer. Nothing was sent.")
NO_SUCH_FILE = gettext_noop("There is no such file.")


def shown(reason: str) -> str:
    """A kept reason in the reader's language; what a marketplace or a room said is shown as it was said."""
    return gettext(reason) if reason else ""
