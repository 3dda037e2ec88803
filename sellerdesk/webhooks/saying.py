"""What people are told of webhooks, in words: one was switched off by itself."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from sellerdesk import notices
from sellerdesk.domain import permissions
from sellerdesk.models import Webhook
from sellerdesk.notice_choices import MAIL, PAGE
from sellerdesk.notices import Event, Reader, Said, Told
from sellerdesk.webhooks import queries
from sellerdesk.webhooks.answering import OFF


def declare() -> None:
    """Declare the event."""
    notices.declare(
        Event(
            key=OFF, label=gettext_lazy("A webhook was switched off"), icon="stop", may=permissions.WEBHOOKS_MANAGE,
            channels=frozenset({PAGE, MAIL}), say=say_off, hint=gettext_lazy("Its receiver is gone, failed for too long, or is too slow."),
        )
    )  # fmt: skip


def say_off(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """Which webhook, and why it is off; one that is on again, or out of sight, is over."""
    here = reader.here
    seen = queries.listed(here.desk.pk, [shop.pk for shop in here.shops], whole=here.every_shop)
    off = {f"webhook:{row.pk}": row for row, _shops in seen if row.state == Webhook.State.OFF}
    return {one.id: _said(off[one.subject], here.desk.slug) for one in told if one.subject in off}


def what_to_do(row: Webhook) -> str:
    """What helps a webhook that is off; nothing where a person wanted it off."""
    if row.off_why == Webhook.Why.PERSON:
        return ""
    if row.off_why == Webhook.Why.BACKLOG:
        return _("Have the receiver answer faster or choose fewer events, then switch the webhook on again.")
    return _("Mend the receiver, then switch the webhook on again.")


def _said(row: Webhook, desk: str) -> Said:
    sentence = _("The webhook %(name)s was switched off: its receiver failed for too long.")
    if row.off_why == Webhook.Why.GONE:
        sentence = _("The webhook %(name)s was switched off: its receiver says that it is gone.")
    if row.off_why == Webhook.Why.BACKLOG:
        sentence = _("The webhook %(name)s was switched off: more was waiting for its receiver than it takes in time.")
    return Said(sentence % {"name": row.name}, reverse("webhook", args=[desk, row.pk]))
