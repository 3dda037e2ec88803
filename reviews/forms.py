"""What the form of an answer says, read without trust. Rules live in the commands."""

import uuid
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from reviews.domain.answering import Seen, seen_of
from sellerdesk.errors import Refusal
from sellerdesk.web.asked import whole


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it was posted; `draft` is the version of the draft that it was."""

    text: str
    key: uuid.UUID
    draft: int | None
    reason: str = ""
    """Why it goes in spite of a warning."""


def written(post: QueryDict) -> Written:
    """The posted answer. Refused: form_broken for a key that no form of ours makes."""
    try:
        key = uuid.UUID(post.get("key", ""))
    except ValueError as error:
        raise _broken() from error
    return Written(post.get("text", ""), key, whole(post.get("draft"), digits=9), post.get("reason", ""))


def seen(post: QueryDict) -> Seen:
    """What the page had shown. Refused: form_broken."""
    found = seen_of(post.get("seen", ""))
    if found is None:
        raise _broken()
    return found


def _broken() -> Refusal:
    return Refusal("form_broken", _("The browser sent something that could not be understood."), _("Load the page again and repeat."))
