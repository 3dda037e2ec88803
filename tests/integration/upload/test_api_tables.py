"""Tables that programs bring: what their columns are, looked through before anything is loaded, started once."""

import gzip
import os
from typing import Any

import pytest

from sellerdesk.models import AuditEntry, FeedRecord, SavedMapping, Upload
from sellerdesk.upload import files
from sellerdesk.upload.domain.mapping import MOST_WORDS
from tests.factories.bringing import Program
from tests.factories.feed import line, order
from tests.factories.kernel import Cast
from tests.factories.uploads import put, work


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_lie_here")]
TABLE = b"Review id;Date;Verdict;Review text\nR1;31.12.2025;so-so;fine\nR2;31.12.2025;bad;=HYPERLINK(1)\nR3;soon;bad;late\n"
MAPPING = {"type": "review", "columns": ["id", "at", "verdict", "text"], "words": {"verdict": {"So-So": "neutral"}}}


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(cast.desk)


def test_a_table_is_looked_through_started_saved_and_loaded(program: Program, cast: Cast) -> None:
    upload = program.bring(TABLE)
    assert program.stands(upload)["state"] == "mapping"

    told = program.ask("GET", f"{upload}/mapping/").json()
    assert (told["started"], told["saved"], told["names"]) == (False, "", [])
    assert told["mapping"]["columns"] == ["id", "at", "verdict", "text"]
    verdict = told["columns"][2]
    assert (verdict["header"], verdict["examples"]) == ("Verdict", ["so-so", "bad", "bad"])
    assert verdict["words"] == [{"word": "so-so", "means": ""}, {"word": "bad", "means": "bad"}]
    fields = {one["field"]: one for one in told["possible"]}
    assert fields["verdict"]["choices"] == ["good", "neutral", "bad"]
    assert not any(one["needed"] for one in told["possible"])

    first = program.ask("POST", f"{upload}/preview/", told["mapping"]).json()
    assert [one["wrong"] for one in first["rows"]] == [True, False, True]
    assert "none of the allowed words" in first["rows"][0]["cells"][2]["fault"]
    second = program.ask("POST", f"{upload}/preview/", MAPPING).json()
    assert [one["wrong"] for one in second["rows"]] == [False, False, True]
    assert second["missing"] == []
    assert program.stands(upload)["state"] == "mapping"

    started = program.ask("POST", f"{upload}/start/", {**MAPPING, "save_as": "Ours"})
    assert (started.status_code, started.json()["state"]) == (202, "queued")
    work(cast.shop)

    assert FeedRecord.objects.get(outside_id="R1").raw["verdict"] == "neutral"
    assert program.stands(upload)["counts"]["rejected"] == 1
    chosen = program.ask("GET", f"{upload}/mapping/").json()
    assert (chosen["started"], chosen["mapping"]["words"]) == (True, {"verdict": {"so-so": "neutral"}})
    assert {tuple(one["examples"]) for one in chosen["columns"]} == {()}
    assert SavedMapping.objects.get().name == "Ours"

    again = program.bring(TABLE.replace(b"\nR", b"\nQ"))
    offered = program.ask("GET", f"{again}/mapping/").json()
    assert (offered["saved"], offered["names"], offered["mapping"]) == ("Ours", ["Ours"], chosen["mapping"])
    assert program.ask("GET", f"{again}/mapping/?saved=Ours").json() == offered
    assert program.ask("GET", f"{again}/mapping/?saved=Theirs").status_code == 404
    other = program.ask("GET", f"{again}/mapping/?type=follow_up").json()
    assert (other["mapping"]["type"], other["saved"]) == ("follow_up", "")


def test_a_start_so_again_is_once_and_otherwise_is_told(program: Program) -> None:
    upload = program.bring(TABLE)

    answers = [program.ask("POST", f"{upload}/start/", MAPPING) for _ in range(2)]
    other = program.ask("POST", f"{upload}/start/", {**MAPPING, "day_first": False})

    assert [one.status_code for one in answers] == [202, 202]
    assert (other.status_code, other.json()["newer"]) == (409, {"state": "queued"})
    assert AuditEntry.objects.filter(what="upload.started").count() == 1
    assert program.ask("POST", f"{upload}/preview/", MAPPING).status_code == 409


