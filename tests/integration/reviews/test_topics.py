"""Topics of reviews: kept by the judge, said by people, shown with their words; and the signals that come of them."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from reviews import tasks
from reviews.domain.signals import KIND
from reviews.models import Review, ReviewTopic, TopicSignal
from reviews.queries import topical
from reviews.queries.finding import Places
from reviews.services import flagging, signals, topic_editing
from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, feed_shop, load, review, told
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def judged(shop: ShopFacts, *records: Record, now: datetime = NOW) -> None:
    load(shop, *records, now=now)
    while flagging.judge(shop=shop, now=now):
        pass


def bad(number: int, *, days: float, text: str = "маломерит", product: str = "P1", **fields: object) -> Record:
    return review(f"R{number}", None, at=(NOW - timedelta(days=days)).isoformat(), text=text, product=product, **fields)


def topics(ref: str = "R1") -> dict[str, int]:
    return dict(ReviewTopic.objects.filter(review__outside_id=ref).values_list("topic", "by"))


def items() -> list[tuple[str, str]]:
    return list(WorkItem.objects.filter(kind=KIND).order_by("id").values_list("state", "outcome"))


def say(shop: ShopFacts, topic: str, *, about: bool, ref: str = "R1") -> None:
    own = Review.objects.get(outside_id=ref, shop_id=shop.id).pk
    topic_editing.say(desk_id=shop.desk_id, shop_ids=[shop.id], review_id=own, topic=topic, about=about, actor=SYSTEM, now=NOW)


def see(shop: ShopFacts, text: str = "") -> None:
    own = TopicSignal.objects.get().pk
    signals.see(desk_id=shop.desk_id, shop_ids=[shop.id], signal_id=own, user_id=None, text=text, actor=SYSTEM, now=NOW)


def test_the_judge_keeps_the_topics_of_a_review_and_of_its_follow_up() -> None:
    shop = feed_shop()

    judged(shop, bad(1, days=2), told("follow_up", "F1", (NOW - timedelta(days=1)).isoformat(), review="R1", text="и воняет"))

    assert topics() == {"size": 1, "smell": 1}


def test_what_a_person_said_stays_when_the_rules_run_again() -> None:
    shop = feed_shop()
    judged(shop, bad(1, days=2))

    say(shop, "size", about=False)
    say(shop, "price", about=True)
    Review.objects.update(judged=False)
    judged(shop)

    assert topics() == {"size": ReviewTopic.By.REMOVED, "price": ReviewTopic.By.PERSON}
    assert topical.of_rows(shop.desk_id, [Review.objects.get().pk]) == {Review.objects.get().pk: ["price"]}
    assert list(AuditEntry.objects.values_list("what", flat=True)) == ["review.topic_removed", "review.topic_added"]


def test_a_topic_that_a_new_content_does_not_name_goes() -> None:
    shop = feed_shop()
    judged(shop, bad(1, days=2))

    judged(shop, bad(1, days=3, text="дорого"))

    assert topics() == {"price": 1}


def test_an_unknown_topic_is_refused_and_another_desks_review_is_not_there() -> None:
    shop, other = feed_shop(), feed_shop()
    judged(shop, bad(1, days=2))

    with pytest.raises(Refusal, match="no such topic"):
        say(shop, "nonsense", about=True)
    with pytest.raises(NotVisible):
        topic_editing.say(
            desk_id=other.desk_id, shop_ids=[other.id], review_id=Review.objects.get().pk, topic="size", about=True, actor=SYSTEM, now=NOW
        )  # fmt: skip


def test_three_within_seven_days_are_one_item_that_grows() -> None:
    shop = feed_shop()
    judged(shop, bad(1, days=6), bad(2, days=3))
    assert items() == []

    judged(shop, bad(3, days=1))
    judged(shop, bad(4, days=0.5))

    signal = TopicSignal.objects.get()
    assert (signal.number, signal.topic, signal.why, signal.is_open) == (4, "size", "close", True)
    item = WorkItem.objects.get(kind=KIND)
    third = NOW - timedelta(days=1)
    assert (item.subject, item.opened_at, item.due_at) == (f"product:{signal.product_id}:topic:size", third, third + timedelta(hours=1))


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_the_order_of_arrival_does_not_matter(order: tuple[int, ...]) -> None:
    shop = feed_shop()
    days = {1: 6, 2: 3, 3: 1}

    for number in order:
        judged(shop, bad(number, days=days[number]))

    signal = TopicSignal.objects.get()
    assert (signal.since, signal.ripe, signal.number) == (NOW - timedelta(days=6), NOW - timedelta(days=1), 3)
    assert WorkItem.objects.get(kind=KIND).opened_at == NOW - timedelta(days=1)


@pytest.mark.parametrize(
    "third",
    [
        bad(3, days=1, product="P2"),
        bad(3, days=1, text="дорого"),
        bad(3, days=1, verdict="good", text="хорошо, но маломерит"),
        bad(3, days=40),
    ],
)
def test_another_product_topic_verdict_or_time_makes_none(third: Record) -> None:
    shop = feed_shop()

    judged(shop, bad(1, days=6), bad(2, days=5), third)

    assert items() == []


def test_seen_it_opens_anew_only_when_as_many_again_have_come() -> None:
    shop = feed_shop()
    judged(shop, bad(1, days=6), bad(2, days=5), bad(3, days=4))
    see(shop, "Ask the supplier")
    with pytest.raises(Refusal, match="not open"):
        see(shop)

    judged(shop, bad(4, days=3), bad(5, days=2))
    assert items() == [("closed", "seen")]

    judged(shop, bad(6, days=1))
    assert items() == [("closed", "seen"), ("open", "")]
    assert TopicSignal.objects.get().number == 3


def test_it_closes_when_a_person_takes_the_topic_out_and_when_reviews_fall() -> None:
    shop = feed_shop()
    judged(shop, bad(1, days=6), bad(2, days=5), bad(3, days=4))
    say(shop, "size", about=False)
    assert items() == [("closed", "fell")]

    say(shop, "size", about=True)
    assert items() == [("closed", "fell"), ("open", "")]
    judged(shop, told("review_delete", "R2", NOW.isoformat(), by="platform"))
    assert items() == [("closed", "fell"), ("closed", "fell")]


def test_looking_again_changes_nothing_and_history_makes_no_work() -> None:
    shop = feed_shop()
    judged(shop, bad(1, days=60), bad(2, days=59), bad(3, days=58))
    signals.look(shop=shop, now=NOW)
    assert items() == []
    assert signals.shops() == [shop.id]

    judged(shop, bad(4, days=2), bad(5, days=1), bad(6, days=0.5))
    before = list(TopicSignal.objects.values())
    signals.look(shop=shop, now=NOW)
    assert list(TopicSignal.objects.values()) == before
    assert items() == [("open", "")]


def test_the_task_looks_at_every_shop() -> None:
    tasks.look_for_signals()
    assert not TopicSignal.objects.exists()


@pytest.fixture
def told_desk(cast: Cast, client: Client) -> Client:
    """Alice, with three complaints of size and one of smell."""
    judged(
        shops.facts(cast.shop),
        told("product", "P1", (NOW - timedelta(days=90)).isoformat(), title="Кофемолка"),
        *(bad(number, days=number) for number in (1, 2, 3)), bad(4, days=1, text="воняет"),
    )  # fmt: skip
    client.force_login(cast.alice)
    return client


def test_the_table_counts_and_every_figure_opens_its_rows(told_desk: Client, cast: Cast) -> None:
    shop = shops.facts(cast.shop)
    places = Places(shop.desk_id, [shop.id], orders=True)
    since = NOW - timedelta(days=30)

    table = topical.table(places, since=since)

    assert (table.totals, [line.title for line in table.lines]) == ({"size": 3, "smell": 1}, ["Кофемолка"])
    for topic, number in table.totals.items():
        found = topical.behind(places, topic, product_id=table.lines[0].product_id, since=since)
        assert (found.number, len(found.ids)) == (number, number)
    assert told_desk.get("/desks/harbor/reviews/topics/", {"days": "365"}).status_code == 200


def test_the_signal_is_shown_and_seen_with_a_note(told_desk: Client) -> None:
    at = f"/desks/harbor/reviews/signals/{TopicSignal.objects.get().pk}/"
    page = told_desk.get(at).content.decode()
    assert page.count("маломерит") == 3

    assert told_desk.post(f"{at}seen/", {"note": "x" * 1001}).status_code == 422
    assert told_desk.post(f"{at}seen/", {"note": "Wrote to the supplier"}).status_code == 302

    assert "Wrote to the supplier" in told_desk.get(at).content.decode()
    assert items() == [("closed", "seen")]


def test_a_review_shows_its_topics_with_the_words_and_takes_another(told_desk: Client) -> None:
    own = Review.objects.get(outside_id="R1").pk
    page = told_desk.get(f"/desks/harbor/reviews/{own}/").content.decode()
    assert 'id="topics"' in page
    assert ">маломерит</q>" in page

    panel = told_desk.post(f"/desks/harbor/reviews/{own}/topics/", {"topic": "price"}, headers=HTMX).content.decode()

    assert "Take out: price" in panel
    assert topics()["price"] == ReviewTopic.By.PERSON


def test_a_review_made_good_later_still_shows_the_words_that_spoke_for_its_topics(told_desk: Client, cast: Cast) -> None:
    changed = told("review_change", "R1", (NOW - timedelta(hours=1)).isoformat(), verdict="good")
    judged(shops.facts(cast.shop), changed)
    own = Review.objects.get(outside_id="R1")
    assert own.changed_at is not None
    assert topics() == {"size": 1}

    page = told_desk.get(f"/desks/harbor/reviews/{own.pk}/").content.decode()

    assert ">маломерит</q>" in page


def test_today_shows_the_signal(told_desk: Client) -> None:
    page = told_desk.get("/desks/harbor/").content.decode()

    assert "Complaints: size" in page
