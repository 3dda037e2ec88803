"""Every address, walked by somebody who may see everything: what its answers forbid browsers, and what texts they let through.

In each text that somebody may write stands a script that would break out of any place: of a tag, an attribute, a script.
"""

import io
import json
from typing import Any

import pytest
import structlog
from celery import shared_task
from celery.app import trace
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from sellerdesk import shops, urls as real
from sellerdesk.domain.permissions import PERMISSIONS
from sellerdesk.models import Shop
from sellerdesk.runtime import headers
from tests.architecture import stranger
from tests.factories.feed import load
from tests.factories.kernel import Cast, make_token


pytestmark = pytest.mark.django_db
SCRIPT = "<img src=x onerror=zq1>"
TEXT = f"\"'></script>{SCRIPT}"
# Not written by anybody from outside: keys of things, codes, addresses that were checked on their way in, what the code reads again.
_OURS = {
    "outside_id", "order_ref", "line_ref", "review_ref", "follow_up_ref", "question_ref", "message_ref", "conversation_ref", "claim_ref",
    "placed_line", "product_ref", "file", "url", "content_type", "fingerprint", "currency", "code", "key", "subject", "secret", "slug",
    "ruling", "basis", "did", "time_zone", "image", "link", "video", "signature", "old_secret",
}  # fmt: skip
_NAMES = {"name", "label", "actor_label", "author_label"}
APPS = ("sellerdesk", "reviews", "chat", "returns", "ratings")


def texts(model: type[models.Model]) -> list[str]:
    """Columns of a table in which somebody's words stand."""
    found = []
    for column in model._meta.concrete_fields:
        is_text = isinstance(column, models.TextField) or (isinstance(column, models.CharField) and column.name in _NAMES)
        if is_text and not column.choices and column.name not in _OURS and not column.is_relation:
            found.append(str(column.column))
    return found


def poison() -> int:
    """The script into every text that there is; how many columns held one."""
    held = 0
    for model in [model for app in APPS for model in apps.get_app_config(app).get_models()]:
        if model._meta.db_table in {"sellerdesk_auditentry"} or not (columns := texts(model)):
            continue
        table = connection.ops.quote_name(model._meta.db_table)
        for column in columns:
            name = connection.ops.quote_name(column)
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {name} = %s WHERE {name} IS NOT NULL", [TEXT])
                held += bool(cursor.rowcount)
    return held


def lacking(answer: Any) -> list[str]:
    """What an answer should forbid and does not."""
    told = {name.lower() for name in answer.headers}
    missing = [name for name, _value in headers.missing(told, tls=False, subdomains=False)]
    return missing + ([] if "frame-ancestors 'none'" in answer["Content-Security-Policy"] else ["frame-ancestors"])


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace") if answer["Content-Type"].startswith("text/html") else ""


@pytest.mark.long
def test_no_answer_lacks_a_header_runs_a_text_or_writes_it_into_the_log(cast: Cast, client: Client, log: io.StringIO) -> None:
    client.raise_request_exception = False
    client.force_login(cast.alice)
    token = make_token(cast.desk, *PERMISSIONS)[1]
    places = stranger.addresses(None, cast)
    held = poison()
    wrong, seen, shown = [], 0, 0
    for place in places:
        if place.path is None or place.name in {"account_logout"}:
            continue
        own = {"Authorization": f"Bearer {token}"} if place.path.startswith("/api/") else {}
        for part in ({}, {"HX-Request": "true"}) if not own else ({},):
            answer = client.get(place.path, {"shop": cast.shop.slug, "q": TEXT, "zq1": TEXT}, headers={**own, **part})
            text = body(answer)
            seen += TEXT.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#x27;") in text
            wrong += [f"{place.route}: {name} is missing" for name in lacking(answer)]
            wrong += [f"{place.route}: runs what somebody wrote"] if SCRIPT in text or "<img src=x" in text else []
            # Words with quotes that became a part of a statement would break it.
            wrong += [f"{place.route}: breaks"] if answer.status_code >= 500 else []
            shown += answer.status_code == 200

    assert "\n".join(wrong) == ""
    # The control: the script was there, and was shown as what it is.
    assert held >= 25
    assert seen >= 25
    assert shown >= 200
    assert "zq1" not in log.getvalue()