def test_what_cannot_be_started(program: Program, cast: Cast) -> None:
    coming = program.begin(TABLE).json()["id"]
    program.piece(coming, 0, TABLE[:20])
    facts, stopped = program.bring(line(order("O1"))), program.bring(TABLE, name="stopped.csv")
    program.ask("POST", f"{stopped}/cancel/")

    for action in ("preview", "start"):
        early = program.ask("POST", f"{coming}/{action}/", MAPPING)
        assert (early.status_code, early.json()["code"]) == (422, "upload_not_whole")
        assert program.ask("POST", f"{facts}/{action}/", MAPPING).json()["newer"] == {"state": "queued"}
        assert program.ask("POST", f"{stopped}/{action}/", MAPPING).json()["newer"] == {"state": "cancelled"}
    assert {program.ask("GET", f"{one}/mapping/").status_code for one in (coming, facts, stopped)} == {404}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"columns": ["id"]}, "columns_differ"), ({"columns": ["id", "at", "colour", ""]}, "path_unknown"),
        ({"columns": ["id", "at", "at", ""]}, "path_twice"), ({"constants": {"nothing": "x"}}, "path_unknown"),
        ({"words": {"verdict": {str(number): "bad" for number in range(MOST_WORDS + 1)}}}, "words_too_many"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused_alike_in_both(program: Program, changed: dict[str, Any], code: str) -> None:
    upload = program.bring(TABLE)

    for action in ("preview", "start"):
        answer = program.ask("POST", f"{upload}/{action}/", {**MAPPING, **changed})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert program.stands(upload)["state"] == "mapping"


def test_what_is_missing_is_told_and_keeps_it_from_starting(program: Program) -> None:
    upload = program.bring(TABLE)
    without = {**MAPPING, "columns": ["id", "", "verdict", "text"]}

    assert program.ask("POST", f"{upload}/preview/", without).json()["missing"] == ["at"]
    refused = program.ask("POST", f"{upload}/start/", without)
    assert (refused.status_code, refused.json()["code"]) == (422, "path_missing")
    told = program.ask("POST", f"{upload}/start/", {**without, "constants": {"at": "2026-01-02"}})
    assert told.status_code == 202


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"type": "letter"}, "#/type"), ({"columns": "id"}, "#/columns"), ({"columns": [{}]}, "#/columns/0"), ({"words": []}, "#/words"),
        ({"words": {"verdict": "x"}}, "#/words/verdict"), ({"constants": {"at": "x" * 501}}, "#/constants/at"), ({"do": "start"}, "#/do"),
        ({"columns": ["x"] * 501}, "#/columns"),
    ],
)  # fmt: skip
def test_a_malformed_mapping_names_its_field(program: Program, changed: dict[str, Any], pointer: str) -> None:
    upload = program.bring(TABLE)

    for action in ("preview", "start"):
        answer = program.ask("POST", f"{upload}/{action}/", {**MAPPING, **changed})
        assert answer.status_code == 400
        assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


def test_a_name_that_cannot_be_kept_starts_nothing(program: Program) -> None:
    upload = program.bring(TABLE)

    answer = program.ask("POST", f"{upload}/start/", {**MAPPING, "save_as": "a\tb\u202e"})

    assert (answer.status_code, answer.json()["code"]) == (422, "mapping_name_malformed")
    assert program.stands(upload)["state"] == "mapping"
    assert not SavedMapping.objects.exists()


def test_only_the_key_that_brought_a_table_is_told_its_cells(program: Program, cast: Cast) -> None:
    """Not another key of the same shop, not a program of what a person brought; and nobody who gave a store rating."""
    content = b"order;date;described;service\nSECRET-1;2026-01-02;5;4\n"
    upload, persons = program.bring(content), put(cast.shop, TABLE, person_id=cast.alice.pk).pk
    other = Program(cast.desk)

    for asker, row in ((other, upload), (program, persons)):
        assert asker.ask("GET", f"{row}/mapping/").status_code == 404
        assert asker.ask("POST", f"{row}/preview/", MAPPING).status_code == 404
        assert asker.ask("POST", f"{row}/start/", MAPPING).status_code == 404
        assert asker.stands(row)["state"] == "mapping"

    told = program.ask("GET", f"{upload}/mapping/")
    assert told.json()["mapping"]["type"] == "store_rating"
    shown = program.ask("POST", f"{upload}/preview/", told.json()["mapping"])
    assert "SECRET" not in told.content.decode() + shown.content.decode()


@pytest.mark.parametrize("action", ["mapping", "preview"])
def test_a_file_that_shows_only_now_that_it_is_damaged_is_refused(program: Program, action: str) -> None:
    rows = b"".join(b"R%d;31.12.2025;bad;%s\n" % (number, os.urandom(1000).hex().encode()) for number in range(300))
    packed = bytearray(gzip.compress(b"Review id;Date;Verdict;Review text\n" + rows))
    packed[-len(packed) // 3 :] = b"\xff" * (len(packed) // 3 + 1)
    upload = program.bring(bytes(packed))
    assert program.stands(upload)["state"] == "mapping"

    answer = program.ask(*(("GET", f"{upload}/mapping/") if action == "mapping" else ("POST", f"{upload}/preview/", MAPPING)))

    assert answer.status_code == (404 if action == "mapping" else 422)
    told = program.stands(upload)
    assert (told["state"], told["code"]) == ("refused", "broken_archive")
    assert action == "mapping" or (answer.json()["code"], answer.json()["detail"]) == (told["code"], told["message"])


def test_a_file_that_is_gone_is_refused_when_it_is_looked_through(program: Program) -> None:
    upload = program.bring(TABLE)
    files.remove(upload)

    assert program.ask("POST", f"{upload}/preview/", MAPPING).json()["code"] == "file_gone"
    assert Upload.objects.get(pk=upload).code == "file_gone"
