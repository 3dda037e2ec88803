"""The simulated marketplace as a shop's port."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from sellerdesk.connections import Connection
from sellerdesk.demo import answering
from sellerdesk.domain import money
from sellerdesk.errors import Limited, Permanent, Refused, Transient
from sellerdesk.marketplaces import reasons
from sellerdesk.marketplaces.ports import AnswerOut, AppealOut, DecisionOut, Facts, Fetched, MessageOut, Parcel, RatingOut, Receipt, Unknown
from sellerdesk.marketplaces.registry import Clock
from sellerdesk.marketplaces.simulator import behaviour, memory
from sellerdesk.marketplaces.simulator.behaviour import Act
from sellerdesk.models import SimulatedParcel
from sellerdesk.shops import ShopFacts


_IMAGES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
_SECOND = timedelta(seconds=1)


class Simulator:
    """One shop's connection to it."""

    by_hand = False

    def __init__(self, shop: ShopFacts, connection: Connection, _secret: str, clock: Clock) -> None:
        self.shop, self.clock = shop, clock
        self.manner = behaviour.manner(connection.settings)

    def read(self, cursor: str, /) -> Facts:
        """The messages that arrived there, the shop's own and the buyers'. The cursor is the last event's number."""
        place = int(cursor) if cursor.isascii() and cursor.isdigit() else 0
        records, after, more = memory.tell(self.shop, place, now=self.clock())
        return Facts(records, str(after), more)

    def send(self, parcel: Parcel, /) -> Receipt:
        """Take it or not, as the dice or a magic word say."""
        row = memory.began(self.shop, parcel.key, place_of(parcel), parcel.text)
        act = behaviour.act(self.manner, row.text, parcel.key, row.tries)
        match act:
            case Act.DOWN:
                raise Transient(reasons.UNREACHABLE)
            case Act.BUSY:
                raise Limited(reasons.TOO_OFTEN, wait=self.manner.busy_seconds * _SECOND)
            case Act.REFUSE:
                raise Refused(reasons.CONVERSATION_CLOSED)
            case Act.DROP:
                raise Unknown(reasons.SILENT)
            case Act.SLOW:
                time.sleep(self.manner.slow_seconds)
        row = self._take(parcel, act, row.tries)
        if act in {Act.TIMEOUT, Act.LATE}:
            raise Unknown(reasons.SILENT)
        return self._receipt(parcel, row)

    def find(self, parcel: Parcel, /) -> Receipt | None:
        """Whether it is there: by its key, or, where keys are not known, by place, words and time."""
        if self.manner.keyed:
            row = memory.there(self.shop, now=self.clock(), key=parcel.key)
        else:
            since = parcel.tried_at if isinstance(parcel, MessageOut) else None
            place, text = place_of(parcel), parcel.text
            row = memory.there(self.shop, now=self.clock(), place=place, text=text, since=since)
        return None if row is None else self._receipt(parcel, row)

    def fetch(self, url: str, /) -> Fetched:
        """The demo's own pictures; Permanent for anything else."""
        name = url.removeprefix("/static/")
        path = finders.find(name) if url.startswith("/static/demo/") and ".." not in name else None
        if not isinstance(path, str):
            raise Permanent(reasons.NO_SUCH_FILE)
        return Fetched(Path(path).read_bytes(), _IMAGES.get(path.rpartition(".")[2], "application/octet-stream"))

    def link(self, _parcel: Parcel, /) -> str:
        """It has no pages."""
        return ""

    def _take(self, parcel: Parcel, act: Act, tries: int) -> SimulatedParcel:
        now = self.clock()
        at = now + self.manner.late_seconds * _SECOND if act is Act.LATE else now
        judged_at = now + self.manner.moderation_seconds * _SECOND if act in {Act.MODERATE, Act.REJECT} else None
        verdict = {Act.MODERATE: memory.SHOWN, Act.REJECT: memory.REFUSED}.get(act, "")
        if isinstance(parcel, AppealOut):
            judged_at = at + self.manner.appeal_seconds * _SECOND
            verdict = memory.SHOWN if behaviour.grants(self.manner, parcel.text, parcel.key) else memory.REFUSED
        arrival = memory.Arrival(at=at, verdict=verdict, judged_at=judged_at)
        told = [] if verdict == memory.REFUSED else self._told(parcel, judged_at or at, tries)
        return memory.arrive(self.shop, parcel.key, arrival, told, keyed=self.manner.keyed)

    def _receipt(self, parcel: Parcel, row: SimulatedParcel) -> Receipt:
        """What can be said of a parcel that arrived. Refused where a moderator turned it down."""
        outside_id = outside_id_of(row.key) if self.manner.keyed else ""
        if row.judged_at is not None and self.clock() < row.judged_at:
            return Receipt("moderated", outside_id)
        if isinstance(parcel, AppealOut):
            if row.verdict == memory.REFUSED:
                return Receipt("sent", outside_id, row.judged_at, ruling="refused", said=reasons.KEPT)
            return Receipt("sent", outside_id, row.judged_at, ruling="granted")
        if row.verdict == memory.REFUSED:
            raise Refused(reasons.NOT_ALLOWED_WORDS)
        return Receipt("sent", outside_id, row.judged_at or row.arrived_at)

    def _told(self, parcel: Parcel, at: datetime, tries: int) -> list[tuple[datetime, dict[str, Any]]]:
        """What a parcel causes: a message, answer or rating itself, what the buyer writes back; the deletion of a granted appeal."""
        if isinstance(parcel, AnswerOut):
            return self._answered(parcel, at)
        if isinstance(parcel, AppealOut):
            spelt = at.astimezone(self.shop.zone).isoformat(timespec="milliseconds")
            return [(at, {"type": "review_delete", "id": parcel.subject, "at": spelt, "by": "platform"})]
        if isinstance(parcel, RatingOut):
            return [(at, self._rated(parcel, at))]
        if isinstance(parcel, DecisionOut):
            return [(at, self._decided(parcel, at))] if parcel.step else []
        buyer = memory.buyer_of(self.shop, parcel.conversation)
        own_id = outside_id_of(parcel.key)
        # Without keys a second copy is another message: nobody must take it for the first.
        own_id = own_id if self.manner.keyed else f"{own_id}-{tries}"
        files = [
            {"name": file.name, "url": f"simulator:{own_id}/{number}", "content_type": file.content_type, "size": len(file.content)}
            for number, file in enumerate(parcel.files, start=1)
        ]
        told = [(at, self._record(parcel.conversation, own_id, at, "seller", buyer, parcel.text, files))]
        seed = f"{self.manner.seed}/{parcel.key}"
        language = answering.language_of(self.shop.slug, parcel.text)
        if self.manner.buyers_answer and (answered := answering.answer(language, seed)) is not None:
            later, text = answered
            record = self._record(parcel.conversation, f"{own_id}-answer", at + later, "buyer", buyer, text)
            told.append((at + later, record))
        return told

    def _answered(self, parcel: AnswerOut, at: datetime) -> list[tuple[datetime, dict[str, Any]]]:
        """An answer as the feed tells it. One that is changed is told under its first words for ever; a rejection is not."""
        if parcel.edits or parcel.rejects:
            return []
        own = {"id": outside_id_of(parcel.key), "at": at.astimezone(self.shop.zone).isoformat(timespec="milliseconds"), "text": parcel.text}
        if parcel.about == "question":
            return [(at, {"type": "question_answer", "question": parcel.subject, **own})]
        record = {"type": "reply", "review": parcel.review or parcel.subject, **own}
        return [(at, record | ({"follow_up": parcel.subject} if parcel.about == "follow_up" else {}))]

    def _rated(self, parcel: RatingOut, at: datetime) -> dict[str, Any]:
        """The shop's review of a buyer as the feed tells it."""
        return {
            "type": "review", "id": outside_id_of(parcel.key), "at": at.astimezone(self.shop.zone).isoformat(timespec="milliseconds"),
            "author": "seller", "order": parcel.order, "line": parcel.line, "verdict": parcel.verdict, "text": parcel.text,
        }  # fmt: skip

    def _decided(self, parcel: DecisionOut, at: datetime) -> dict[str, Any]:
        """The step of the claim as the feed tells it."""
        record = {
            "type": "claim_step", "id": outside_id_of(parcel.key), "at": at.astimezone(self.shop.zone).isoformat(timespec="milliseconds"),
            "claim": parcel.claim, "step": parcel.step, "by": "seller", "text": parcel.text,
        }  # fmt: skip
        if parcel.amount_minor is None or not parcel.currency:
            return record
        amount = Decimal(parcel.amount_minor).scaleb(-money.exponent(parcel.currency))
        return record | {"amount": {"amount": f"{amount:f}", "currency": parcel.currency}}

    def _record(
        self, conversation: str, own_id: str, at: datetime, sender: str, buyer: dict[str, Any], text: str,
        files: Sequence[dict[str, Any]] = (),
    ) -> dict[str, Any]:  # fmt: skip
        spelt = at.astimezone(self.shop.zone).isoformat(timespec="milliseconds")
        record = {"type": "message", "id": own_id, "at": spelt, "conversation": conversation, "sender": sender, "buyer": buyer}
        return record | ({"text": text} if text else {}) | ({"attachments": list(files)} if files else {})


def outside_id_of(key: str) -> str:
    """The id that a parcel has there."""
    return f"sim-{key}"


def place_of(parcel: Parcel) -> str:
    """The conversation, review, claim or order line that a parcel is for."""
    if isinstance(parcel, MessageOut):
        return parcel.conversation
    if isinstance(parcel, RatingOut):
        return f"{parcel.order}/{parcel.line}"
    return getattr(parcel, "subject", "") or getattr(parcel, "claim", "")
