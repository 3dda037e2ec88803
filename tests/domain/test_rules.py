"""The rulebook's profile table, number by number."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from sellerdesk.domain.rules import PROFILES, STANDARD, TAOBAO, WILDBERRIES, RuleProfile


DAY = timedelta(days=1)
TABLE: list[tuple[str, Any, Any]] = [
    ("ratings_per_buyer_month", 3, None),
    ("waits_for_both_sides", True, False),
    ("both_sides_delay", timedelta(minutes=30), timedelta(minutes=30)),
    ("review_window", 15 * DAY, None),
    ("change_window", 30 * DAY, 30 * DAY),
    ("follow_up_window", 180 * DAY, 180 * DAY),
    ("answer_window", 30 * DAY, 30 * DAY),
    ("same_item_gap", 14 * DAY, None),
    ("goods_per_buyer_month", 6, None),
    ("default_good", True, False),
    ("thresholds", (Fraction("4.6"), Fraction("4.4")), (Fraction("4.6"), Fraction("4.4"))),
]


@pytest.mark.parametrize(("field", "taobao", "standard"), TABLE)
def test_profile_has_the_rulebooks_number(field: str, taobao: Any, standard: Any) -> None:
    assert getattr(TAOBAO, field) == taobao
    assert getattr(STANDARD, field) == standard
    assert getattr(WILDBERRIES, field) == standard


def test_three_profiles_ship_under_their_names() -> None:
    assert list(PROFILES) == ["standard", "taobao", "wildberries"]
    assert all(profile.name == name for name, profile in PROFILES.items())


@pytest.mark.parametrize(
    ("profile", "in_public", "in_chat", "chat", "answer"),
    [
        (STANDARD, "stop", "allow", (1, None), (1, None)),
        (TAOBAO, "stop", "allow", (1, 500), (1, 500)),
        (WILDBERRIES, "stop", "warn", (1, 1000), (2, 5000)),
    ],
)
def test_a_profile_says_what_texts_may_hold(profile: RuleProfile, in_public: str, in_chat: str, chat: Any, answer: Any) -> None:
    assert (profile.contacts_in_public, profile.contacts_in_chat) == (in_public, in_chat)
    assert (profile.chat_length, profile.answer_length) == (chat, answer)
