"""How an upload ends, whatever ended it: its state, its load and what is told of it, in the transaction of whoever ends it."""

from collections.abc import Mapping
from datetime import datetime

from sellerdesk.models import FeedLoad, Upload
from sellerdesk.upload.telling import told


def end_row(row: Upload, state: Upload.State, now: datetime, *, code: str = "", facts: Mapping[str, str | int] | None = None) -> None:
    """End an upload whose row is locked. The caller deletes its file once that is committed."""
    row.state, row.code, row.detail = state, code, dict(facts or {})
    row.lease, row.leased_until, row.finished_at, row.has_file = "", None, now, False
    row.save()
    end_load(row, now)
    told(row)


def end_load(row: Upload, now: datetime) -> None:
    """End the load of an upload, if one was begun: an open one says for ever that the shop is being told facts now."""
    if row.load_id is not None:
        FeedLoad.objects.filter(desk_id=row.desk_id, pk=row.load_id).update(finished_at=now)
