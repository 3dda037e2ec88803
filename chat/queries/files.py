"""Files of conversations that lie here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Kept:
    """A checked file: its place, its type by its content, the name that its sender gave it."""

    place: str
    content_type: str
    kind: str
    name: str


def kept(desk_id: int, shop_ids: Sequence[int], attachment_id: int) -> Kept | None:
    """The file of this attachment in a conversation of these shops; None where there is none."""
    found = setwise.rows(
        "SELECT a.file, a.content_type, a.kind, a.name FROM chat_attachment AS a"
        " JOIN chat_thread AS t ON t.desk_id = a.desk_id AND t.id = a.thread_id"
        " WHERE a.desk_id = %s AND a.id = %s AND a.state = 'kept' AND t.shop_id = ANY(%s) AND a.message_id IS NOT NULL",
        [desk_id, attachment_id, list(shop_ids)],
    )
    return Kept(*found[0]) if found else None
