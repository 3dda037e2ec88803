"""Notices by mail: what came in a span of time and is still unread when the mail leaves. Never a buyer's words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from sellerdesk import access, notices, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.mailing import Letter
from sellerdesk.models import User


MOST = 50


def compose(person: User, context: Mapping[str, Any], now: datetime) -> Letter | None:
    """One mail for a person's unread notices of a span; None where all is read or over, or the person has left the desk."""
    here = access.as_person(context["desk"], person.pk, may=permissions.DESK_SEE)
    if here is None:
        return None
    found = lines(here, person, context, now, channel="by_mail")
    if not found:
        return None
    subject = found[0]["text"] if len(found) == 1 else _subject(len(found))
    return Letter(person.email, f"{here.desk.name}: {subject}", render_to_string("mail/notices.txt", {"lines": found, "desk": here.desk}))


def lines(here: Here, person: User, context: Mapping[str, Any], now: datetime, *, channel: str) -> list[dict[str, str]]:
    """What a channel (by_mail, by_telegram) says of a span's unread notices: a sentence and a link each, never a buyer's words."""
    since, until = datetime.fromisoformat(context["since"]), datetime.fromisoformat(context["until"])
    which: dict[str, Any] = {channel: True, "read_at__isnull": True, "at__gte": since, "at__lt": until}
    told = notices.mine(here.desk.pk, person.pk, limit=MOST, **which)
    said = notices.said(told, here, person.pk, now=now)
    return [{"text": said[one.id].text, "link": f"{settings.SITE_URL}{said[one.id].href}"} for one in told if one.id in said]


def _subject(count: int) -> str:
    return ngettext("%(number)s notice", "%(number)s notices", count) % {"number": wording.number(count)}
