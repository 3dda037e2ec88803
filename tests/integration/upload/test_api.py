"""Files that programs bring: announced, in pieces, once, bounded, and nobody else's."""

import csv
import gzip
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.domain.permissions import FEED_LOAD, RECORDS_SEE
from sellerdesk.models import AuditEntry, FeedRecord, Upload
from sellerdesk.upload import files, receiving
from tests.factories.bringing import Program
from tests.factories.feed import line, order, rating, review
from tests.factories.kernel import Cast, make_shop
from tests.factories.uploads import put, work


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_lie_here")]
CONTENT = line(order("O1")) + line(order("O2"))
ROWS = 100


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(cast.desk)


def test_a_file_is_announced_sent_in_pieces_and_loaded(program: Program, cast: Cast) -> None:
    begun = program.begin(CONTENT, name="../../etc/\u202epasswd\n.jsonl")
    told = begun.json()
    assert begun.status_code == 201
    assert (told["received"], told["state"], told["content"], told["share"], told["counts"]) == (0, "receiving", "", 0, None)
    assert (told["name"], told["token"]) == ("../../etc/passwd.jsonl", program.token.pk)

    half = program.piece(told["id"], 0, CONTENT[:ROWS]).json()
    assert (half["received"], half["state"], half["share"]) == (ROWS, "receiving", ROWS * 100 // len(CONTENT))
    whole = program.piece(told["id"], ROWS, CONTENT[ROWS:]).json()
    assert (whole["received"], whole["state"], whole["content"]) == (len(CONTENT), "queued", "json_lines")

    work(cast.shop)

    done = program.stands(told["id"])
    assert (done["state"], done["share"], done["code"], done["message"]) == ("done", 100, "", "")
    assert done["counts"] == {"read": 2, "applied": 2, "unchanged": 0, "waiting": 0, "rejected": 0, "released": 0}
    assert FeedRecord.objects.count() == 2
    started = AuditEntry.objects.get(what="upload.started")
    assert (started.actor_key, started.actor_label) == (f"token:{program.token.pk}", "test")


def test_a_piece_twice_too_early_or_too_late_says_where_to_go_on_and_changes_nothing(program: Program) -> None:
    upload = program.begin(CONTENT).json()["id"]
    program.piece(upload, 0, CONTENT[:ROWS])

    for at in (0, ROWS - 1, ROWS + 1, -1, 2**62):
        answer = program.piece(upload, at, b"wrong")
        assert answer.status_code == 409, at
        assert answer.json()["newer"] == {"received": ROWS, "state": "receiving"}
    assert program.stands(upload)["received"] == ROWS
    longer = program.piece(upload, ROWS, CONTENT[ROWS:] + b"x")
    assert (longer.status_code, longer.json()["code"]) == (422, "upload_longer")

    assert program.piece(upload, ROWS, CONTENT[ROWS:]).json()["state"] == "queued"
    assert files.path_of(upload).read_bytes() == CONTENT
    late = program.piece(upload, ROWS, CONTENT[ROWS:])
    assert (late.status_code, late.json()["newer"]) == (409, {"received": len(CONTENT), "state": "queued"})


def test_after_a_power_cut_it_says_what_the_disk_has(program: Program) -> None:
    upload = program.begin(CONTENT).json()["id"]
    program.piece(upload, 0, CONTENT[:ROWS])
    files.path_of(upload).write_bytes(CONTENT[:30])

    assert program.stands(upload)["received"] == 30
    assert program.begin(CONTENT).json()["received"] == 30
    assert program.piece(upload, ROWS, CONTENT[ROWS:]).json()["newer"]["received"] == 30
    assert program.piece(upload, 30, CONTENT[30:]).json()["state"] == "queued"


def test_the_same_file_of_the_same_key_is_gone_on_with(program: Program, cast: Cast) -> None:
    first = program.begin(CONTENT).json()["id"]
    program.piece(first, 0, CONTENT[:ROWS])

    again = program.begin(CONTENT)
    assert (again.status_code, again.json()["id"], again.json()["received"]) == (200, first, ROWS)
    others = [Program(cast.desk).begin(CONTENT), program.begin(CONTENT, name="b"), program.begin(CONTENT[::-1])]
    assert [one.status_code for one in others] == [201] * 3
    assert len({first, *(one.json()["id"] for one in others)}) == 4


def test_an_announcement_with_a_key_of_its_own_is_one(program: Program) -> None:
    told = {"shop": "harbor-home", "name": "a", "size": 5, "sha256": "0" * 64}
    first = program.ask("POST", "", told, **{"Idempotency-Key": "k1"})
    second = program.ask("POST", "", told, **{"Idempotency-Key": "k1"})
    other = program.ask("POST", "", {**told, "size": 6}, **{"Idempotency-Key": "k1"})

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Upload.objects.count() == 1


def test_what_is_another_file_than_was_announced_is_refused_and_deleted(program: Program, uploads_lie_here: Path) -> None:
    upload = program.begin(CONTENT, sha256=hashlib.sha256(b"another").hexdigest()).json()["id"]

    told = program.piece(upload, 0, CONTENT).json()

    assert (told["state"], told["code"]) == ("refused", "digest_differs")
    assert "SHA-256" in told["message"]
    assert list(uploads_lie_here.iterdir()) == []
    assert not AuditEntry.objects.filter(what="upload.started").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><form>Sign in</form></html>", "web_page"),
        (b"%PDF-1.4 ...", "pdf"),
        (gzip.compress(gzip.compress(CONTENT)), "nested_archive"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(program: Program, content: bytes, code: str) -> None:
    told = program.stands(program.bring(content))

    assert (told["state"], told["code"]) == ("refused", code)
    assert told["message"].endswith(".")


def test_a_bomb_is_refused_whole(program: Program, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sellerdesk.upload.domain.unpacking.RATIO_FROM", 1_000)
    upload = program.bring(gzip.compress(CONTENT + b"\n" * 2_000_000))
    assert program.stands(upload)["state"] == "queued"

    work(cast.shop)

    told = program.stands(upload)
    assert (told["state"], told["code"], told["counts"]) == ("refused", "bomb", None)
    assert FeedRecord.objects.count() == 0


@pytest.mark.parametrize(("size", "code"), [(0, "upload_empty"), (receiving.LARGEST + 1, "upload_too_large"), (2**62, "upload_too_large")])
def test_sizes_that_are_not_taken(program: Program, size: int, code: str) -> None:
    answer = program.begin(b"", size=size)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_files_that_lie_here_unfinished_are_bounded(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_WAITING", 1)
    first = program.begin(CONTENT).json()["id"]
    refused = program.begin(CONTENT[::-1])
    assert (refused.status_code, refused.json()["code"]) == (422, "upload_too_many")

    assert program.ask("POST", f"{first}/cancel/").json()["state"] == "cancelled"
    assert program.begin(CONTENT[::-1]).status_code == 201


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"sha256": "A" * 64}, "#/sha256"), ({"sha256": "0" * 63}, "#/sha256"), ({"sha256": 5}, "#/sha256"),
        ({"size": -1}, "#/size"), ({"size": "x"}, "#/size"), ({"size": 2**63}, "#/size"), ({"name": ""}, "#/name"),
        ({"name": "x" * 1_001}, "#/name"), ({"digest": "0" * 64}, "#/digest"), ({"person": 1}, "#/person"),
    ],
)  # fmt: skip
def test_a_malformed_announcement_names_its_field(program: Program, changed: dict[str, Any], pointer: str) -> None:
    answer = program.begin(CONTENT, **changed)

    assert answer.status_code == 400
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert not Upload.objects.exists()


