"""Who answers chats."""

from dataclasses import dataclass

from chat.queries.rows import PERSON
from sellerdesk import access, setwise
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers, and how many open conversations they have."""

    id: int
    name: str
    open: int


def answering(desk_id: int, shop_id: int | None) -> list[Person]:
    """The people who answer chats of a shop (of any, without one), by name."""
    found = setwise.rows(
        f"SELECT u.id, {PERSON.format('u')}, (SELECT count(*) FROM (SELECT FROM sellerdesk_workitem AS w WHERE w.desk_id = %s"
        " AND w.assignee_id = u.id AND w.state = 'open' AND w.kind = 'chat_reply' LIMIT 1000) AS own) FROM sellerdesk_user AS u"
        " WHERE u.id = ANY(%s::bigint[])",
        [desk_id, access.people(desk_id, may=permissions.CHATS_ANSWER, shop_id=shop_id)],
    )
    return sorted((Person(*row) for row in found), key=lambda person: (person.name.casefold(), person.id))


def having(desk_id: int, shop_id: int, thread_id: int) -> int | None:
    """Who has a conversation of a shop. NotVisible where there is none."""
    found = setwise.rows(
        "SELECT assignee_id FROM chat_thread WHERE desk_id = %s AND shop_id = %s AND id = %s", [desk_id, shop_id, thread_id]
    )
    if not found:
        raise NotVisible
    return None if found[0][0] is None else int(found[0][0])
