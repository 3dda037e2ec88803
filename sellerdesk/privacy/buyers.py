"""One buyer: found, given out whole, erased for good. Figures stay exactly what they are."""

import io
import json
import secrets
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any, Final

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from sellerdesk import audit, setwise, shops
from sellerdesk.attachments import keeping
from sellerdesk.commands import attempt, command, note
from sellerdesk.domain import searching
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.feed import loading
from sellerdesk.feed.erased import KIND
from sellerdesk.feed.pseudonyms import pseudonym
from sellerdesk.models import Buyer, BuyerErasure, Order, Outbound
from sellerdesk.privacy import kernel, registry
from sellerdesk.privacy.registry import Erased, Whose
from sellerdesk.shops import ShopFacts


FOUND: Final = 20
_log = structlog.get_logger(__name__)
_OPEN = (
    Outbound.State.QUEUED, Outbound.State.CLAIMED, Outbound.State.UNKNOWN, Outbound.State.MODERATED, Outbound.State.BY_HAND,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A buyer in a list."""

    id: int
    shop_id: int
    outside_id: str
    name: str
    erased_at: datetime | None = None


def search(desk_id: int, shop_ids: Sequence[int], words: str) -> list[Found]:
    """Buyers of these shops whose id this is, or whose name holds it; at most one more than FOUND."""
    words = words.replace("\x00", "").strip()
    if len(words) < 2:
        return []
    rows = setwise.rows(
        "SELECT id, shop_id, outside_id, name FROM sellerdesk_buyer WHERE desk_id = %s AND shop_id = ANY(%s) AND (outside_id = %s"
        " OR name ILIKE %s) ORDER BY id DESC LIMIT %s",
        [desk_id, list(shop_ids), words, f"%{searching.escape(words)}%", FOUND + 1],
    )
    return [Found(*row) for row in rows]


def one(desk_id: int, shop_ids: Sequence[int], buyer_id: int) -> Found:
    """A buyer of these shops. Otherwise NotVisible."""
    row = Buyer.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=buyer_id).first()
    if row is None:
        raise NotVisible
    gone = BuyerErasure.objects.filter(desk_id=desk_id, buyer_id=buyer_id).values_list("erased_at", flat=True).first()
    return Found(row.pk, row.shop_id, row.outside_id, row.name, gone)


def kept(desk_id: int, shop_ids: Sequence[int], buyer_id: int) -> list[tuple[str, int]]:
    """How many rows each matter has of a buyer, for the page; without what is nothing."""
    return [(matter, len(rows)) for matter, rows in told(desk_id, shop_ids, buyer_id).items() if rows]


def told(desk_id: int, shop_ids: Sequence[int], buyer_id: int) -> registry.Rows:
    """All that is kept of a buyer, by name of the matter: what is given out, without files. NotVisible."""
    return dict(_rows(_whose(desk_id, shop_ids, buyer_id)))


def _whose(desk_id: int, shop_ids: Sequence[int], buyer_id: int, mask: str = "") -> Whose:
    row = Buyer.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=buyer_id).first()
    shop = shops.by_id(row.shop_id) if row else None
    if row is None or shop is None:
        raise NotVisible
    orders = list(Order.objects.filter(desk_id=desk_id, buyer_id=row.pk).order_by("pk").values_list("pk", "outside_id"))
    return Whose(shop, row.pk, row.outside_id, row.name, tuple(ref for _own, ref in orders), tuple(own for own, _ref in orders), mask)


def _rows(whose: Whose) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    yield from kernel.export(whose).items()
    for part in registry.parts():
        yield from part.export(whose).items()


def export(*, desk_id: int, shop_ids: Sequence[int], buyer_id: int, actor: Actor, now: datetime, into: IO[bytes]) -> None:
    """Write all that is kept of a buyer as a ZIP: buyer.json and the files. It is noted in the audit log who took it. NotVisible."""
    whose = _whose(desk_id, shop_ids, buyer_id)
    _note_export(desk_id=desk_id, shop_id=whose.shop.id, buyer_id=buyer_id, actor=actor, now=now)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {"made_at": now, "shop": whose.shop.slug, **dict(_rows(whose))}
        archive.writestr("buyer.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        for part in registry.parts():
            for place, name in part.files(whose):
                try:
                    archive.writestr(f"files/{name}", keeping.read(place))
                except FileNotFoundError:
                    continue


@command
def _note_export(*, desk_id: int, shop_id: int, buyer_id: int, actor: Actor, now: datetime) -> None:
    audit.record(desk_id, actor, "buyer.exported", f"buyer:{buyer_id}", None, {"shop": shop_id}, now)


def erase(*, desk_id: int, shop_ids: Sequence[int], buyer_id: int, actor: Actor, now: datetime, sure: str | None = None) -> Erased:
    """Take out every word of and about a buyer, everywhere, at once; it cannot be taken back. Returns what was erased.

    Once more is no harm: it takes out what was told of them since under ids of things that name no buyer, and whose words were not
    withheld. `sure` is the id that the marketplace knows them by, said once more by whoever asks; None where nobody is asked.
    Refused: see `why_not_erase`, still_sending (something to them is on its way). NotVisible.
    """
    done = _erase(desk_id=desk_id, shop_ids=shop_ids, buyer_id=buyer_id, actor=actor, now=now, sure=sure)
    remove_files(now=now, buyer_id=buyer_id)
    return done


def remove_files(*, now: datetime, buyer_id: int | None = None) -> int:
    """Delete the files of erased buyers that still lie there; returns how many. Without a buyer over all desks: what a crash left."""
    which = {} if buyer_id is None else {"buyer_id": buyer_id}
    number = 0
    for erasure, places in list(BuyerErasure.objects.filter(**which).exclude(files=[]).values_list("pk", "files")):
        gone = [place for place in places if _is_removed(place)]
        _forget_files(erasure_id=erasure, places=gone, now=now)
        number += len(gone)
    return number


def _is_removed(place: str) -> bool:
    try:
        keeping.remove(place)
    except OSError:
        # The next night tries again.
        _log.exception("file_not_removed", place=place)
        return False
    return True


@command
def _forget_files(*, erasure_id: int, places: list[str], now: datetime) -> None:
    """These are gone; an erasure of meanwhile may have added others."""
    setwise.run("UPDATE sellerdesk_buyererasure SET files = files - %s::text[] WHERE id = %s", [places, erasure_id])


def why_not_erase(whose: Whose, before: BuyerErasure | None, sure: str) -> Exception | None:
    """Why `sure` does not say that this buyer is meant: the Refusal other_buyer; or Stale, where they were erased meanwhile. Else None.

    Of a buyer who was erased every id but the random one is answered alike: nobody learns here whose ratings and orders are left.
    """
    if sure.strip() == whose.outside_id:
        return None
    if before is not None:
        return Stale(_("This buyer is erased already."))
    return Refusal("other_buyer", _("That is not the id of this buyer. Nothing was erased."))


@command
def _erase(*, desk_id: int, shop_ids: Sequence[int], buyer_id: int, actor: Actor, now: datetime, sure: str | None) -> Erased:
    loading.lock(_whose(desk_id, shop_ids, buyer_id).shop)
    # Once more: a load that held the lock may have told more of them, and another erasure may have been faster.
    whose = _whose(desk_id, shop_ids, buyer_id)
    before = BuyerErasure.objects.filter(desk_id=desk_id, buyer_id=buyer_id).first()
    if sure is not None and (refusal := why_not_erase(whose, before, sure)):
        raise refusal
    # One that is erased stays who they are: their id is the mask.
    whose = replace(whose, mask=whose.outside_id if before else f"erased-{secrets.token_hex(8)}")
    done, records = _take_out(whose, now)
    _forget_answers(whose)
    if before:
        # `erased_at` says until when what names them is theirs; later dealings are a new buyer's.
        BuyerErasure.objects.filter(pk=before.pk).update(files=[*before.files, *done.files])
    else:
        BuyerErasure.objects.create(
            desk_id=desk_id, shop_id=whose.shop.id, buyer_id=buyer_id, key=pseudonym(whose.shop.id, KIND, whose.outside_id),
            erased_at=now, files=done.files,
        )  # fmt: skip
    audit.record(desk_id, actor, "buyer.erased", f"buyer:{buyer_id}", None, {"rows": done.rows, "records": records}, now)
    note(desk_id, "buyer.erased", shop_id=whose.shop.id, buyer=buyer_id)
    return done


def erase_once_more(shop: ShopFacts, buyer_id: int, now: datetime) -> None:
    """Inside a load: take out what came to hang on an erased buyer. Left to a person where something to them is still being sent.

    Files go with the next sweep.
    """
    whose = _whose(shop.desk_id, [shop.id], buyer_id)
    try:
        with attempt():
            done, _records = _take_out(replace(whose, mask=whose.outside_id), now)
            if done.files:
                erasure = BuyerErasure.objects.get(desk_id=shop.desk_id, buyer_id=buyer_id)
                BuyerErasure.objects.filter(pk=erasure.pk).update(files=[*erasure.files, *done.files])
    except Refusal:
        _log.warning("not_erased_once_more", shop=shop.id, buyer=buyer_id)


def _take_out(whose: Whose, now: datetime) -> tuple[Erased, int]:
    """All words of and about a buyer; what that was, and how many records. The kernel first: what rooms keep for the search they make
    from what stands then. Refused: still_sending.
    """
    done = Erased()
    for erase_part in (kernel.erase, *(part.erase for part in registry.parts())):
        own = erase_part(whose, now)
        done.rows += own.rows
        done.told += own.told
        done.outbound += own.outbound
        done.files += own.files
    deliveries = Outbound.objects.filter(desk_id=whose.desk_id, pk__in=done.outbound)
    if deliveries.filter(state__in=_OPEN).exists():
        message = _("Something to this buyer is still being sent. Nothing was erased.")
        raise Refusal("still_sending", message, _("Wait until it is there, or cancel it under Deliveries; then erase again."))
    deliveries.exclude(last_error="").update(last_error="")
    return done, kernel.scrub_records(whose, done.told)


def _forget_answers(whose: Whose) -> None:
    """Kept answers to repeated requests that name the buyer: a program that repeats such a request within the day is served anew."""
    # An id is a whole value: a short one is a part of other numbers, and whatever is forgotten here is done twice when it is repeated.
    said = [json.dumps(whose.outside_id, ensure_ascii=False).encode(), *([registry.as_said(whose.name).encode()] if whose.name else [])]
    setwise.run(
        "DELETE FROM sellerdesk_idempotencykey WHERE desk_id = %s AND answer IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM unnest(%s::bytea[]) AS said WHERE position(said IN answer) > 0)",
        [whose.desk_id, said],
    )


def as_zip(*, desk_id: int, shop_ids: Sequence[int], buyer_id: int, actor: Actor, now: datetime) -> bytes:
    """The same as `export`, in memory: one buyer's words and files are few."""
    into = io.BytesIO()
    export(desk_id=desk_id, shop_ids=shop_ids, buyer_id=buyer_id, actor=actor, now=now, into=into)
    return into.getvalue()