def test_a_name_that_is_none_is_shown_as_a_question(program: Program, uploads_lie_here: Path) -> None:
    upload = program.bring(CONTENT, name="\u202e\u200b")

    assert program.stands(upload)["name"] == "?"
    assert [path.name for path in uploads_lie_here.iterdir()] == [str(upload)]


def test_pieces_that_are_none(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "PIECE", 50)
    upload = program.begin(CONTENT).json()["id"]

    answers = {
        "too large": program.piece(upload, 0, CONTENT[:51]),
        "empty": program.piece(upload, 0, b""),
        "nowhere": program.piece(upload, "x", b"x"),
        "json": program.piece(upload, 0, b"{}", kind="application/json"),
        "form": program.piece(upload, 0, b"a=b", kind="application/x-www-form-urlencoded"),
    }
    answers["not said where"] = program.ask("PUT", f"{upload}/pieces/", None, **{"Content-Type": "application/octet-stream"})
    for length in ("²", "x", "-5", "9" * 40):
        answers[length] = program.piece(upload, 0, b"x", **{"Content-Length": length})

    assert {name: one.status_code for name, one in answers.items()} == {
        "too large": 413, "empty": 400, "nowhere": 400, "json": 415, "form": 415, "not said where": 400, "²": 400, "x": 400, "-5": 400,
        "9" * 40: 400,
    }  # fmt: skip
    assert program.stands(upload)["received"] == 0
    assert program.piece(upload, 0, CONTENT[:50]).json()["received"] == 50


