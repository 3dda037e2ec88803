"""What `docs/mechanisms/asvs.md` says is met and no other test looks at; and that every test it names is there."""

import ast
import io
import json
import re
import ssl
from pathlib import Path
from typing import Any, cast as as_type

import pytest
from django.conf import settings as configured
from django.test import Client

from sellerdesk.runtime import web
from tests.factories.kernel import PASSWORD, Cast, make_token
from tests.integration.hardening.test_every_answer import Failing
from tests.integration.runtime.certificates import self_signed


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


def told(log: io.StringIO) -> list[dict[str, Any]]:
    """The lines of refused requests."""
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in lines if line["logger"].startswith("django.")]


def test_each_refusal_is_one_line_with_its_status_and_who_asked(client: Client, cast: Cast, log: io.StringIO) -> None:
    """Nobody, a person of another desk, a key without the right, a form without its token."""
    token, text = make_token(cast.desk, "log.see")
    client.get("/api/v1/shops/", headers={"Authorization": "Bearer sd_1_nonsense"})
    client.get(f"/api/v1/shops/{cast.shop.slug}/report/", headers={"Authorization": f"Bearer {text}"})
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(cast.carol)
    stranger.get(f"/desks/{cast.desk.slug}/reviews/", headers={"X-Request-ID": "refused-1"})
    stranger.post(f"/desks/{cast.desk.slug}/settings/security/")

    *lines, forged = told(log)
    assert [(line["status"], line.get("person"), line.get("api_token")) for line in lines] == [
        (401, None, None), (404, None, token.pk), (404, cast.carol.pk, None),
    ]  # fmt: skip
    assert (forged["logger"], lines[-1]["request_id"]) == ("django.security.csrf", "refused-1")
    assert all(line["request_id"] for line in (*lines, forged))
    assert text not in log.getvalue()


def test_what_broke_is_told_once(client: Client, cast: Cast, log: io.StringIO, settings: Any) -> None:
    settings.ROOT_URLCONF = Failing
    client.raise_request_exception = False
    client.force_login(cast.alice)

    assert client.get("/fails/", {"q": "x"}).status_code == 500
    (line,) = told(log)
    assert "ValueError" in line["exception"]
    assert line["request_id"]


def test_our_own_tls_is_new_enough_and_keeps_no_key_for_two_connections(tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    config = web.configured(as_type("Any", None), tls_cert=certificate, tls_key=key, proxies="")
    config.load()

    assert isinstance(config.ssl, ssl.SSLContext)
    assert config.ssl.minimum_version >= ssl.TLSVersion.TLSv1_2
    names = [one["name"] for one in config.ssl.get_ciphers()]
    assert any(name.startswith("ECDHE-ECDSA") for name in names)
    assert [name for name in names if not re.fullmatch(r"TLS_\w+|ECDHE-(RSA|ECDSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", name)] == []


def test_no_shell_and_nothing_that_runs_a_text() -> None:
    """Also in programs beside the house; words of a kind that ruff finds are found again here, with what it was told to pass over."""
    sources = [path for room in ("sellerdesk", "reviews", "chat", "returns", "ratings") for path in (ROOT / room).rglob("*.py")]
    found = [f"{path.name}:{line} {what}" for path in sources for line, what in runs_a_text(path.read_text(encoding="utf-8"))]

    assert len(sources) > 500
    assert found == []
    # The control: each is seen.
    assert len(runs_a_text("eval(x)\nexec(x)\nos.system(x)\nsubprocess.run(x, shell=True)\npickle.loads(x)\nyaml.load(x)")) == 6


def runs_a_text(source: str) -> list[tuple[int, str]]:
    """Calls that hand a text to a shell, to Python, or to a reader that makes objects of it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            by_shell = any(one.arg == "shell" and ast.unparse(one.value) != "False" for one in node.keywords)
            if by_shell or name in {"eval", "exec", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load"}:
                found.append((node.lineno, name))
    return found


def test_every_line_of_the_table_names_a_test_that_is_there() -> None:
    lines = re.findall(r"^\| (\d.+) \|$", (ROOT / "docs/mechanisms/asvs.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) > 60
    for line in lines:
        ids, _how, tests = line.split(" | ")
        named = re.findall(r"`([^`]+\.py)`", tests)
        assert named or tests == "there is no such code", ids
        for one in named:
            assert (ROOT / one).exists() or (ROOT / "tests/integration" / one).exists(), one
