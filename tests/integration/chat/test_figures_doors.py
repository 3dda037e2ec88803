"""Who sees which figures, and what file and API say of a question that is none."""

import pytest
from django.test import Client

from sellerdesk.domain import permissions
from sellerdesk.models import Desk, Shop
from tests.factories.kernel import join, make_person, make_shop, make_token
from tests.factories.rounds import make_round
from tests.integration.chat.figures import AT, YESTERDAY, clock, desk, owner, page_of, reader, tea


__all__ = ["clock", "desk", "owner", "reader", "tea"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["?by=nothing", "?from=x", "?from=2026-03-10&to=2026-03-01", "?from=2020-01-01&to=2026-01-01"])
def test_the_file_says_what_is_wrong(reader: Client, tea: Shop, query: str) -> None:
    assert reader.get(f"{AT}figures.csv{query}").status_code == 422


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("by=shop", "#/by/0"),
        ("from=1", "#/from/0"),
        ("to=2026-02-30", "#/to/0"),
        ("from=2026-02-02&to=2026-02-01", "#/to/0"),
        ("from=2020-01-01&to=2026-01-01", "#/from/0"),
    ],
)
def test_the_api_says_what_is_wrong(client: Client, desk: Desk, tea: Shop, query: str, pointer: str) -> None:
    token = make_token(desk, "figures.see")[1]
    answer = client.get(f"/api/v1/shops/tea/chat-figures/?{query}", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith(pointer.rpartition("/")[0])


def test_a_token_needs_the_right(client: Client, desk: Desk, tea: Shop) -> None:
    token = make_token(desk, *(permissions.PERMISSIONS - {"figures.see"}))[1]

    assert client.get("/api/v1/shops/tea/chat-figures/", headers={"Authorization": f"Bearer {token}"}).status_code == 404


@pytest.mark.parametrize("role", sorted(permissions.ROLES))
def test_who_may_see_figures_and_who_only_their_own(client: Client, desk: Desk, tea: Shop, role: str) -> None:
    person = make_person()
    join(desk, person, role)
    make_round(tea, YESTERDAY, 61, agent=person)
    make_round(tea, YESTERDAY, 61, agent=make_person())
    client.force_login(person)

    for pages, permission in (
        (("", "rounds/", "figures.csv"), permissions.FIGURES_SEE),
        (("mine/", "mine/rounds/"), permissions.CHATS_ANSWER),
    ):
        for page in pages:
            assert client.get(f"{AT}{page}").status_code == (200 if permissions.may(role, permission) else 404)
    if permissions.may(role, permissions.CHATS_ANSWER):
        others = f"?agent={make_person().pk}"
        assert "<h1>1 round was answered within the hour</h1>" in page_of(client, f"mine/{others}")
        assert page_of(client, f"mine/rounds/{others}").count('<time class="nowrap"') == 1


def test_a_shop_that_one_may_not_see_is_in_no_figure(client: Client, desk: Desk, tea: Shop) -> None:
    jade = make_shop(desk, "jade", name="Jade Garden")
    make_round(jade, YESTERDAY, 61)
    person = make_person()
    member = join(desk, person, "analyst", every_shop=False)
    member.shops.create(desk=desk, shop=tea)
    client.force_login(person)

    assert "Nobody asked anything" in page_of(client)
    for address in ("?shop=jade", "rounds/?shop=jade", "figures.csv?shop=jade"):
        assert client.get(f"{AT}{address}").status_code == 404
