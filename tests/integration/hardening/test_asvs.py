"""What `docs/mechanisms/asvs.md` says is met and no other test looks at; and that every test it names is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client

from tests.factories.kernel import PASSWORD, Cast, make_token


pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
PLACES = ["/accounts/login/", "/desks/harbor/", "/api/v1/shops/", "/healthz", "/nowhere"]


@pytest.mark.parametrize("address", PLACES)
def test_no_other_origin_is_let_in_and_nothing_is_echoed(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.alice)
    said = {"Origin": "https://evil.example", "Authorization": f"Bearer {make_token(cast.desk, 'shops.manage')[1]}"}
    for answer in (client.get(address, headers=said), client.options(address, headers=said)):
        assert [name for name in answer.headers if name.lower().startswith("access-control-")] == []
    traced = client.trace(address, headers=said)
    assert traced.status_code != 200
    assert said["Authorization"] not in traced.content.decode() + str(traced.headers)


@pytest.mark.parametrize("address", ["/.git/config", "/.git/HEAD", "/static/.git/config", "/static/", "/.env", "/pyproject.toml", "/desk"])
def test_neither_sources_nor_lists_of_files_are_served(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.alice)
    assert client.get(address).status_code == 404
    assert configured.DEBUG is False


def test_a_password_is_hidden_may_be_shown_and_pasted_and_counts_as_typed(client: Client, cast: Cast) -> None:
    page = client.get("/accounts/login/").content.decode()
    (field,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert not re.search(r"onpaste|readonly|maxlength", field)
    assert f'data-reveal="{re.findall(r"id=.([^ ]*?).[ >]", field)[0]}"' in page

    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    for typed, status in ((PASSWORD.upper(), 200), (f" {PASSWORD}", 200), (f"{PASSWORD} ", 200), (PASSWORD, 302)):
        assert client.post("/accounts/login/", {"login": cast.alice.email, "password": typed}).status_code == status


def test_every_line_of_the_table_names_a_test_that_is_there() -> None:
    lines = re.findall(r"^\| (\d.+) \|$", (ROOT / "docs/mechanisms/asvs.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) > 60
    for line in lines:
        ids, _how, tests = line.split(" | ")
        named = re.findall(r"`([^`]+\.py)`", tests)
        assert named or tests == "there is no such code", ids
        for one in named:
            assert (ROOT / one).exists() or (ROOT / "tests/integration" / one).exists(), one
