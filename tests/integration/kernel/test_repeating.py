"""POSTs that are sent twice with one key."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from sellerdesk import idempotency
from sellerdesk.models import IdempotencyKey
from tests.factories.kernel import Cast, make_token
from tests.integration.kernel.probe import Api, Probe, code


pytestmark = pytest.mark.django_db


def test_a_key_gives_the_first_answer_again(api: Api) -> None:
    first, second = api.post({"n": 1}, key="k1"), api.post({"n": 1}, key="k1")
    other = api.post({"n": 1}, key="k2")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content == b'{"number":1}'
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert other.json() == {"number": 2}
    assert Probe.done == 2


def test_a_refusal_is_kept_too(api: Api) -> None:
    first, second = api.post({"raise": "refusal"}, key="k1"), api.post({"raise": "refusal"}, key="k1")

    assert code(first) == code(second) == (422, "too_late")
    assert Probe.done == 1


@pytest.mark.parametrize("kind", ["stale", "transient", "mistake", "not_visible"])
def test_what_may_go_better_next_time_is_not_kept(api: Api, kind: str) -> None:
    api.post({"raise": kind}, key="k1")
    api.post({"raise": kind}, key="k1")

    assert Probe.done == 2
    assert not IdempotencyKey.objects.exists()


def test_a_key_used_for_another_request_is_refused(api: Api) -> None:
    api.post({"n": 1}, key="k1")

    assert code(api.post({"n": 2}, key="k1")) == (422, "idempotency_key_reused")
    assert Probe.done == 1


def test_a_key_in_use_is_409_until_its_lease_is_over(api: Api) -> None:
    with mock.patch.object(idempotency, "finish"):
        api.post({"n": 1}, key="k1")

    assert code(api.post({"n": 1}, key="k1")) == (409, "idempotency_key_in_progress")

    IdempotencyKey.objects.update(lease_until=datetime.now(UTC))
    assert api.post({"n": 1}, key="k1").status_code == 201
    assert Probe.done == 2


@pytest.mark.parametrize("key", ["a b", "ключ", "x" * 201])
def test_a_malformed_key_is_400(api: Api, key: str) -> None:
    assert code(api.post({"n": 1}, key=key)) == (400, "malformed")


def test_keys_belong_to_their_token(api: Api, cast: Cast) -> None:
    api.post({"n": 1}, key="k1")
    second = Api(api.client, make_token(cast.desk, "feed.load")[1])

    assert second.post({"n": 1}, key="k1").json() == {"number": 2}


def test_old_keys_are_forgotten(api: Api) -> None:
    api.post({"n": 1}, key="k1")

    assert idempotency.forget_old(now=datetime.now(UTC)) == 0
    assert idempotency.forget_old(now=datetime.now(UTC) + timedelta(hours=25)) == 1
