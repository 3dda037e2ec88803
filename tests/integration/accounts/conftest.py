"""Installations that require second factors, and people who have one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from sellerdesk import second_factor
from sellerdesk.models import User
from tests.factories.kernel import PASSWORD, Cast


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def required(settings: Any) -> None:
    """As it is installed."""
    settings.SECOND_FACTOR = second_factor.REQUIRED


@pytest.fixture
def alice(cast: Cast) -> User:
    """alice, who has a password."""
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    return cast.alice


def give_app(person: User) -> Authenticator:
    """An app for codes, and recovery codes."""
    RecoveryCodes.activate(person)
    return TOTP.activate(person, SECRET).instance


def code(steps: int = 0, *, secret: str = SECRET) -> str:
    """What the app shows now, or so many steps later."""
    return str(format_hotp_value(hotp_value(secret, second_factor.step_of(datetime.now(UTC)) + steps)))


def opens(person: User, typed: str) -> bool:
    """Whether a code opens something now."""
    return second_factor.use(user_id=person.pk, code=typed, now=datetime.now(UTC)) is not None
