"""Who sees some shops of a desk changes nothing that holds in all of them."""

from typing import Any

import pytest
from django.test import Client

from sellerdesk import outbox, rotating
from sellerdesk.commands import command
from sellerdesk.domain.permissions import PERMISSIONS
from sellerdesk.models import ApiTokenShop, Membership, MembershipShop, Outbound, Rotation, Shop
from tests.factories.kernel import NOW, Cast, join, make_person, make_token


pytestmark = pytest.mark.django_db
WHOLE = ("settings/sharing/", "settings/telegram/", "settings/shops/new/")


@pytest.fixture
def limited(cast: Cast, client: Client) -> Client:
    """A manager who sees one shop."""
    member: Membership = join(cast.desk, make_person("dora@example.org"), "manager", every_shop=False)
    MembershipShop.objects.create(desk=cast.desk, membership=member, shop=cast.shop)
    client.force_login(member.user)
    return client


@command
def owe_mail(*, desk_id: int, now: Any) -> None:
    outbox.enqueue(desk_id, "mail", "mail-1", {}, now=now)


def test_pages_that_hold_in_every_shop_are_not_there(cast: Cast, limited: Client) -> None:
    shops = Shop.objects.count()
    for end in WHOLE:
        assert [limited.get(f"/desks/harbor/{end}").status_code, limited.post(f"/desks/harbor/{end}").status_code] == [404, 404], end
    assert limited.post("/desks/harbor/settings/telegram/disconnect/").status_code == 404
    text = limited.get("/desks/harbor/settings/shops/").content.decode()
    assert [end for end in WHOLE if f"/desks/harbor/{end}" in text] == []
    assert (Rotation.objects.count(), Shop.objects.count()) == (0, shops)


def test_what_belongs_to_no_shop_is_seen_by_who_sees_every_shop(cast: Cast, limited: Client) -> None:
    owe_mail(desk_id=cast.desk.pk, now=NOW)
    own = f"/desks/harbor/deliveries/{Outbound.objects.get().pk}/"

    assert own not in limited.get("/desks/harbor/deliveries/").content.decode()
    assert [limited.get(own).status_code, limited.post(f"{own}cancel/").status_code] == [404, 404]
    limited.force_login(cast.alice)
    assert own in limited.get("/desks/harbor/deliveries/").content.decode()


def test_a_program_of_some_shops_shares_out_nothing(cast: Cast, client: Client) -> None:
    token, text = make_token(cast.desk, *PERMISSIONS, every_shop=False)
    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=cast.shop)
    lane = rotating.lane_of("chat")
    headers = {"Authorization": f"Bearer {text}", "If-Match": "*"}

    answer = client.put(f"/api/v1/sharing/{lane}/", {"on": True, "most_open": 5}, content_type="application/json", headers=headers)

    assert (answer.status_code, Rotation.objects.count()) == (404, 0)
