"""Notices by mail: what came in a span of time and is still unread when the mail leaves. Never a buyer's words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from sellerdesk import access, notices, wording
from sellerdesk.domain import permissions
from sellerdesk.mailing import Letter
from sellerdesk.models import User


MOST = 50


def compose(person: User, context: Mapping[str, Any], now: datetime) -> Letter | None:
    """One mail for a person's unread notices of a span; None where all is read or over, or the person has left the desk."""
    here = access.as_person(context["desk"], person.pk, may=permissions.DESK_SEE)
    if here is None:
        return None
    since, until = datetime.fromisoformat(context["since"]), datetime.fromisoformat(context["until"])
    told = notices.mine(here.desk.pk, person.pk, limit=MOST, by_mail=True, read_at__isnull=True, at__gte=since, at__lt=until)
    said = notices.said(told, here, person.pk, now=now)
    lines = [{"text": said[one.id].text, "link": f"{settings.SITE_URL}{said[one.id].href}"} for one in told if one.id in said]
    if not lines:
        return None
    subject = lines[0]["text"] if len(lines) == 1 else _subject(len(lines))
    return Letter(person.email, f"{here.desk.name}: {subject}", render_to_string("mail/notices.txt", {"lines": lines, "desk": here.desk}))


def _subject(count: int) -> str:
    return ngettext("%(number)s notice", "%(number)s notices", count) % {"number": wording.number(count)}
