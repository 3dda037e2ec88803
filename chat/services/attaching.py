"""The files that messages bring: noted when they are told, fetched by a worker."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chat.domain import files
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact


_COLUMNS = "desk_id, thread_id, message_id, place, kind, name, url, content_type, size, file, state, reason, tries, fetch_at, at"


def attach(batch: Batch, facts: Sequence[Fact]) -> None:
    """Note the files of messages that have none noted yet."""
    with_files = {fact.outside_id: fact for fact in facts if fact.data.get("attachments")}
    if with_files:
        found = _messages(batch, with_files)
        rows = [_row(batch, found[ref], place, told, fact.at) for ref, fact in with_files.items() for place, told in _told(fact)]
        setwise.append("chat_attachment", _COLUMNS, rows)


def attach_again(batch: Batch, facts: Sequence[Fact]) -> None:
    """Note the files of messages told otherwise: one told again keeps what was fetched of it, one not told any more is nobody's."""
    by_ref = {fact.outside_id: fact for fact in facts}
    found = _messages(batch, by_ref)
    kept: dict[int, list[tuple[int, str]]] = {}
    for own_id, message_id, url in setwise.rows(
        "SELECT id, message_id, url FROM chat_attachment WHERE desk_id = %s AND message_id = ANY(%s) ORDER BY place, id",
        [batch.shop.desk_id, [message_id for message_id, _ in found.values()]],
    ):
        kept.setdefault(message_id, []).append((own_id, url))
    again: list[setwise.Row] = []
    new: list[setwise.Row] = []
    for ref, fact in by_ref.items():
        message_id, thread_id = found[ref]
        left = kept.get(message_id, [])
        for place, told in _told(fact):
            same = next((one for one in left if one[1] == (told.get("url") or "")), None)
            if same is None:
                new.append(_row(batch, found[ref], place, told, fact.at))
            else:
                left.remove(same)
                again.append((same[0], thread_id, place, told.get("name") or "", fact.at))
    setwise.change(
        "UPDATE chat_attachment AS a SET thread_id = v.thread_id, place = v.place, name = v.name, at = v.at"
        " FROM {told} AS v (id, thread_id, place, name, at) WHERE a.id = v.id",
        "bigint, bigint, smallint, text, timestamptz",
        again,
    )
    gone = [own_id for left in kept.values() for own_id, _ in left]
    setwise.run(
        "UPDATE chat_attachment SET message_id = NULL, author_id = NULL, fetch_at = NULL WHERE desk_id = %s AND id = ANY(%s)",
        [batch.shop.desk_id, gone],
    )
    setwise.append("chat_attachment", _COLUMNS, new)


def _told(fact: Fact) -> Iterable[tuple[int, dict[str, Any]]]:
    return enumerate(fact.data.get("attachments") or ())


def _row(batch: Batch, message: tuple[int, int], place: int, told: dict[str, Any], at: datetime) -> setwise.Row:
    message_id, thread_id = message
    url, content_type = told.get("url") or "", told.get("content_type") or ""
    own = (batch.shop.desk_id, thread_id, message_id, place, files.kind_of(content_type))
    to_fetch = batch.now if files.is_fetched(url) else None
    return (*own, told.get("name") or "", url, content_type, told.get("size"), "", "told", "", 0, to_fetch, at)


def _messages(batch: Batch, refs: Iterable[str]) -> dict[str, tuple[int, int]]:
    """(message, thread) by outside id."""
    found = setwise.rows(
        "SELECT outside_id, id, thread_id FROM chat_message WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    return {ref: (message_id, thread_id) for ref, message_id, thread_id in found}
