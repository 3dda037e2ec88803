"""The three shops of the demo desk, and the story of each one's year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from sellerdesk.demo.words.en import EN
from sellerdesk.demo.words.forms import Language
from sellerdesk.demo.words.ru import RU
from sellerdesk.demo.words.zh import ZH


DESK = "demo"
SEED = 20251111
DAYS = 365


@dataclass(frozen=True, slots=True)
class Plan:
    """One shop. Ages are days before the last one; `open_due` says when open reviews fall due, in minutes from the end."""

    slug: str
    name: str
    rules: str
    time_zone: str
    reply_target: timedelta
    language: Language
    currency: str
    orders_a_day: float
    answers: float
    """Share of content reviews that the shop answers."""
    open_due: tuple[int, ...]
    meant: Mapping[str, int]
    """Records that the rules reject, and should: by code."""
    peaks: tuple[tuple[int, int, int, float], ...]
    """(month, day, days of it, how many times as many orders)."""
    crisis: tuple[int, int] | None = None
    batch: tuple[int, int] | None = None
    disliked: str = ""
    """A product that people lately leave at the pick-up point."""
    seller_reviews: float = 0.0
    stands: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Between which store ratings a dimension stands on the last day, where that is not the usual."""

    @property
    def zone(self) -> ZoneInfo:
        """The shop's clock."""
        return ZoneInfo(self.time_zone)


WILDBERRIES = Plan(
    slug="demo-wildberries",
    name="Тихая гавань",
    rules="wildberries",
    time_zone="Europe/Moscow",
    reply_target=timedelta(hours=24),
    language=RU,
    currency="RUB",
    orders_a_day=2.1,
    answers=0.4,
    open_due=(-126, -18, 29, 47, 58, 190, 260, 395, 610, 800, 1010, 1290),
    meant={"already_rated": 1, "answer_window_closed": 1},
    peaks=((12, 8, 21, 1.9), (2, 18, 5, 1.6), (3, 3, 5, 1.8), (11, 9, 4, 3.6), (11, 27, 3, 1.8)),
    batch=(98, 62),
    disliked="doll",
    stands={"described": ("4.63", "4.69")},
)
TAOBAO = Plan(
    slug="demo-taobao",
    name="小港生活",
    rules="taobao",
    time_zone="Asia/Shanghai",
    reply_target=timedelta(hours=12),
    language=ZH,
    currency="CNY",
    orders_a_day=2.2,
    answers=0.16,
    open_due=(-205, -42, 12, 36, 52, 140, 225, 318, 430, 560, 700),
    meant={"already_rated": 2, "change_window_closed": 1, "review_window_closed": 1},
    peaks=((11, 10, 3, 6.0), (11, 1, 3, 2.0), (6, 16, 4, 3.4), (12, 11, 2, 2.6), (1, 12, 14, 1.5)),
    crisis=(44, 7),
    seller_reviews=0.7,
    stands={"logistics": ("4.628", "4.640")},
)
LONDON = Plan(
    slug="demo-london",
    name="Harbour & Home",
    rules="standard",
    time_zone="Europe/London",
    reply_target=timedelta(hours=36),
    language=EN,
    currency="GBP",
    orders_a_day=1.5,
    answers=0.35,
    open_due=(-75, 44, 210, 520, 900, 1380, 1700, 2040),
    meant={"change_window_closed": 1},
    peaks=((11, 24, 7, 2.6), (12, 1, 19, 2.3), (3, 10, 6, 1.5), (6, 12, 5, 1.5)),
)
PLANS = (WILDBERRIES, TAOBAO, LONDON)
OPEN_WORK = sum(len(plan.open_due) for plan in PLANS)
"""Flagged reviews that wait for a person when the desk is new."""
