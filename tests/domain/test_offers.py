"""What may be logged of an offer, and what it is of the order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from reviews.domain.objections import Objection
from reviews.domain.offers import Facts, Kind, State, agreed_share, share, total, why_not_change, why_not_log


AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def code(objection: Objection | None) -> str:
    return objection.code if objection else ""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (Facts(Kind.GIFT, None, "", ""), ""),
        (Facts(Kind.REFUND, None, "", ""), ""),
        (Facts(Kind.PARTIAL_REFUND, None, "", ""), "amount_missing"),
        (Facts(Kind.DISCOUNT, None, "", ""), "amount_missing"),
        (Facts(Kind.DISCOUNT, 0, "RUB", ""), "amount_not_positive"),
        (Facts(Kind.PARTIAL_REFUND, 1, "RUB", "n" * 500), ""),
        (Facts(Kind.PARTIAL_REFUND, 1, "RUB", "n" * 501), "note_too_long"),
    ],
)
def test_why_not_log(facts: Facts, said: str) -> None:
    assert code(why_not_log(facts, AT, AT)) == said
    assert code(why_not_log(facts, AT, AT - timedelta(microseconds=1))) == "offer_before_review"


def test_minds_change_but_not_into_what_they_are() -> None:
    assert code(why_not_change(State.DECLINED, State.AGREED, "")) == ""
    assert code(why_not_change(State.AGREED, State.AGREED, "")) == "offer_unchanged"
    assert code(why_not_change(State.AGREED, State.AGREED, "a parcel number")) == ""


def test_the_share_of_the_order_is_told_only_where_all_of_it_is_known() -> None:
    lines = [(2, 100_00, "RUB"), (1, 50_00, "RUB")]

    assert (total(lines, "RUB"), total(lines, "CNY"), total([*lines, (1, None, "")], "RUB"), total([], "RUB")) == (250_00, None, None, None)
    assert [share(amount, 250_00) for amount in (30_00, 31_25, 500_00)] == [Decimal(12), Decimal(13), Decimal(200)]
    assert share(30_00, None) is None


def test_the_agreed_share_leaves_out_who_has_not_answered_yet() -> None:
    assert agreed_share({State.WAITING: 9, State.AGREED: 1, State.DONE: 1, State.DECLINED: 1}) == Decimal("66.7")
    assert agreed_share({State.WAITING: 9}) is None
