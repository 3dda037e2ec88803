"""Whose conversation it is: given by a person, shared out with the work item, or taken by whoever answers first."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from chat.domain.facts import KIND, subject_of
from chat.services import reached
from chat.services.reached import Reached
from sellerdesk import access, audit, setwise, work
from sellerdesk.commands import command, note
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal


@command
def assign(*, desk_id: int, shop_ids: Collection[int], thread_id: int, assignee_id: int | None, actor: Actor, now: datetime) -> bool:
    """Give it to somebody who answers chats of its shop, or to nobody (None); whether it changed hands.

    Refused: assignee_unknown. NotVisible elsewhere.
    """
    found = reached.thread(desk_id, shop_ids, thread_id)
    if refusal := why_not_assign(found, assignee_id):
        raise refusal
    if found.assignee_id == assignee_id:
        return False
    write(desk_id, [thread_id], assignee_id)
    work.assign_items(desk_id, KIND, [subject_of(thread_id)], assignee_id, now=now)
    before, after = {"assignee": found.assignee_id}, {"assignee": assignee_id}
    audit.record(desk_id, actor, "chat.assigned", subject_of(thread_id), before, after, now)
    note(desk_id, "chat.changed", shop_id=found.shop.id, thread=thread_id)
    return True


def why_not_assign(found: Reached, assignee_id: int | None) -> Refusal | None:
    """Why a thread cannot be given to this person, or None: assignee_unknown."""
    if assignee_id is None or assignee_id in access.people(found.shop.desk_id, may=permissions.CHATS_ANSWER, shop_id=found.shop.id):
        return None
    return Refusal("assignee_unknown", _("This person does not answer chats of this shop."), _("Choose somebody from the list."))


def write(desk_id: int, thread_ids: Sequence[int], assignee_id: int | None) -> None:
    """Keep beside the threads who has them. One that another command holds is passed over, and made up for when it is settled:

    the caller may hold the items that the other command waits for.
    """
    setwise.run(
        "WITH free AS MATERIALIZED (SELECT id FROM chat_thread WHERE desk_id = %s AND id = ANY(%s) AND assignee_id IS DISTINCT FROM %s"
        " ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)"
        " UPDATE chat_thread AS t SET assignee_id = %s FROM free WHERE t.desk_id = %s AND t.id = free.id",
        [desk_id, list(thread_ids), assignee_id, assignee_id, desk_id],
    )


def write_from_items(desk_id: int, thread_ids: Sequence[int]) -> None:
    """Threads that wait belong to whom their open items belong to. Inside a command that holds the threads' locks."""
    setwise.run(
        "UPDATE chat_thread AS t SET assignee_id = item.assignee_id FROM sellerdesk_workitem AS item"
        " WHERE t.desk_id = %s AND t.id = ANY(%s) AND item.desk_id = t.desk_id AND item.kind = %s AND item.state = 'open'"
        " AND item.subject = 'thread:' || t.id AND item.assignee_id IS DISTINCT FROM t.assignee_id",
        [desk_id, list(thread_ids), KIND],
    )
