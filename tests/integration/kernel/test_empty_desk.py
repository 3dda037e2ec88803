"""A desk without a shop: every page that stands on one has its heading and says where shops are added."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.kernel import join, make_desk, make_person


pytestmark = pytest.mark.django_db
PAGES = ("ratings", "credit", "returns_figures", "returns_figures_by", "returns_report", "automatic_rules", "claim_rules")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_a_shop_leads_to_the_shops(client: Client, name: str) -> None:
    desk, owner = make_desk("bare"), make_person()
    join(desk, owner)
    client.force_login(owner)

    page = client.get(reverse(name, args=[desk.slug])).content.decode()

    main = page[page.index("<main") :]
    assert len(re.findall(r"<h1[ >]", main)) == 1
    assert "No shop yet" in main
    assert f'href="{reverse("settings_shops", args=[desk.slug])}"' in main
    assert "0 shops" not in main
