"""Uploads as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sellerdesk.errors import NotVisible
from sellerdesk.feed import loading
from sellerdesk.feed.loading import Counts
from sellerdesk.models import FeedLoad, SavedMapping, Upload
from sellerdesk.shops import ShopFacts
from sellerdesk.upload import files


PAGE = 30
_State = Upload.State


@dataclass(frozen=True, slots=True)
class Listed:
    """Some uploads, the newest first, and the id behind which the next ones begin; None at the end."""

    uploads: list[Upload]
    next: int | None


def listed(desk_id: int, shop_ids: Sequence[int], *, before: int | None = None) -> Listed:
    """The uploads of these shops, a page of them."""
    mine = Upload.objects.select_related("shop", "made_by", "made_by_token").filter(desk_id=desk_id, shop_id__in=shop_ids)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    found = list(mine.order_by("-id")[: PAGE + 1])
    return Listed(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def one(desk_id: int, shop_ids: Sequence[int], upload_id: int) -> Upload:
    """The upload of one of these shops. NotVisible where there is none."""
    found = (
        Upload.objects.select_related("shop", "made_by", "made_by_token", "load")
        .filter(desk_id=desk_id, shop_id__in=shop_ids, pk=upload_id)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def figures(row: Upload) -> Counts | None:
    """What has become of its records, as they stand now; None while nothing was loaded."""
    load: FeedLoad | None = row.load
    return None if load is None else loading.counts_of(load)


def received(row: Upload) -> int:
    """How many bytes of it are here, and so where the next piece begins. After a power cut the disk may hold less than was written down."""
    return min(row.received, files.on_disk(row.pk)) if row.state == _State.RECEIVING else row.received


def share(row: Upload) -> int:
    """How much of the file has come in or is loaded, in percent; never 100 before it is."""
    if row.state == _State.RECEIVING:
        return min(99, row.received * 100 // max(1, row.size))
    if row.state == _State.DONE:
        return 100
    return min(99, row.position * 100 // max(1, row.content or row.size))


def waits_behind(row: Upload) -> bool:
    """Whether another upload of the same shop goes first."""
    mine = Upload.objects.filter(desk_id=row.desk_id, shop_id=row.shop_id).exclude(pk=row.pk)
    return mine.filter(state=_State.RUNNING).exists() or mine.filter(state=_State.QUEUED, pk__lt=row.pk).exists()


def mapping_named(shop: ShopFacts, name: str) -> SavedMapping | None:
    """The desk's mapping of this name."""
    return SavedMapping.objects.filter(desk_id=shop.desk_id, name=name).first()


def stage(row: Upload, counts: Counts | None) -> str:
    """What an upload's page says of it besides its figures, as one word: it is drawn anew when this is another."""
    has_rejected = counts is not None and counts.rejected > 0
    told = (("begun", row.load_id is not None), ("stopping", row.cancel_asked), ("rejected", has_rejected))
    return "-".join([row.state, *(word for word, holds in told if holds)])


def is_open(row: Upload) -> bool:
    """Whether something of it is still to come, so that pages look again."""
    return row.state in {_State.QUEUED, _State.RUNNING}
