"""Rulebook 22 by text: negative words under good marks, and follow-ups, which wait anew whatever became of their review."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from reviews.models import FollowUp, Review
from reviews.services import flagging
from sellerdesk import shops, work
from sellerdesk.commands import command
from sellerdesk.models import DeskEvent, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import AT, Record, feed_shop, load, order, review, told
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
BAD = "Ужасное качество, порвалось через день, деньги на ветер. Не рекомендую!"
GOOD = "Отличный товар, всё подошло, спасибо! Рекомендую"
GIVEN = datetime.fromisoformat(AT)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(day: int) -> str:
    return (GIVEN + day * DAY).isoformat()


def judged(shop: ShopFacts, *records: Record, now: datetime = NOW) -> list[tuple[str, str]]:
    for record in records:
        load(shop, record)
        while flagging.judge(shop=shop, now=now):
            pass
    return list(WorkItem.objects.filter(shop_id=shop.id).order_by("id").values_list("state", "outcome"))


def follow_up(text: str = BAD, *, day: int = 2, ref: str = "F1") -> Record:
    return told("follow_up", ref, at(day), review="R1", text=text)


def answer(*, day: int, to: str | None = None, ref: str = "A1") -> Record:
    return told("reply", ref, at(day), review="R1", text="sorry", **({"follow_up": to} if to else {}))


@pytest.mark.parametrize(
    ("fields", "flags"),
    [
        ({"verdict": "good", "text": BAD}, ["text"]),
        ({"verdict": None, "stars": 5, "text": BAD}, ["text"]),
        ({"verdict": None, "stars": 4, "text": "质量太差了，用了一次就坏了，客服态度恶劣，差评！"}, ["text"]),
        ({"verdict": None, "stars": 5, "text": "Terrible quality, broke after two days. Do not buy!"}, ["text"]),
        ({"verdict": None, "stars": 5, "title": "Ужасно", "text": "Не работает, вернула, деньги на ветер"}, ["text"]),
        ({"verdict": None, "stars": 5, "cons": BAD}, ["text"]),
        ({"verdict": None, "stars": 5, "text": GOOD, "cons": BAD}, []),
        ({"verdict": None, "stars": 5, "pros": BAD}, []),
        ({"verdict": None, "stars": 5, "text": GOOD}, []),
        ({"verdict": "bad", "text": BAD}, ["bad"]),
        ({"verdict": "good", "stars": 3, "text": BAD}, ["low_stars"]),
        ({"verdict": "good", "author": "seller", "text": BAD}, []),
    ],
)
def test_negative_words_under_good_marks_are_flagged_and_wait(fields: dict[str, Any], flags: list[str]) -> None:
    shop = feed_shop()

    items = judged(shop, order(), review(**fields))

    assert Review.objects.get().flags == flags
    assert items == ([("open", "")] if flags else [])


@pytest.mark.parametrize(
    ("before", "ended"),
    [
        ([review(verdict="good", text=GOOD)], []),
        ([review(), answer(day=1)], [("closed", "answered")]),
        ([review(), told("review_change", "R1", at(1), verdict="good")], [("closed", "changed")]),
        ([review()], None),
    ],
)
def test_a_negative_follow_up_waits_from_its_own_moment_whatever_ended_its_review(
    before: list[Record], ended: list[tuple[str, str]] | None
) -> None:
    shop = feed_shop("taobao")
    judged(shop, order(), *before)

    items = judged(shop, follow_up())

    assert items == [*(ended or []), ("open", "")]
    item, row = WorkItem.objects.get(state="open"), Review.objects.get()
    assert (item.subject, item.opened_at, item.due_at) == (f"review:{row.pk}", GIVEN + 2 * DAY, GIVEN + 2 * DAY + HOUR)
    assert row.flags[-1] == "follow_up"
    assert FollowUp.objects.get().flags == ["follow_up"]
    assert DeskEvent.objects.filter(desk_id=shop.desk_id, kind__in=["reviews.flagged", "work.moved.flagged_review"]).exists()


def test_the_order_of_arrival_decides_nothing() -> None:
    shop, other = feed_shop(), feed_shop()
    judged(shop, order(), review(), answer(day=1), follow_up())

    assert judged(other, follow_up(), answer(day=1), review(), order())[-1] == ("open", "")
    found = WorkItem.objects.filter(state="open").values_list("opened_at", "due_at").distinct()
    assert len(found) == 1


def test_a_content_follow_up_opens_nothing() -> None:
    shop = feed_shop()

    assert judged(shop, order(), review(verdict="good"), follow_up(GOOD)) == []
    assert FollowUp.objects.get().flags == []


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        (answer(day=3, to="F1"), "answered"),
        (told("review_delete", "R1", at(3), by="platform"), "deleted"),
        (told("trade_void", "V1", at(3), order="O1", reason="x"), "struck"),
        (told("review_change", "R1", at(3), verdict="good"), "changed"),
        # Another content of the follow-up that is dated earlier displaces the first.
        ({**follow_up(GOOD, day=1)}, "not_flagged"),
    ],
)
def test_the_wait_of_a_follow_up_ends(record: Record, outcome: str) -> None:
    good = outcome == "not_flagged"
    shop = feed_shop("taobao")

    items = judged(shop, order(), review(verdict="good" if good else "neutral", text=GOOD), follow_up(), record)

    assert items[-1] == ("closed", outcome)


def test_an_answer_to_a_content_follow_up_answers_the_bad_review_too() -> None:
    assert judged(feed_shop(), order(), review(), follow_up(GOOD), answer(day=3, to="F1")) == [("closed", "answered")]


def test_a_refused_follow_up_opens_nothing() -> None:
    shop = feed_shop()

    items = judged(shop, order(), review(), answer(day=1), follow_up(GOOD), follow_up(BAD, day=3, ref="F2"))

    assert items == [("closed", "answered")]
    assert FollowUp.objects.get(outside_id="F2").flags == []


def test_a_follow_up_counts_its_thirty_days_from_itself() -> None:
    shop = feed_shop()
    late = GIVEN + 40 * DAY

    assert judged(shop, order(), review(), now=late) == []
    assert judged(shop, follow_up(day=20), now=late) == [("open", "")]
    Review.objects.update(judged=False)
    assert judged(shop, order("O2"), now=GIVEN + 50 * DAY - timedelta(microseconds=1)) == [("open", "")]
    Review.objects.update(judged=False)
    assert judged(shop, order("O3"), now=GIVEN + 50 * DAY) == [("closed", "lapsed")]


def test_a_snoozed_review_comes_back_with_a_negative_follow_up() -> None:
    shop = feed_shop()
    judged(shop, order(), review())
    put_aside(shop=shop, now=NOW)

    judged(shop, follow_up())

    assert WorkItem.objects.get().snoozed_until is None


@command
def put_aside(*, shop: ShopFacts, now: datetime) -> None:
    work.snooze_items(shop.desk_id, flagging.KIND, [f"review:{Review.objects.get().pk}"], now + 3 * DAY)


def test_a_follow_up_of_a_review_that_has_not_come_is_judged_and_waits_with_it() -> None:
    shop = feed_shop()

    assert judged(shop, follow_up()) == []
    assert FollowUp.objects.get().judged
    assert judged(shop, order(), review(verdict="good")) == [("open", "")]


def test_how_many_statements_it_takes_does_not_grow_with_the_reviews(django_assert_max_num_queries: Any) -> None:
    shop = feed_shop()
    load(shop, *(review(f"R{number}", None, verdict="good", text=BAD) for number in range(40)))
    load(shop, *(told("follow_up", f"F{number}", at(1), review=f"R{number}", text=BAD) for number in range(40)))

    with django_assert_max_num_queries(25):
        assert flagging.judge(shop=shop, now=NOW) == 80
    assert WorkItem.objects.filter(state="open").count() == 40


@pytest.mark.parametrize(
    ("text", "said", "words", "by_list"),
    [
        (BAD, "The text sounds negative.", "Ужасное", False),
        ("It doesn't work <b>at all</b>, terrible", "The text sounds negative.", "doesn&#x27;t work", True),
    ],
)
def test_the_page_says_what_it_was_flagged_for_and_by_which_words(
    cast: Cast, client: Client, text: str, said: str, words: str, by_list: bool
) -> None:
    judged(shops.facts(cast.shop), review("R1", None, verdict=None, stars=5, text=text), follow_up(BAD))
    client.force_login(cast.alice)

    page = client.get(f"/desks/harbor/reviews/{Review.objects.get().pk}/").content.decode()

    assert "Flagged for: its text and its follow-up" in page
    assert said in page
    assert "The follow-up sounds negative." in page
    quoted = re.findall(r"<q [^>]*>([^<]*)</q>", page)
    assert any(words in word for word in quoted)
    assert ("list of English words" in page) is by_list
    assert "<b>at all" not in page
