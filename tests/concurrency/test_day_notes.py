"""Two people pin the last note that a day can hold: one of them is told so."""

from datetime import UTC, date, datetime

import pytest

from ratings.domain.pinning import MOST_A_DAY
from ratings.models import DayNote
from ratings.services import pinning
from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.kernel import make_desk, make_shop


pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)
DAY = date(2026, 3, 1)


def two_pin_the_last(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], bool]:
    """What each was told, and whether both had counted before either wrote."""
    shop = shops.facts(make_shop(make_desk("noted"), "noted"))
    for _ in range(MOST_A_DAY - 1):
        DayNote.objects.create(desk_id=shop.desk_id, shop_id=shop.id, day=DAY, text="x", made_at=NOW)
    counted = Meeting()
    monkeypatch.setattr(pinning, "_there", counted.after(pinning._there))

    def pin() -> str:
        try:
            pinning.pin(shop=shop, day=DAY, text="mine", user_id=None, actor=SYSTEM, now=NOW)
        except Refusal as refusal:
            return refusal.code
        return ""

    answers = together(pin, pin)
    assert DayNote.objects.filter(shop_id=shop.id).count() == MOST_A_DAY - 1 + answers.count("")
    return sorted(str(one) for one in answers), counted.met


def test_the_day_is_never_too_full(monkeypatch: pytest.MonkeyPatch) -> None:
    assert two_pin_the_last(monkeypatch) == (["", "notes_full"], False)


def test_control_without_the_lock_both_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(_shop: ShopFacts) -> None:
        """No lock."""

    monkeypatch.setattr(pinning, "_lock", unlocked)

    assert two_pin_the_last(monkeypatch) == (["", ""], True)
