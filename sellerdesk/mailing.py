"""Mail: owed as a row like everything that leaves the house, written in the reader's language at the moment of sending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from sellerdesk import outbox
from sellerdesk.delivery.senders import Withdrawn
from sellerdesk.errors import Permanent, Transient
from sellerdesk.models import User
from sellerdesk.outbox import Claimed


KIND = "mail"
"""The kind of the outbound rows that are mails."""
# What these send stays on this machine: nobody gets it.
SILENT = ("console.EmailBackend", "dummy.EmailBackend", "filebased.EmailBackend")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is sent."""

    to: str
    subject: str
    text: str


class Compose(Protocol):
    """Writes one sort of mail, in the language and time zone that are set."""

    def __call__(self, person: User, context: Mapping[str, Any], now: datetime, /) -> Letter | None:
        """None where there is nothing to say any more. `person` is who is written to, or on whose behalf."""


_composers: dict[str, Compose] = {}


def register(template: str, compose: Compose) -> None:
    """Add a sort of mail. Belongs in an app's ready()."""
    if _composers.setdefault(template, compose) is not compose:
        raise ValueError(f"Mails of the sort {template} are written already.")


def leaves() -> bool:
    """Whether mail of this installation leaves it."""
    return not settings.EMAIL_BACKEND.endswith(SILENT)


def owe(
    desk_id: int, template: str, key: str, *, user_id: int, context: Mapping[str, Any], now: datetime, not_before: datetime | None = None
) -> int | None:
    """Owe one mail, inside a command; None where that very one is owed already. `context` holds ids and moments, never texts."""
    payload = {"user": user_id, "template": template, "context": dict(context)}
    return outbox.enqueue(desk_id, KIND, key, payload, now=now, not_before=not_before)


def send(claimed: Claimed) -> None:
    """Write and send one mail that is owed. Outside transactions. Withdrawn where there is nobody to tell or nothing to say any more;
    Transient or Permanent where that failed.

    Where nobody knows whether the server took it, it is Transient: a mail that comes twice does less harm than none, and both carry
    one Message-ID, by which mail programs know the second one.
    """
    person = User.objects.filter(pk=claimed.payload["user"], is_active=True).first()
    if person is None:
        raise Withdrawn
    language = person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(ZoneInfo(person.time_zone or "UTC")):
        letter = _composers[claimed.payload["template"]](person, claimed.payload["context"], datetime.now(UTC))
    if letter is None:
        raise Withdrawn
    message_id = f"<delivery-{claimed.id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>') or 'localhost'}>"
    mail = EmailMessage(" ".join(letter.subject.split()), letter.text, to=[letter.to], headers={"Message-ID": message_id})
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        raise Permanent("The mail server does not take this address.") from error
    except (SMTPException, OSError) as error:
        raise Transient(f"The mail server did not take it: {type(error).__name__}.") from error
