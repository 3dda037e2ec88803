"""The after-sales card: neutral words only, a sheet with a code, and a page that any buyer may read in their language."""

import re

import pytest
from django.test import Client

from ratings.domain.cards import LONGEST
from ratings.models import AfterSalesCard
from sellerdesk.models import AuditEntry, Desk
from tests.factories.kernel import join, make_desk, make_person, make_shop


pytestmark = pytest.mark.django_db(transaction=True)
SETTING = "/desks/harbor/ratings/cards/tea/"
THANKS = {"en": "Thank you for your order. If anything is wrong, write to us in the order’s chat.", "ru": "Спасибо за заказ.", "zh": ""}


@pytest.fixture
def desk() -> Desk:
    desk = make_desk("harbor")
    make_shop(desk, "tea", name="Harbor Tea")
    return desk


@pytest.fixture
def owner(client: Client, desk: Desk) -> Client:
    person = make_person()
    join(desk, person)
    client.force_login(person)
    return client


def test_a_card_is_kept_printed_and_read_without_signing_in(owner: Client) -> None:
    assert owner.get(f"{SETTING}sheet/").status_code == 404
    assert owner.post(SETTING, THANKS).status_code == 302
    sheet = owner.get(f"{SETTING}sheet/").content.decode()
    card = AfterSalesCard.objects.get()
    assert sheet.count('class="card-sheet__card"') == 10
    address = f"/cards/{card.desk_id}-{card.token}/"
    assert address in sheet
    assert len(re.findall(r"<svg[^>]*class=\"segno\"", sheet)) == 10
    assert AuditEntry.objects.filter(what="ratings.card_changed").count() == 1

    buyer = Client()
    russian = buyer.get(address, headers={"accept-language": "ru"})
    chinese = buyer.get(address, headers={"accept-language": "zh-hans"})
    assert "Спасибо за заказ" in russian.content.decode()
    assert "Thank you for your order" in chinese.content.decode()
    assert "Спасибо" in buyer.get(f"{address}?lang=ru").content.decode()
    assert "harbor" not in chinese.content.decode().replace("Harbor Tea", "")
    for invented in ("/cards/invented/", f"/cards/{card.desk_id}-invented/", f"/cards/{card.desk_id}-/"):
        assert buyer.get(invented).status_code == 404


def test_a_changed_text_keeps_the_address_that_is_printed(owner: Client) -> None:
    owner.post(SETTING, THANKS)
    card = AfterSalesCard.objects.get()
    owner.post(SETTING, {**THANKS, "en": "Thank you. We are glad to help in the chat."})
    assert AfterSalesCard.objects.get().token == card.token
    assert "glad to help" in Client().get(f"/cards/{card.desk_id}-{card.token}/").content.decode()


@pytest.mark.parametrize(
    "texts",
    [
        {"en": "Please give us five stars and we will refund 5 dollars."},
        {"en": "Leave a 5-star review!"},
        {"ru": "Поставьте нам 5 звёзд, пожалуйста."},
        {"ru": "Пришлите скриншот отзыва и получите кешбэк 100 рублей."},
        {"zh": "请给我们五星好评，返现2元。"},
        {"en": "Write to us on WhatsApp: +7 912 345-67-89."},
        {"en": "  "},
        {"en": "a" * (LONGEST + 1)},
    ],
)
def test_what_asks_for_stars_promises_something_or_says_nothing_is_refused(owner: Client, texts: dict[str, str]) -> None:
    assert owner.post(SETTING, texts).status_code == 422
    assert not AfterSalesCard.objects.exists()
