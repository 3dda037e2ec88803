"""The page of one review: the buyer's conversations beside it, the words that spoke marked in it, offers and appeals among its steps."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import Review
from reviews.services import appeal_outcomes, flagging
from sellerdesk import shops
from tests.factories.chat import message
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import Cast
from tests.factories.mending import appeal, by, change, offer


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
ANNA = {"id": "B9", "name": "Анна"}
MOST_QUERIES = 14
"""One fewer than a page may have: the next room brings a panel, too."""


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


@pytest.fixture
def talked(cast: Cast, client: Client) -> Client:
    """Alice, before two reviews of a buyer who has also written in chat; one of them is anonymous."""
    facts = shops.facts(cast.shop)
    records = [
        order("O1", at=ago(9), completed_at=ago(5)) | {"buyer": ANNA},
        message("M1", text="Где моя ручка?", at=ago(3), buyer=ANNA),
        review("T", "O1", at=ago(4), stars=5, verdict="good", text="Ужас, сломалась ручка, запах", buyer=ANNA),
        review("U", None, at=ago(2), verdict="bad", buyer=ANNA, anonymous=True),
        told("follow_up", "F1", ago(1), review="T", text="Деньги не вернули"),
    ]
    load(facts, *records, now=NOW)
    while flagging.judge(shop=facts, now=NOW):
        pass
    client.force_login(cast.alice)
    return client


def at(ref: str) -> str:
    return f"/desks/harbor/reviews/{Review.objects.get(outside_id=ref).pk}/?show=all"


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_buyers_conversations_stand_beside_their_review_but_not_beside_an_anonymous_one(talked: Client) -> None:
    assert "Где моя ручка?" in page(talked, at("T"))
    assert "Где моя ручка?" not in page(talked, at("U"))


def test_the_page_of_a_review_leaves_a_query_for_the_next_panel(cast: Cast, talked: Client) -> None:
    offer(cast, "T", now=NOW)
    appeal(cast, "T", now=NOW)
    address = at("T")
    page(talked, address)

    with CaptureQueriesContext(connection) as asked:
        said = page(talked, address)

    assert "Где моя ручка?" in said
    assert len(asked) <= MOST_QUERIES, [query["sql"][:150] for query in asked.captured_queries]


def test_words_that_spoke_are_marked_in_the_text_and_everything_is_escaped(talked: Client, cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    text = "<b>Ужас</b>, деньги не вернули.\nВоняет <script>x</script>"
    load(facts, review("H", None, at=ago(3), stars=5, verdict="good", text=text, buyer=ANNA), now=NOW)
    while flagging.judge(shop=facts, now=NOW):
        pass

    said = page(talked, at("H"))

    timeline = said[said.index('<ol class="timeline"') :]
    words = timeline[timeline.index('<blockquote class="quote"') :].partition("</blockquote>")[0]
    plain = re.sub(r'<span class="sr-only".*?</span>|</?mark[^>]*>', "", words)
    assert "&lt;b&gt;Ужас&lt;/b&gt;, деньги не вернули.<br>Воняет &lt;script&gt;x&lt;/script&gt;" in plain
    marks = re.findall(r'<mark class="spoken" data-why="([^"]*)" title="([^"]*)">(.*?)</mark>', words)
    assert any(look == "tone" and title == "sounds negative" and "(sounds negative)" in inside for look, title, inside in marks), marks
    assert any("topic" in look and "smell" in title and "Воняет" in inside for look, title, inside in marks), marks
    assert "Marked in the text:" in said


def test_offers_and_appeals_are_steps_of_what_happened(cast: Cast, talked: Client) -> None:
    one = offer(cast, "T", kind="partial_refund", amount_minor=300, currency="CNY", now=NOW - timedelta(hours=9))
    change(cast, one, "declined", "Не хочет", now=NOW - timedelta(hours=5))
    withdrawn = appeal(cast, "T", now=NOW - timedelta(hours=7))
    appeal_outcomes.withdraw(**by(cast), appeal_id=withdrawn.pk, now=NOW - timedelta(hours=3))

    said = page(talked, at("T"))

    steps = [step.strip() for step in re.findall(r'<p class="timeline__head">\s*<span[^>]*>(.*?)</span>', said, re.DOTALL)]
    wanted = ["Offered: Partial refund ¥3.00", "Appealed: Advertising or spam", "Offer “Partial refund”: Declined", "The appeal: withdrawn"]
    assert [step for step in steps if step in wanted] == wanted
    assert steps.index("Follow-up") < steps.index(wanted[0])
    timeline = said[said.index('<ol class="timeline"') :].partition("</ol>")[0]
    assert timeline.count("Bob") == 3
    assert "Не хочет" in timeline
    assert "told by a person" in timeline
