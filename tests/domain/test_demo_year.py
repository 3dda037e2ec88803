"""The demo's year as a pure tale: the same again, within its time, and worth reading."""

import functools
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.demo import year
from sellerdesk.demo.plans import OPEN_WORK, PLANS, SEED, Plan
from sellerdesk.demo.words.forms import Phrases


ROOT = Path(__file__).resolve().parents[2]
UNTIL = datetime(2026, 11, 25, 20, 15, tzinfo=UTC)
ENDS = (UNTIL, datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2028, 2, 29, 15, 59, tzinfo=UTC), datetime(2026, 7, 1, 21, 5, tzinfo=UTC))
"""An evening after 11.11, the night of the clock change, a leap day at Shanghai's midnight, a summer night."""
every_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.slug)


@functools.cache
def _told(slug: str, until: datetime, seed: int) -> list[dict[str, Any]]:
    return list(year.records(next(plan for plan in PLANS if plan.slug == slug), until=until, seed=seed))


def told(plan: Plan, until: datetime = UNTIL, seed: int = SEED) -> list[dict[str, Any]]:
    """A shop's year, told once for all questions."""
    return _told(plan.slug, until, seed)


def of_buyers(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [record for record in records if record["type"] == "review" and record.get("author") != "seller"]


@every_plan
def test_same_seed_and_end_tell_the_same_bytes(plan: Plan) -> None:
    assert list(year.lines(plan, until=UNTIL)) == list(year.lines(plan, until=UNTIL))


@every_plan
def test_another_seed_tells_another_year(plan: Plan) -> None:
    assert {record.get("text") for record in of_buyers(told(plan, seed=2))} != {record.get("text") for record in of_buyers(told(plan))}


@pytest.mark.parametrize("until", ENDS)
@every_plan
def test_nothing_comes_after_the_end_and_little_before_the_year(plan: Plan, until: datetime) -> None:
    for record in told(plan, until):
        for name in ("at", "shipped_at", "delivered_at", "completed_at", "updated_at"):
            if name in record and name != "updated_at":
                assert datetime.fromisoformat(record[name]) <= until, record
        assert (until - datetime.fromisoformat(record["at"])).days <= 396


@pytest.mark.parametrize("until", ENDS)
def test_a_demo_is_of_some_thousands_of_records_of_every_kind(until: datetime) -> None:
    kinds = Counter(record["type"] for plan in PLANS for record in told(plan, until))

    assert 8_000 <= kinds.total() <= 10_500
    assert kinds.keys() == {
        *("product", "order", "review", "review_change", "review_delete", "follow_up", "reply", "store_rating", "trade_void"),
        *("question", "question_answer", "message", "satisfaction", "claim", "claim_step", "refusal", "category_average"),
    }  # fmt: skip
    assert 20 <= OPEN_WORK <= 40


@every_plan
def test_sales_have_their_peak(plan: Plan) -> None:
    days = Counter(record["at"][:10] for record in told(plan) if record["type"] == "order")
    busiest = {day[5:] for day, _ in days.most_common(8)}

    assert busiest & {"11-09", "11-10", "11-11", "11-12", "11-24", "11-25", "11-26", "11-27", "11-28", "11-29", "11-30"}
    assert max(days.values()) >= 3 * sum(days.values()) / 365


def test_the_crisis_is_told_by_late_parcels_and_low_marks_of_logistics() -> None:
    plan = next(plan for plan in PLANS if plan.crisis)
    assert plan.crisis is not None
    records = told(plan)
    lately = [record for record in records if (UNTIL - datetime.fromisoformat(record["at"])).days < 20]
    before = [record for record in records if 60 < (UNTIL - datetime.fromisoformat(record["at"])).days < 160]

    def mean(found: list[dict[str, Any]], dimension: str) -> float:
        scores: list[int] = [score for record in found if (score := record.get("scores", {}).get(dimension))]
        return sum(scores) / len(scores)

    assert mean(lately, "logistics") < mean(before, "logistics") - 0.3
    assert abs(mean(lately, "described") - mean(before, "described")) < 0.3
    assert sum(any(words[:8] in record.get("text", "") for words in plan.language.judged.crisis) for record in of_buyers(records)) >= 15


def test_the_bad_batch_is_one_product_with_one_defect() -> None:
    plan = next(plan for plan in PLANS if plan.batch)
    hurt = [record for record in of_buyers(told(plan)) if any("leak" in photo for photo in record.get("photos", ()))]

    assert len(hurt) >= 5
    assert len([record for record in told(plan) if record["type"] == "claim" and record["reason"]["code"] == "DEFECTIVE"]) >= 5
    assert len({record["at"][:7] for record in hurt}) <= 3


@every_plan
def test_every_picture_is_there(plan: Plan) -> None:
    shown = set(re.findall(r"/(static/demo/[^\"]+)", "".join(line.decode() for line in year.lines(plan, until=UNTIL))))

    assert len(shown) > 15
    assert not [name for name in shown if not (ROOT / name).is_file()]


@every_plan
def test_texts_have_no_gaps_left_in_them(plan: Plan) -> None:
    for record in told(plan):
        said = json.dumps(record, ensure_ascii=False)
        assert not re.search(r"\{\w+\}|\[[^\]\"{]*/[^\]\"{]*\]", said), said


@every_plan
def test_fifty_reviews_in_a_row_do_not_repeat_themselves(plan: Plan) -> None:
    texts = [record["text"] for record in of_buyers(told(plan)) if "text" in record]
    # A word or two ("Супер, спасибо!", 好评) may be anybody's.
    long = [text for text in texts if len(text) > (12 if plan.language.code == "zh" else 32)]

    for start in range(0, len(long) - 50, 10):
        again = 50 - len(set(long[start : start + 50]))
        assert again <= 2, [text for text, times in Counter(long[start : start + 50]).items() if times > 1]
    assert len(set(texts)) / len(texts) > 0.85


@every_plan
def test_phrase_books_are_thick(plan: Plan) -> None:
    said = plan.language.judged
    praise = {*said.openers, *said.uses, *said.gifts, *said.closers, *said.short, *_all(said.goods), *_all(said.aspects)}
    blame = {*said.bad_openers, *said.bad_closers, *said.short_bad, *said.mixed, *_all(said.bad_goods), *_all(said.bad_aspects)}

    assert len(praise) >= 180
    assert len(blame) >= 100


def _all(books: Any) -> list[str]:
    found: list[Phrases] = list(books.values())
    return [phrase for book in found for phrase in book]


@every_plan
def test_some_write_at_night_and_are_answered_in_the_morning(plan: Plan) -> None:
    messages = [record for record in told(plan) if record["type"] == "message"]
    night = [record for record in messages if record["sender"] == "buyer" and int(record["at"][11:13]) < 5]
    answers = [int(record["at"][11:13]) for record in messages if record["sender"] == "seller"]

    assert len(night) >= 5
    assert min(answers) >= 9
    assert max(answers) < 22


@every_plan
def test_conversations_wait_with_all_deadlines_before_and_after_the_sale(plan: Plan) -> None:
    talks: dict[str, list[Any]] = {}
    for record in told(plan):
        if record["type"] == "message":
            talks.setdefault(record["conversation"], []).append(record)
    last = [max(messages, key=lambda one: one["at"]) for messages in talks.values()]
    waiting = [one for one in last if one["sender"] == "buyer"]
    assert all(UNTIL - datetime.fromisoformat(one["at"]) < timedelta(days=2) for one in waiting), "only what is told by name waits"
    minutes = sorted((UNTIL - datetime.fromisoformat(one["at"])).total_seconds() / 60 for one in waiting)

    assert [minute <= 60 for minute in minutes].count(True) >= 3
    assert [minute > 60 for minute in minutes].count(True) >= 3
    assert {bool(one.get("order")) for one in waiting} == {True, False}
    assert any(one.get("attachments") for one in waiting)
    assert max(len(messages) for messages in talks.values()) >= 60