def test_what_was_rejected_is_read_as_a_table_and_one_by_one(program: Program, cast: Cast) -> None:
    records = line(order("O1")) + line({**review("R1"), "stars": 9}) + line(review("R2", "O9"))
    ratings = line({**rating("S1", "SECRET"), "scores": {"described": 9}})
    upload = program.bring(records + ratings)
    assert program.ask("GET", f"{upload}/rejected/").status_code == 404
    work(cast.shop)
    put(cast.shop, line({**review("R7"), "stars": 9}))
    work(cast.shop)

    answer = program.ask("GET", f"{upload}/rejected/")
    content = answer.getvalue().decode()
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert answer["Content-Type"].startswith("text/csv")
    assert [one[2] for one in rows[1:]] == ["R1", ""]
    assert "SECRET" not in content
    listed = program.client.get(f"/api/v1/records/?upload={upload}", headers={"Authorization": f"Bearer {program.text}"}).json()
    assert sorted(one["record"] for one in listed["items"]) == ["R1", "R2"]
    counts = program.stands(upload)["counts"]
    assert (counts["waiting"], counts["rejected"]) == (1, 2)
    without = Program(cast.desk, FEED_LOAD)
    assert without.ask("GET", f"{upload}/rejected/").status_code == 404


def test_it_is_stopped_at_once_or_behind_its_batch_and_twice_is_once(program: Program, cast: Cast, uploads_lie_here: Path) -> None:
    upload = program.bring(CONTENT)
    assert program.ask("POST", f"{upload}/cancel/").json()["state"] == "cancelled"
    assert list(uploads_lie_here.iterdir()) == []
    assert program.ask("POST", f"{upload}/cancel/").json()["state"] == "cancelled"
    assert program.piece(upload, 0, CONTENT).status_code == 409
    assert AuditEntry.objects.filter(what="upload.cancelled").count() == 1

    running = program.bring(CONTENT)
    Upload.objects.filter(pk=running).update(state="running", lease="x")
    told = program.ask("POST", f"{running}/cancel/").json()
    assert (told["state"], told["stopping"]) == ("running", True)
    work(cast.shop)
    done = program.bring(line(order("O9")))
    Upload.objects.filter(pk=running).update(state="cancelled")
    work(cast.shop)
    assert program.ask("POST", f"{done}/cancel/").json()["state"] == "done"


def everything(upload: int) -> list[tuple[str, str, Any]]:
    """Every request about one upload."""
    mapping = {"type": "review", "columns": ["id"]}
    return [
        ("GET", f"{upload}/", None), ("GET", f"{upload}/mapping/", None), ("GET", f"{upload}/rejected/", None),
        ("POST", f"{upload}/preview/", mapping), ("POST", f"{upload}/start/", mapping), ("POST", f"{upload}/cancel/", None),
    ]  # fmt: skip


def test_a_stranger_and_a_key_of_another_shop_find_nothing(program: Program, cast: Cast) -> None:
    upload = program.begin(CONTENT).json()["id"]
    elsewhere = make_shop(cast.desk, "harbor-tools")
    for other in (Program(cast.other_desk), Program(cast.desk, shop=elsewhere), Program(cast.desk, RECORDS_SEE)):
        assert {other.ask(*one).status_code for one in everything(upload)} == {404}
        assert other.piece(upload, 0, CONTENT).status_code == 404
        assert other.begin(CONTENT).status_code == 404
        by_record = other.client.get(f"/api/v1/records/?upload={upload}", headers={"Authorization": f"Bearer {other.text}"})
        assert by_record.status_code == 404 or by_record.json()["items"] == []
    assert Upload.objects.count() == 1
    assert program.stands(upload)["received"] == 0


def test_a_key_of_one_shop_brings_files_there_alone(cast: Cast) -> None:
    tools = make_shop(cast.desk, "harbor-tools")
    program = Program(cast.desk, shop=tools)

    assert program.begin(CONTENT).status_code == 404
    upload = program.bring(CONTENT, "harbor-tools")
    work(tools)

    assert program.stands(upload)["counts"]["applied"] == 2
    put(cast.shop, CONTENT)
    assert [one["id"] for one in program.ask("GET", "").json()["items"]] == [upload]
    assert set(FeedRecord.objects.values_list("shop_id", flat=True)) == {tools.pk}


def test_the_pages_say_which_key_brought_a_file(program: Program, cast: Cast) -> None:
    content = b"Review id;Date;Verdict\nSECRET-9;2026-01-02;bad\n"
    begun, waiting = program.begin(CONTENT).json()["id"], program.bring(content)
    program.client.force_login(cast.alice)

    def page(path: str) -> str:
        return str(program.client.get(f"/desks/harbor/facts/{path}").content.decode())

    assert "key test" in page("")
    assert "The program with the key test brings the rest" in page(f"{begun}/")
    assert "A program brought it with the key test" in page(f"{waiting}/")
    assert "SECRET-9" not in page(f"{waiting}/")
