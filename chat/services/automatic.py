"""The automatic answer of a shop that is closed: at most once per thread in 24 hours, and never counted as a person's."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _, ngettext

from chat.domain.automatic import FRESH, LANGUAGES, LONGEST, ONCE_IN, is_fresh, words
from chat.domain.facts import BUYER, SHOP, subject_of
from chat.models import AutomaticAnswer
from chat.services import folding
from sellerdesk import audit, hours, outbox, setwise, wording, writing
from sellerdesk.commands import command, note
from sellerdesk.domain import working_hours
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.rules import PROFILES
from sellerdesk.domain.scripts import lang_of
from sellerdesk.domain.traces import traces
from sellerdesk.domain.working_hours import WorkingHours
from sellerdesk.errors import Refusal
from sellerdesk.models import Shop
from sellerdesk.shops import ShopFacts


DELIVERY = "chat.message"
"""Kind of what is owed for it: the same as for a person's message."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A shop's automatic answer: whether it is given, and its texts by language."""

    on: bool
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Unanswered:
    thread_id: int
    arrivals: int
    buyer_id: int
    text: str


def setting(desk_id: int, shop_id: int) -> Setting:
    """The automatic answer of a shop; off without texts where nobody has set one."""
    found = AutomaticAnswer.objects.filter(desk_id=desk_id, shop_id=shop_id).first()
    return Setting(found.on, found.texts) if found else Setting(on=False, texts={})


@command
def change(*, desk_id: int, shop_ids: Collection[int], shop_id: int, wanted: Setting, actor: Actor, now: datetime) -> None:
    """Switch a shop's automatic answer on or off and set its texts.

    Refused: text_missing, text_too_long. NotVisible for a shop that is not among `shop_ids`.
    """
    place = writing.locked(Shop.objects.filter(desk_id=desk_id, pk=shop_id, pk__in=list(shop_ids)))
    texts = {code: wanted.texts.get(code, "").strip() for code in LANGUAGES if wanted.texts.get(code, "").strip()}
    if refusal := why_not_change(texts, longest(place.rules), on=wanted.on):
        raise refusal
    before = setting(desk_id, shop_id)
    AutomaticAnswer.objects.update_or_create(desk_id=desk_id, shop_id=shop_id, defaults={"on": wanted.on, "texts": texts})
    told = {"on": before.on, "texts": traces(before.texts)}, {"on": wanted.on, "texts": traces(texts)}
    if told[0] != told[1]:
        audit.record(desk_id, actor, "chat.automatic_changed", f"shop:{shop_id}", *told, now)
        note(desk_id, "chat.automatic_changed", shop_id=shop_id)


def longest(rules: str) -> int:
    """The most characters of an automatic answer of a shop with this rule profile: it leaves as any message does."""
    return min(LONGEST, PROFILES[rules].chat_length[1] or LONGEST)


def why_not_change(texts: Mapping[str, str], most: int, *, on: bool) -> Refusal | None:
    """Why an automatic answer cannot be so, or None: text_missing, text_too_long. `most` is how many characters it may have."""
    if on and not texts:
        return Refusal("text_missing", _("Write the answer in at least one language."))
    if any(len(text) > most for text in texts.values()):
        message = ngettext("Keep each answer within %(most)s character.", "Keep each answer within %(most)s characters.", most)
        return Refusal("text_too_long", message % {"most": wording.number(most)})
    return None


def answer(shop: ShopFacts, thread_ids: Collection[int], *, now: datetime) -> list[int]:
    """Answer those of these threads in which a buyer wrote just now, outside the shop's hours, and still waits; returns them.

    Inside a command that holds the threads' locks: whether one was answered by itself in the last 24 hours is asked under them.
    """
    if not thread_ids or not (kept := setting(shop.desk_id, shop.id)).on or working_hours.is_open(worked := hours.of(shop), now):
        return []
    owed = [(one, text) for one in _unanswered(shop, worked, thread_ids, now) if (text := words(kept.texts, lang_of(one.text)))]
    for one, text in owed:
        _owe(shop, one, text, now)
    threads = [one.thread_id for one, _ in owed]
    if threads:
        folding.fold(shop, threads, now=now, grown=threads)
    return threads


def _unanswered(shop: ShopFacts, worked: WorkingHours, thread_ids: Collection[int], now: datetime) -> list[_Unanswered]:
    """Threads that wait, with the newest question that was written just now while the shop was closed."""
    found = setwise.rows(
        "SELECT DISTINCT ON (t.id) t.id, t.arrivals, t.buyer_id, coalesce(m.new_text, m.text), m.at"
        " FROM chat_thread AS t JOIN chat_message AS m ON m.desk_id = t.desk_id AND m.thread_id = t.id AND m.sender = %s"
        " AND m.removed_at IS NULL AND m.at >= t.waiting_since AND m.at >= %s"
        " WHERE t.desk_id = %s AND t.id = ANY(%s) AND t.waiting_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM chat_message AS o"
        " WHERE o.desk_id = t.desk_id AND o.thread_id = t.id AND o.automatic AND coalesce(o.written_at, o.at) > %s AND o.at >= %s)"
        " ORDER BY t.id, m.at DESC, m.id DESC",
        [BUYER, now - FRESH, shop.desk_id, sorted(thread_ids), now - ONCE_IN, now - 2 * ONCE_IN],
    )
    return [_Unanswered(*row[:4]) for row in found if is_fresh(row[4], now) and not working_hours.is_open(worked, row[4])]


def _owe(shop: ShopFacts, one: _Unanswered, text: str, now: datetime) -> None:
    key = uuid.uuid4()
    [(message_id,)] = setwise.insert(
        "chat_message",
        "desk_id, shop_id, thread_id, arrival, at, sender, text, buyer_id, files, automatic, matched, client_key, covers, delivery, reason",
        [
            (
                *(shop.desk_id, shop.id, one.thread_id, one.arrivals + 1, now, SHOP, text, one.buyer_id, 0),
                *(True, False, key, 0, "queued", ""),
            )
        ],
        tail="RETURNING id",
    )
    lane = subject_of(one.thread_id)
    owed = outbox.enqueue(shop.desk_id, DELIVERY, str(key), {"message": message_id}, now=now, shop_id=shop.id, lane=lane)
    setwise.run("UPDATE chat_message SET outbound = %s WHERE desk_id = %s AND id = %s", [owed, shop.desk_id, message_id])
