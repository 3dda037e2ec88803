"""A file comes in: in pieces that can be repeated, onto disk, and is looked at once it is whole."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _, ngettext

from sellerdesk import commands, queueing, setwise, wording
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import Shop, Upload
from sellerdesk.upload import content, files, queries
from sellerdesk.upload.domain.encodings import Readable
from sellerdesk.upload.domain.sniffing import TABLE, Form
from sellerdesk.upload.domain.unusable import Unusable
from sellerdesk.upload.ending import end_row
from sellerdesk.upload.telling import audited, told


LARGEST = 209_715_200
"""Bytes of one file in a browser (200 MiB); larger ones go by the command feed_load."""
PIECE = 8_388_608
"""Bytes of one piece: well below what the web process takes in one request."""
MOST_WAITING = 20
"""Files of one desk that may lie here unfinished."""
ROOM = 5_368_709_120
"""Bytes that the files of all desks together may take."""
KEPT_FREE = 1_073_741_824
"""Bytes of the disk that uploads leave to everything else."""
ROOM_LOCK = 0x7570_726F_6F6D
"""The advisory lock under which room is counted and taken."""
LONGEST_NAME = 200
LOAD = "sellerdesk.load_uploads"

_State = Upload.State


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who brings a file: a person, or a program by its key. They alone go on with it, and are shown the cells of a table."""

    person_id: int | None = None
    token_id: int | None = None

    def brought(self, row: Upload) -> bool:
        """Whether this one brought it. A file whose person or key is gone was brought by nobody who could ask."""
        mine = (self.person_id, self.token_id)
        return any(mine) and mine == (row.made_by_id, row.made_by_token_id)


@commands.command
def begin(*, shop: Shop, name: str, size: int, fingerprint: str, by: Bringer, now: datetime, digest: str = "") -> Upload:
    """Make room for a file of `size` bytes. The same file of the same bringer that is still coming in is gone on with.

    `fingerprint` is what the sender knows of the file besides (when it was changed, its digest); empty: never gone on with.
    `digest` is the SHA-256 in hex that the whole file must have once it is here; empty: whatever comes is taken.
    Refused: upload_empty, upload_too_large, upload_too_many, upload_no_room.
    """
    name = "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME] or "?"
    _hold_room()
    same = {"desk_id": shop.desk_id, "shop_id": shop.pk, "name": name, "size": size, "state": _State.RECEIVING, "digest": digest}
    same |= {"made_by_id": by.person_id, "made_by_token_id": by.token_id}
    if fingerprint and (old := Upload.objects.filter(**same, fingerprint=fingerprint[:100]).order_by("-id").first()) is not None:
        return old
    if refusal := why_not_begin(shop.desk_id, size):
        raise refusal
    row = Upload.objects.create(**same, fingerprint=fingerprint[:100], created_at=now)
    told(row)
    return row


def why_not_begin(desk_id: int, size: int) -> Refusal | None:
    """The first reason why no file of `size` bytes can come in now, or None."""
    if size <= 0:
        return Refusal("upload_empty", _("The file is empty."), _("Export it again and look into it before you upload it."))
    if size > LARGEST:
        return Refusal(
            "upload_too_large",
            _("The file has %(size)s MB; %(most)s MB are the most here.")
            % {"size": wording.number(size // 1_048_576), "most": wording.number(LARGEST // 1_048_576)},
            _("Load it on the server with the command feed_load, or pack it with gzip."),
        )
    lying = Upload.objects.filter(has_file=True)
    if lying.filter(desk_id=desk_id).count() >= MOST_WAITING:
        said = ngettext("There is %(number)s unfinished file already.", "There are %(number)s unfinished files already.", MOST_WAITING)
        hint = _("Finish or cancel some of them first.")
        return Refusal("upload_too_many", said % {"number": wording.number(MOST_WAITING)}, hint)
    taken = lying.aggregate(taken=Sum("size"))["taken"] or 0
    if taken + size > ROOM or files.free() < size + KEPT_FREE:
        return Refusal(
            "upload_no_room", _("There is no room for this file on the server now."), _("Try again when other loads have ended.")
        )
    return None


def _hold_room() -> None:
    """One beginning at a time: how many files lie here, of a desk and in all, are sums that no constraint keeps."""
    setwise.rows("SELECT pg_advisory_xact_lock(%s)::text", [ROOM_LOCK])


def add_piece(*, shop: Shop, upload_id: int, at: int, stream: Readable, length: int, actor: Actor, now: datetime) -> Upload:
    """Put one piece behind what is there; the last one has the file looked at.

    Stale, with how much is there, for a piece that belongs elsewhere: the sender goes on from there. Refused: upload_longer.
    """
    row = _add_piece(shop=shop, upload_id=upload_id, at=at, stream=stream, length=length, actor=actor, now=now)
    if row.state == _State.REFUSED:
        files.remove(row.pk)
    elif row.state == _State.QUEUED:
        queueing.ask(LOAD, shop_id=row.shop_id)
    return row


@commands.command
def _add_piece(*, shop: Shop, upload_id: int, at: int, stream: Readable, length: int, actor: Actor, now: datetime) -> Upload:
    row = locked(shop, upload_id)
    if row.state != _State.RECEIVING:
        raise Stale(_("This file is no longer coming in."), {"received": row.received, "state": row.state})
    there = queries.received(row)
    if at != there:
        raise Stale(_("This piece belongs elsewhere."), {"received": there, "state": row.state})
    if at + length > row.size:
        raise Refusal("upload_longer", _("The file has grown while it was uploaded."), _("Upload it again."))
    row.received = at + files.write(row.pk, at, stream, length)
    if row.received == row.size:
        _accept(row, actor, now)
    row.save()
    return row


def _accept(row: Upload, actor: Actor, now: datetime) -> None:
    """The file is whole: is it the one that was announced, and what is it?"""
    try:
        row.wrapping, form = _look(row)
    except Unusable as unusable:
        end_row(row, _State.REFUSED, now, code=unusable.code, facts=unusable.facts)
        return
    row.form = form.told()
    row.state = _State.MAPPING if form.kind == TABLE else _State.QUEUED
    if row.state == _State.QUEUED:
        audited(row, actor, "upload.started", now)
    told(row)


def _look(row: Upload) -> tuple[str, Form]:
    if row.digest and files.digest(row.pk) != row.digest:
        raise Unusable("digest_differs")
    return content.look(files.path_of(row.pk))


def locked(shop: Shop, upload_id: int) -> Upload:
    """The upload of this shop, its row locked. NotVisible where there is none."""
    row = Upload.objects.select_for_update().filter(desk_id=shop.desk_id, shop_id=shop.pk, pk=upload_id).first()
    if row is None:
        raise NotVisible
    return row
