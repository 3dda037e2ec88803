"""Files that buyers sent: fetched by the port, judged by their content, kept, refused or given up with a reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chat.domain.files import MOST_TRIES, next_try
from chat.models import Attachment
from chat.services import fetching
from sellerdesk import shops
from sellerdesk.attachments import bringing, keeping
from sellerdesk.errors import Permanent, Transient
from sellerdesk.marketplaces.ports import Fetched
from tests.domain.attachments import files
from tests.factories.chat import START, message, talk
from tests.factories.feed import load
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
NOW = START + timedelta(hours=1)


class Port:
    """Brings what it was given, or raises it."""

    def __init__(self, **there: bytes | Exception | Callable[[], bytes]) -> None:
        self.there = there
        self.asked: list[str] = []

    def fetch(self, url: str, /) -> Fetched:
        self.asked.append(url)
        found = self.there[url]
        if isinstance(found, Exception):
            raise found
        return Fetched(found if isinstance(found, bytes) else found(), "text/html")


def told(cast: Cast, *urls: str) -> None:
    attached = [{"name": f"../{url}\u202egnp", "url": url, "content_type": "image/png", "size": 1} for url in urls]
    talk(cast.shop, [message("M1", attachments=attached)], now=NOW)


def fetch(cast: Cast, port: Port, now: datetime = NOW) -> int:
    return fetching.fetch(shop=shops.facts(cast.shop), source=port, clock=lambda: now)


def file(url: str) -> Attachment:
    return Attachment.objects.get(url=url)


def test_what_comes_is_judged_by_its_content_and_kept_under_our_own_name(cast: Cast, settings: Any) -> None:
    told(cast, "photo", "pdf", "svg", "broken")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    port = Port(photo=files.with_position(), pdf=files.pdf(), svg=svg, broken=files.photo("PNG")[:-40])

    assert fetching.shops_with_files(NOW) == [cast.shop.pk]
    assert fetch(cast, port) == 4
    assert fetch(cast, port) == 0
    assert fetching.shops_with_files(NOW + timedelta(days=1)) == []
    photo = file("photo")
    assert (photo.state, photo.kind, photo.content_type, photo.width, photo.height) == ("kept", "photo", "image/jpeg", 40, 60)
    assert b"SECRET" not in keeping.read(photo.file)
    assert (file("pdf").state, file("pdf").kind, file("pdf").content_type) == ("kept", "document", "application/pdf")
    assert (file("svg").state, file("svg").reason, file("svg").file) == ("refused", "Files of this type are not taken.", "")
    assert file("broken").reason == "This photo is broken or cut off."
    assert len([path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]) == 2


def test_what_fails_is_tried_later_and_at_last_given_up(cast: Cast) -> None:
    told(cast, "slow", "gone")
    port = Port(slow=Transient("The marketplace did not answer."), gone=Permanent("There is no such file."))
    assert fetch(cast, port) == 2
    assert (file("gone").state, file("gone").reason) == ("failed", "There is no such file.")
    now, waits = NOW, []
    while (again := file("slow")).state == "told":
        assert again.fetch_at is not None
        assert fetch(cast, port, again.fetch_at - timedelta(seconds=1)) == 0
        waits.append((again.fetch_at - now).total_seconds())
        now = again.fetch_at
        fetch(cast, port, now)

    assert waits == [30, 60, 120, 240, 480, 960, 1920]
    assert (file("slow").state, file("slow").tries, file("slow").reason) == ("failed", MOST_TRIES, "The marketplace did not answer.")
    assert next_try(1000, NOW) is None


def test_a_worker_that_died_gives_its_files_back(cast: Cast) -> None:
    told(cast, "photo")
    with pytest.raises(KeyError):
        fetch(cast, Port())
    assert fetch(cast, Port(photo=files.photo())) == 0
    assert fetch(cast, Port(photo=files.photo()), NOW + bringing.CLAIMED_FOR) == 1
    assert file("photo").state == "kept"


def test_a_slow_worker_does_not_write_over_what_another_kept(cast: Cast, settings: Any) -> None:
    told(cast, "photo")
    later = NOW + bringing.CLAIMED_FOR

    def slow() -> bytes:
        fetch(cast, Port(photo=files.photo("PNG")), later)
        return files.photo("WEBP")

    fetch(cast, Port(photo=slow))

    assert file("photo").content_type == "image/png"
    assert len([path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]) == 1


def test_our_own_static_files_are_shown_where_they_lie(cast: Cast) -> None:
    told(cast, "/static/demo/flask.svg")

    assert fetching.shops_with_files(NOW + timedelta(days=9)) == []
    assert (Attachment.objects.get().state, Attachment.objects.get().fetch_at) == ("told", None)


def test_files_that_nothing_names_any_more_go(cast: Cast, settings: Any) -> None:
    told(cast, "photo")
    fetch(cast, Port(photo=files.photo()))
    assert fetching.remove_nobodys(now=NOW) == 0
    load(shops.facts(cast.shop), message("M1", -1), now=NOW)

    assert fetching.remove_nobodys(now=NOW) == 1
    assert not Attachment.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_file_is_served_to_who_may_see_it_and_runs_nothing(cast: Cast, client: Client) -> None:
    told(cast, "photo", "pdf")
    fetch(cast, Port(photo=files.photo(), pdf=files.pdf()))
    client.force_login(cast.bob)
    photo = client.get(reverse("chat_attachment", args=["harbor", file("photo").pk]))
    assert b"".join(photo) == keeping.read(file("photo").file)
    assert (photo["Content-Type"], photo["Content-Disposition"]) == ("image/jpeg", 'inline; filename="photognp.jpg"')
    pdf = client.get(reverse("chat_attachment", args=["harbor", file("pdf").pk]))
    assert b"".join(pdf) == files.pdf()
    assert (pdf["Content-Type"], pdf["Content-Disposition"]) == ("application/octet-stream", 'attachment; filename="pdfgnp.pdf"')
    for answer in (photo, pdf):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "private, max-age=3600"

    client.force_login(cast.carol)
    assert client.get(reverse("chat_attachment", args=["harbor", file("photo").pk])).status_code == 404
    assert client.get(reverse("chat_attachment", args=["elsewhere", file("photo").pk])).status_code == 404
    client.force_login(cast.bob)
    Attachment.objects.update(state="refused")
    assert client.get(reverse("chat_attachment", args=["harbor", file("photo").pk])).status_code == 404
