"""Days, moments, money and numbers as each language writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from sellerdesk import wording


NOW = datetime(2026, 11, 21, 7, 42, tzinfo=UTC)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(("language", "said"), [("en", "a, b and c"), ("ru", "a, b и c"), ("zh-hans", "a、b和c")])
def test_several_things_are_joined_as_the_language_joins_them(language: str, said: str) -> None:
    with translation.override(language):
        assert wording.listed(iter(["a", "b", "c"])) == said
        assert [wording.listed(["a"]), wording.listed([])] == ["a", ""]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["12,082", "4.6416", "66.7%", "¥168.00", "21 Nov", "Saturday 21 November", "21 Nov 2026"]),
        (
            "ru",
            [
                f"12{SPACE}082",
                "4,6416",
                f"66,7{SPACE}%",
                f"168,00{SPACE}¥",
                "21 нояб.",
                "суббота, 21 ноября",
                "21 нояб. 2026\N{NARROW NO-BREAK SPACE}г.",
            ],
        ),
        ("zh-hans", ["12,082", "4.6416", "66.7%", "¥168.00", "11月21日", "11月21日星期六", "2026年11月21日"]),
    ],
)
def test_each_language_has_its_own_separators_and_order(language: str, said: list[str]) -> None:
    day = date(2026, 11, 21)
    with translation.override(language):
        shown = [
            wording.number(12082),
            wording.number("4.6416", 4),
            wording.percent("66.67", 1),
            wording.money(16800, "CNY"),
            wording.day(day),
            wording.long_day(day),
            wording.whole_day(day),
        ]

    assert shown == said


@pytest.mark.parametrize(
    ("language", "roubles", "yen"),
    [("en", "₽1,290.00", "JP¥1,290"), ("ru", f"1{SPACE}290,00{SPACE}₽", f"1{SPACE}290{SPACE}JP¥"), ("zh-hans", "₽1,290.00", "JP¥1,290")],
)
def test_money_bears_its_sign_and_its_own_decimals(language: str, roubles: str, yen: str) -> None:
    with translation.override(language):
        assert wording.money(129000, "RUB") == roubles
        assert wording.money(1290, "JPY") == yen


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-3 * 24 * 60, "3 d late"),
        (-120, "2 h late"),
        (-42, "42 min late"),
        (0, "0 min late"),
        (17.5, "18 min left"),
        (59.99, "60 min left"),
        (78, "by 12:00"),
        (31 * 60, "Sun 17:42"),
        (8 * 24 * 60, "29 Nov"),
        (50 * 24 * 60, "10 Jan 2027"),
    ],
)
def test_a_deadline_says_the_time_that_is_left(minutes: float, said: str) -> None:
    with timezone.override(ZoneInfo("Europe/Moscow")), translation.override("en"):
        assert wording.deadline(NOW + timedelta(minutes=minutes), now=NOW) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 21, 5, 2, tzinfo=UTC), "08:02"),
        (datetime(2026, 11, 12, 18, 14, tzinfo=UTC), "12 Nov 21:14"),
        (datetime(2025, 11, 12, 18, 14, tzinfo=UTC), "12 Nov 2025"),
    ],
)
def test_a_moment_is_told_as_short_as_it_can_be(moment: datetime, said: str) -> None:
    with timezone.override(ZoneInfo("Europe/Moscow")), translation.override("en"):
        assert wording.stamp(moment, now=NOW) == said


def test_the_exact_moment_names_its_offset() -> None:
    with timezone.override(ZoneInfo("Asia/Shanghai")), translation.override("en"):
        assert wording.exactly(NOW) == "21 Nov 2026 15:42 (UTC+08:00)"


@pytest.mark.parametrize(("gone", "said"), [(20, "just now"), (300, "5 min ago"), (3 * 3600, "3 h ago"), (3 * 86400, "3 d ago")])
def test_how_long_ago(gone: int, said: str) -> None:
    with translation.override("en"):
        assert wording.age(NOW - timedelta(seconds=gone), now=NOW) == said


@pytest.mark.parametrize("sentence", [
    "An answer is expected by %(moment)s.",
    "The answer has been overdue since %(moment)s.",
    "It can be appealed until %(moment)s, for abuse or advertising until %(longer)s.",
    "It can be appealed for abuse or advertising alone, until %(longer)s.",
])  # fmt: skip
def test_a_russian_day_at_the_end_brings_the_full_stop_itself(sentence: str) -> None:
    """26 дек. 2026 г. ends with one already."""
    with translation.override("ru"):
        day = wording.whole_day(date(2026, 12, 26))
        said = translation.gettext(sentence) % {"moment": day, "longer": day}

    assert said != sentence % {"moment": day, "longer": day}
    assert said.endswith(day)