def test_a_script_in_json_is_no_page(cast: Cast, client: Client) -> None:
    """What programs get may hold any text: its type says that it is none to run."""
    stranger.addresses(None, cast)
    poison()
    answer = client.get(
        f"/api/v1/shops/{cast.shop.slug}/reviews/", headers={"Authorization": f"Bearer {make_token(cast.desk, *PERMISSIONS)[1]}"}
    )

    assert SCRIPT in json.dumps(answer.json())
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_page_with_persons_is_not_kept_and_a_static_file_is(cast: Cast, client: Client, settings: Any) -> None:
    client.force_login(cast.alice)

    assert "no-store" in client.get(f"/desks/{cast.desk.slug}/reviews/")["Cache-Control"]
    style = client.get("/static/design.css")
    assert "no-store" not in style.get("Cache-Control", "")
    assert style.getvalue()
    assert "no-store" in client.get("/accounts/login/", follow=True)["Cache-Control"]


def test_the_transport_is_told_over_tls_alone(client: Client, settings: Any) -> None:
    assert "Strict-Transport-Security" not in client.get("/healthz")
    settings.TLS, settings.SECURE_HSTS_SECONDS = True, 31_536_000

    assert client.get("/healthz")["Strict-Transport-Security"] == "max-age=31536000"
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    assert client.get("/healthz")["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "[::1]evil"])
def test_a_host_that_is_not_ours_is_refused(client: Client, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    client.raise_request_exception = False

    answer = client.get("/accounts/login/", headers={"Host": host})
    reset = client.post("/accounts/password/reset/", {"email": "alice@example.org"}, headers={"Host": host})

    assert {answer.status_code, reset.status_code} == {400}
    assert lacking(answer) == []
    assert "evil" not in body(answer)


def failing(request: Any) -> HttpResponse:
    """A view that breaks on what somebody wrote."""
    raise ValueError(f"invalid literal: {request.GET['q']}")


class Failing:
    """The site, with an address that fails."""

    handler404, handler500 = real.handler404, real.handler500
    urlpatterns = [path("fails/", failing), *real.urlpatterns]


@shared_task(name="tests.fails")
def fails(words: str) -> None:
    """A task that breaks on what somebody wrote."""
    raise LookupError(words)


def test_no_failure_writes_what_somebody_wrote(cast: Cast, client: Client, settings: Any, log: io.StringIO) -> None:
    """A request, an API call, a task, a load and a broken rule of the database, each with words in them."""
    settings.ROOT_URLCONF = Failing
    client.force_login(cast.alice)
    client.raise_request_exception = False
    words = f"Anna zq1 {SCRIPT}"
    token = make_token(cast.desk, *PERMISSIONS)[1]
    client.get("/fails/", {"q": words})
    client.post("/accounts/login/", {"login": "zq1@example.org", "password": "zq1 zq1 zq1"})
    client.post(
        f"/api/v1/shops/{cast.shop.slug}/feed/", data=json.dumps([{"type": words}]), content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    load(shops.facts(cast.shop), {"type": "review", "id": "R", "text": words}, words.encode())
    trace.build_tracer(fails.name, fails, app=fails.app, eager=False, propagate=False)("1", [words], {}, {"id": "1"})
    try:
        with transaction.atomic():
            Shop.objects.create(desk=cast.desk, slug=cast.shop.slug, name=words, rules="zq1")
    except DatabaseError:
        structlog.get_logger("tests").exception("not_kept", text=words, buyer={"name": words})

    said = log.getvalue()
    assert "zq1" not in said
    # The control: each was told, with its place.
    assert [kind for kind in ("ValueError", "LookupError", "IntegrityError", "in failing", "in fails") if kind not in said] == []
