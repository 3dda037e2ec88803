"""No address of ours leads a browser to somebody else's place, whatever way back it is told."""

import pytest
from django.test import Client

from tests.factories.kernel import Cast
from tests.integration.accounts.test_signing_in import EVIL


pytestmark = pytest.mark.django_db
WAYS = ("/language/", "/accounts/logout/", "/accounts/2fa/reauthenticate/", "/admin/login/")
REFERER = "https://evil.example/"


@pytest.mark.parametrize("address", WAYS)
def test_no_way_back_leads_outside(cast: Cast, client: Client, address: str) -> None:
    for evil in EVIL:
        client.force_login(cast.alice)
        said = {"next": evil, "language": "ru", "back": evil}
        for answer in (client.post(address, said, headers={"Referer": REFERER}), client.get(address, said, headers={"Referer": REFERER})):
            place = answer.get("Location", "/")
            assert place.startswith("/"), (evil, place)
            assert not place.startswith(("//", "/\\", "/\t")), (evil, place)


def test_the_ways_are_there(client: Client) -> None:
    """The control: each of them is an address of ours."""
    assert [client.post(address, {"language": "ru"}).status_code for address in WAYS] == [302] * len(WAYS)
