"""Deciding a claim: written once, owed to the marketplace, seen by a colleague, held for a second person."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from returns.domain.deciding import version
from returns.models import Decision
from returns.services import deciding
from sellerdesk import shops
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import AuditEntry, DeskEvent, GuardChoice, Outbound
from tests.factories.deciding import DUE, LEAVES, NOW, ask, decide, limit, states, tell
from tests.factories.kernel import Cast
from tests.factories.returns import step, waits


pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_decision_is_written_owed_and_told(cast: Cast) -> None:
    row = ask(cast.shop)

    made = decide(row, cast.bob, "refund_part", comes_back=False, amount_minor=300, text="Мы вернём часть суммы сегодня")

    own, owed = Decision.objects.get(), Outbound.objects.get()
    assert (made.state, made.leaves_at, made.repeated) == ("queued", LEAVES, False)
    assert (own.kind, own.action, own.event, own.amount_minor, own.amount_currency) == (
        "refund_part", "agree_partly", "partly_agreed", 300, "CNY",
    )  # fmt: skip
    assert (owed.kind, owed.not_before, owed.lane, owed.pk) == ("claim.decision", LEAVES, f"claim:{row.pk}", own.outbound)
    assert (AuditEntry.objects.get(what="claim.decided").after or {})["amount"] == "300 CNY"
    assert DeskEvent.objects.filter(kind="returns.decided").count() == 1
    assert list(waits(shops.facts(cast.shop))) == ["CL1"], "it waits until the marketplace has it"


def test_one_key_is_one_decision(cast: Cast) -> None:
    row, key = ask(cast.shop), uuid.uuid4()

    first, second = decide(row, cast.bob, client_key=key), decide(row, cast.bob, client_key=key)

    assert (second.decision_id, second.repeated) == (first.decision_id, True)
    with pytest.raises(Refusal, match="key"):
        decide(row, cast.alice, client_key=key)


def test_a_colleague_is_told_what_was_decided(cast: Cast) -> None:
    row = ask(cast.shop)
    decide(row, cast.bob)

    with pytest.raises(Stale) as caught:
        decide(row, cast.alice, "reject", text="The photos show another article", now=NOW + 60 * SECOND)

    assert "Bob decided this claim 1 min ago: Refund without return, ¥12.50" in str(caught.value)
    assert caught.value.newer["decision"]["by"] == "Bob"
    assert states() == ["queued"]


def test_a_claim_that_has_changed_since_it_was_read_is_not_decided(cast: Cast) -> None:
    row = ask(cast.shop)
    seen = version(row.told_at, row.moved_at)
    tell(cast.shop, step("changed", (NOW + SECOND).isoformat(), by="buyer"))

    with pytest.raises(Stale, match="changed since you read it"):
        decide(row, cast.bob, seen=seen, now=NOW + 2 * SECOND)


def test_the_last_second_counts_and_the_next_does_not(cast: Cast) -> None:
    row = ask(cast.shop)

    with pytest.raises(Refusal) as caught:
        decide(row, cast.bob, now=DUE + SECOND)
    assert caught.value.code == "clock_ran_out"
    made = decide(row, cast.bob, now=DUE)
    assert made.leaves_at == DUE, "it leaves at once"


def test_a_stranger_finds_nothing(cast: Cast) -> None:
    row = ask(cast.shop)
    row.desk_id = cast.other_desk.pk

    with pytest.raises(NotVisible):
        decide(row, cast.carol)


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("reject", {"text": "Write to me at shop@example.org"}, "warned"),
        ("exchange", {"comes_back": False, "product_id": 10**9}, "article_unknown"),
        ("reject", {"text": "bad \ud800 sign"}, "text_has_signs"),
    ],
)
def test_words_and_articles_are_looked_at(cast: Cast, kind: Any, fields: dict[str, Any], code: str) -> None:
    GuardChoice.objects.create(desk=cast.desk, shop=cast.shop, doings={"chat": {"contacts": "warn"}})
    with pytest.raises(Refusal) as caught:
        decide(ask(cast.shop), cast.bob, kind, **fields)
    assert caught.value.code == code


def test_above_the_limit_of_ones_role_a_second_person_is_needed(cast: Cast) -> None:
    limit(cast.shop)
    row = ask(cast.shop)

    made = decide(row, cast.bob)

    assert (made.state, made.leaves_at, Outbound.objects.filter(kind=deciding.KIND).count()) == ("waiting", None, 0)
