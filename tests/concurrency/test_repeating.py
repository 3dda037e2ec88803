"""One key sent many times at once: one request is worked on."""

import time

import pytest
from django.db import IntegrityError

from sellerdesk import idempotency
from sellerdesk.idempotency import Running, Started
from sellerdesk.models import IdempotencyKey
from tests.concurrency.together import together
from tests.factories.kernel import NOW, make_desk


pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_many_starts_and_the_rest_are_told_it_runs() -> None:
    desk = make_desk()

    def begin() -> object:
        return idempotency.begin(desk.pk, caller="token:1", key="k", request_hash="0" * 64, now=NOW)

    outcomes = together(*[begin] * 8)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [Running.__name__] * 7 + [Started.__name__]


def test_one_of_many_takes_over_a_key_whose_request_died() -> None:
    desk = make_desk()
    dead = idempotency.begin(desk.pk, caller="token:1", key="k", request_hash="0" * 64, now=NOW)
    later = NOW + idempotency.LEASE

    def begin() -> object:
        return idempotency.begin(desk.pk, caller="token:1", key="k", request_hash="0" * 64, now=later)

    outcomes = together(*[begin] * 8)

    assert [outcome for outcome in outcomes if isinstance(outcome, Started)] == [dead]


def test_control_looking_first_and_writing_then_breaks() -> None:
    desk = make_desk()

    def begin() -> object:
        known = IdempotencyKey.objects.filter(desk=desk, caller="token:1", key="k").first()
        time.sleep(0.05)
        return known or IdempotencyKey.objects.create(
            desk=desk, caller="token:1", key="k", request_hash="0" * 64, created_at=NOW, lease_until=NOW
        )

    outcomes = together(*[begin] * 4)

    assert any(isinstance(outcome, IntegrityError) for outcome in outcomes)
