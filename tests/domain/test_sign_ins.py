"""How long a sign-in lasts, and what a browser is called."""

from datetime import UTC, datetime, timedelta

import pytest

from sellerdesk.domain import browsers, session_life


BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("kept", "seen", "ends"),
    [
        (False, timedelta(0), timedelta(hours=8)),
        (False, timedelta(hours=10), timedelta(hours=18)),
        (False, timedelta(hours=23), timedelta(hours=24)),
        (True, timedelta(days=1), timedelta(days=5)),
        (True, timedelta(days=13), timedelta(days=14)),
    ],
)
def test_a_sign_in_ends_when_nobody_comes_and_in_any_case(kept: bool, seen: timedelta, ends: timedelta) -> None:
    assert session_life.ends_at(BEGAN, BEGAN + seen, kept=kept) == BEGAN + ends


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (CHROME, ("Chrome", "Windows")),
        (f"{CHROME} Edg/139.0", ("Edge", "Windows")),
        (f"{CHROME} YaBrowser/25.6", ("Yandex Browser", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1", ("Safari", "iPhone")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/139.0 Mobile Safari/537.36 MicroMessenger/8.0", ("WeChat", "Android")),
        ("curl/8.5", ("", "")),
        ("", ("", "")),
    ],
)
def test_browsers_are_called_as_people_call_them(agent: str, named: tuple[str, str]) -> None:
    assert browsers.named(agent) == named
