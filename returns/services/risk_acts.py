"""What people do about an order at risk: read the buyer's note, write to the buyer, be done with it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from returns.domain.risks import KIND, subject_of
from returns.models import OrderRisk
from sellerdesk import audit, work, writing
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Who does something about which risk, in the shops that they see."""

    desk_id: int
    shop_ids: Collection[int]
    risk_id: int
    user_id: int | None
    actor: Actor


@command
def read(*, doing: Doing, now: datetime) -> None:
    """The buyer's note was read: it waits no more until it is another. Refused: risk_not_open, no_note."""
    risk = _locked(doing)
    if (refusal := why_not_close(risk) or why_not_read(risk)) is not None:
        raise refusal
    _end(risk, doing, "read", now)


@command
def done(*, doing: Doing, now: datetime) -> None:
    """Nothing more is to be done about it while the same facts stand. Refused: risk_not_open."""
    risk = _locked(doing)
    if (refusal := why_not_close(risk)) is not None:
        raise refusal
    _end(risk, doing, "done", now)


@command
def written(*, doing: Doing, letter: uuid.UUID | None, now: datetime) -> None:
    """The buyer was written to: with `letter` by chat under that key, else by hand elsewhere. It stays until the facts end it.

    The same letter again changes nothing; a later one takes its place. Also of a risk that has ended meanwhile: the message is out.
    """
    risk = _locked(doing)
    if letter is not None and risk.letter == letter:
        return
    before = None if risk.written_at is None else {"way": risk.way, "at": risk.written_at.isoformat()}
    risk.way = OrderRisk.Way.CHAT if letter else OrderRisk.Way.HAND
    risk.letter, risk.written_at, risk.written_by_id = letter, now, doing.user_id
    risk.save(update_fields=["way", "letter", "written_at", "written_by"])
    audit.record(doing.desk_id, doing.actor, "risk.written", subject_of(risk.pk), before, {"way": str(risk.way)}, now)
    note(doing.desk_id, "returns.risk", shop_id=risk.shop_id, coalesce=True)


def why_not_close(risk: OrderRisk) -> Refusal | None:
    """Why a risk cannot be ended by a person, or None: risk_not_open."""
    if risk.is_open:
        return None
    return Refusal("risk_not_open", _("This order is not at risk any more."), _("What ended it stands beside it."))


def why_not_read(risk: OrderRisk) -> Refusal | None:
    """Why there is nothing to read, or None: no_note."""
    if risk.risk == "note":
        return None
    return Refusal("no_note", _("This is not about a note of the buyer."), _("Say that it is done instead."))


def _locked(doing: Doing) -> OrderRisk:
    rows = OrderRisk.objects.filter(desk_id=doing.desk_id, shop_id__in=doing.shop_ids, pk=doing.risk_id)
    return writing.locked(rows)


def _end(risk: OrderRisk, doing: Doing, outcome: str, now: datetime) -> None:
    risk.is_open, risk.outcome, risk.closed_at, risk.closed_by_id = False, outcome, now, doing.user_id
    risk.save(update_fields=["is_open", "outcome", "closed_at", "closed_by"])
    work.close_items(doing.desk_id, KIND, [subject_of(risk.pk)], outcome, now)
    audit.record(doing.desk_id, doing.actor, "risk.closed", subject_of(risk.pk), None, {"outcome": outcome}, now)
    note(doing.desk_id, "returns.risk", shop_id=risk.shop_id, coalesce=True)
