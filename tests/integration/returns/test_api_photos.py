"""Findings with photos by programs: kept as on the page, once for each key, and refused as there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from returns.models import Claim, Exhibit, Finding
from sellerdesk.domain import permissions
from sellerdesk.models import AuditEntry
from tests.domain.attachments.files import bomb, pdf, photo, with_position
from tests.factories.asking import Program, program
from tests.factories.kernel import Cast
from tests.integration.returns.test_evidence import back as _back


pytestmark = pytest.mark.django_db
back = _back


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    return program(client, cast.desk, permissions.RETURNS_SEE, permissions.RETURNS_CHECK)


def found(ask: Program, claim: Claim, *photos: bytes, key: str | None = None, **told: Any) -> Any:
    fields = {"photos": [SimpleUploadedFile("a.png", one) for one in photos], **told}
    headers = {"Authorization": f"Bearer {ask.token}"} | ({"Idempotency-Key": key} if key else {})
    return ask.client.post(f"{ask.at}claims/{claim.pk}/findings/", fields, headers=headers)


def test_photos_prove_a_finding_and_are_read(back: Claim, ask: Program) -> None:
    made = found(ask, back, with_position(), photo("PNG"), condition="damaged", words="Torn", moves="written_off")
    assert made.status_code == 201
    assert Claim.objects.get(pk=back.pk).goods == "written_off"
    assert (AuditEntry.objects.get(what="claim.found").after or {})["photos"] == 2
    own = [one for one in ask("GET", f"claims/{back.pk}/pictures/").json()["items"] if one["finding"] == made.json()["finding"]]
    assert [one["state"] for one in own] == ["kept", "kept"]
    shown = ask("GET", f"pictures/{own[0]['id']}/")
    assert (shown["Content-Type"], b"SECRET" in shown.getvalue()) == ("image/jpeg", False)


def test_sent_again_it_is_one_finding(back: Claim, ask: Program, tmp_path: Path) -> None:
    first = found(ask, back, photo("PNG"), key="k")
    assert found(ask, back, photo("PNG"), key="k").json() == first.json()
    assert found(ask, back, photo("PNG", (9, 9)), key="k").json()["code"] == "idempotency_key_reused"
    assert (Finding.objects.count(), Exhibit.objects.exclude(finding=None).count()) == (1, 1)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("photos", "code"),
    [
        ([b"<svg onload=alert(1)>"], "file_type_not_taken"),
        ([photo("PNG"), pdf()], "evidence_not_a_photo"),
        ([bomb()], "photo_too_large"),
        ([photo("PNG", (2, 2))] * 11, "too_many_photos"),
        ([], "finding_says_nothing"),
    ],
)
def test_what_the_page_refuses_is_refused_and_leaves_nothing(
    back: Claim, ask: Program, tmp_path: Path, photos: list[bytes], code: str
) -> None:  # fmt: skip
    refused = found(ask, back, *photos)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert not Finding.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_json_is_taken_as_before_and_strangers_are_told_nothing(cast: Cast, client: Client, back: Claim, ask: Program) -> None:
    assert ask("POST", f"claims/{back.pk}/findings/", {"condition": "complete"}).status_code == 201
    assert ask("POST", f"claims/{back.pk}/findings/", {"condition": "complete", "photos": []}).status_code == 400
    assert found(program(client, cast.other_desk, permissions.RETURNS_CHECK), back, photo("PNG")).status_code == 404
    assert found(program(client, cast.desk, permissions.RETURNS_SEE), back, photo("PNG")).status_code == 404
