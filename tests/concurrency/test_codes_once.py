"""One code in two requests at once: it opens for one of them."""

from datetime import UTC, datetime
from functools import partial
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db.models import QuerySet

from sellerdesk import second_factor
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.kernel import make_cast
from tests.integration.accounts.conftest import code, give_app


pytestmark = pytest.mark.django_db(transaction=True)


def opened(person_id: int, typed: str) -> list[bool]:
    """What two requests with one code get; they meet where each has read the row and has not yet written it."""
    use = partial(second_factor.use, user_id=person_id, code=typed, now=datetime.now(UTC))
    with mock.patch.object(second_factor, "decrypt", Meeting().after(decrypt)):
        return [one is not None for one in together(use, use)]


def test_a_code_of_an_app_opens_for_one() -> None:
    alice = make_cast().alice
    give_app(alice)

    assert sorted(opened(alice.pk, code())) == [False, True]


def test_control_without_the_lock_it_opens_for_both() -> None:
    alice = make_cast().alice
    give_app(alice)

    with mock.patch.object(QuerySet, "select_for_update", lambda self, **_: self):
        assert opened(alice.pk, code()) == [True, True]


def test_a_recovery_code_opens_for_one() -> None:
    alice = make_cast().alice
    give_app(alice)
    spare = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()[0]

    assert sorted(opened(alice.pk, spare)) == [False, True]
