"""What leaves the house by mail and Telegram names no buyer and says none of their words: the texts of all notices, by event."""

from datetime import timedelta

import pytest

from returns.models import Decision
from sellerdesk import notices
from sellerdesk.access import as_person
from sellerdesk.models import Outbound, WorkItem
from sellerdesk.notices import Told
from tests.factories import deciding
from tests.factories.chat import START, message, talk
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
NAME, WORDS = "Zinaida Buyer", "My parcel was torn"
NO_BUYER = {"audit_broken", "digest", "telegram_lost", "webhook_off"}
"""Events about the desk itself."""


def test_no_notice_names_a_buyer_or_says_their_words(cast: Cast) -> None:
    who = {"id": "B1", "name": NAME}
    thread = talk(cast.shop, [message("M1", text=WORDS, buyer=who)])
    claim = deciding.ask(cast.shop, text=WORDS, buyer=who)
    now = deciding.NOW + timedelta(hours=1)
    Decision.objects.filter(pk=deciding.decide(claim, cast.bob).id).update(state="waiting")
    item = WorkItem.objects.filter(subject=f"thread:{thread.pk}").latest("pk")
    WorkItem.objects.filter(pk=item.pk).update(assignee=cast.alice, due_at=START)
    sent = Outbound.objects.first()
    assert sent is not None
    WorkItem.objects.create(desk=cast.desk, shop=cast.shop, kind="dead_delivery", subject=f"outbound:{sent.pk}", due_at=now, opened_at=now)
    work = f"work:{item.pk}"
    subjects = {
        "assigned": work, "reminder": work, "soon": work, "overdue": work, "mention": f"thread:{thread.pk}",
        "dead_delivery": f"outbound:{sent.pk}", "second_person": f"claim:{claim.pk}",
    }  # fmt: skip
    here = as_person(cast.desk.pk, cast.alice.pk, may="desk.see")
    assert here is not None
    assert {event.key for event in notices.events()} - NO_BUYER == set(subjects)

    told = [Told(number, key, subject, 1, {}, now, None) for number, (key, subject) in enumerate(subjects.items())]
    said = notices.said(told, here, cast.alice.pk, now=now)

    assert {told[number].kind for number in said} >= {"assigned", "reminder", "mention", "dead_delivery"}
    assert [one.text for one in said.values() if NAME in one.text or WORDS in one.text] == []
    assert NAME in {one.detail for one in said.values()}
