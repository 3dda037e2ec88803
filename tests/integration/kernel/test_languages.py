"""Pages in Russian and Chinese hold no English of ours."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from sellerdesk import panels, shops
from tests import feeding
from tests.factories.kernel import Cast, join, make_desk


pytestmark = pytest.mark.django_db
# Names, and what people and programs typed; the rest of a page is ours.
NAMES = {
    "SellerDesk",
    "EN",
    "Ctrl",
    "Enter",
    "Esc",
    "Taobao",
    "Harbor",
    "Home",
    "Asia",
    "Shanghai",
    "alice",
    "bob",
    "example",
    "org",
    "shop_create",
    "testserver",
    "AL",
    "Alice",
}


class Words(HTMLParser):
    """What a person reads or hears: text and the attributes that are spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        # The language switch names each language in itself.
        spoken = ("aria-label", "placeholder", "alt") if found.get("lang") else ("aria-label", "placeholder", "alt", "title")
        self.said += [found[name] or "" for name in spoken if name in found]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def latin(page: str) -> set[str]:
    """The Latin words of a page that are no names."""
    words = Words()
    words.feed(page)
    return set(re.findall(r"[A-Za-z_]{2,}", " ".join(words.said))) - NAMES


def test_control_the_english_page_is_full_of_them(client: Client) -> None:
    assert {"Sign", "in", "account", "Skip"} - latin(client.get("/accounts/login/").content.decode()) == {"Skip"}


@pytest.mark.parametrize(("language", "word"), [("ru", "Войти"), ("zh-hans", "登录")])
def test_the_door_speaks_one_language(client: Client, language: str, word: str) -> None:
    page = client.get("/accounts/login/", headers={"Accept-Language": language}).content.decode()

    assert word in page
    assert f'lang="{language}"' in page.replace("zh-Hans", "zh-hans", 1)
    assert latin(page) == set()


@pytest.mark.parametrize(("language", "shops", "nothing"), [("ru", "1 магазин", "Магазинов пока нет"), ("zh-hans", "1 家店铺", "暂无店铺")])
def test_the_first_pages_speak_one_language(client: Client, cast: Cast, language: str, shops: str, nothing: str) -> None:
    join(make_desk("harbor-two", name="Harbor"), cast.alice, "agent")
    client.force_login(cast.alice)
    said = {"Accept-Language": language}

    start = client.get("/desks/", headers=said).content.decode()
    shop = client.get(f"/desks/{cast.desk.slug}/?shop={cast.shop.slug}", headers=said).content.decode()
    lost = client.get("/nowhere", headers=said)

    assert shops in start
    assert nothing in start
    assert latin(start) == latin(shop) == set()
    request = lost["X-Request-ID"]
    assert latin(lost.content.decode().replace(request, "")) == set()


def test_the_command_compiles_and_then_has_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("compile_catalogues")

    assert capsys.readouterr().out == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "rate"),
    [
        ("en", ("Good rate", "66.67%")),
        ("ru", ("Доля положительных отзывов", "66,67\N{NO-BREAK SPACE}%")),
        ("zh-hans", ("好评率", "66.67%")),
    ],
)
def test_figures_are_written_as_the_language_does(language: str, rate: tuple[str, str]) -> None:
    feeding.make_shop(rules="standard", time_zone="Asia/Shanghai", window="6_months", slug="tea-house")
    feeding.answer_of("feed_load", str(Path(settings.BASE_DIR) / "examples" / "first.jsonl"), "--shop", "tea-house")

    with translation.override(language):
        figures = panels.shop_figures(shops.named("tea-house"), datetime(2026, 11, 10, 12, tzinfo=UTC))
        shown = [(figure.label, figure.value) for figure in figures]

    assert rate in shown
