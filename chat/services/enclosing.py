"""Messages that bring their files with them: a program has no draft for which it could pick them before."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from chat.domain.outgoing import MEGABYTE, Fault, Limits
from chat.models import Attachment, Message
from chat.services import picking, reaching, sending, wordings
from chat.services.sending import Sent
from sellerdesk.attachments import keeping
from sellerdesk.attachments.names import clean_name
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal


File = tuple[str, bytes]
"""A name and a content."""


def send(
    *, desk_id: int, shop_ids: Collection[int], thread_id: int, actor: Actor, text: str, files: Sequence[File], client_key: uuid.UUID,
    seen: int, done: bool, not_before: datetime | None, reason: str, now: datetime,
) -> Sent:  # fmt: skip
    """Send a program's message with files, each checked as one that a person picks. Not a command: drawing photos anew takes its time.

    Refused and stale as `sending.send` is, and with the codes of `picking.kept`, which name the file. What fails leaves no file behind.
    """
    limits = wordings.limits_of(reaching.shop(reaching.seen(desk_id, shop_ids, thread_id).shop_id))
    if (fault := _too_many(files, limits)) is not None:
        raise wordings.refusal(fault)
    # Sent once more, nothing is drawn anew: the message is there.
    known = Message.objects.filter(desk_id=desk_id, client_key=client_key).exists()
    kept: list[Attachment] = []
    try:
        for name, content in () if known else files:
            kept.append(_kept(desk_id, thread_id, name, content, limits, now))
        sent = sending.send(
            desk_id=desk_id, shop_ids=shop_ids, thread_id=thread_id, user_id=None, actor=actor, text=text, files=[], client_key=client_key,
            seen=seen, done=done, not_before=not_before, reason=reason, brought=kept, now=now,
        )  # fmt: skip
    except BaseException:
        _remove(kept)
        raise
    if sent.repeated:
        _remove(kept)
    return sent


def _too_many(files: Sequence[File], limits: Limits) -> Fault | None:
    """What their number and sizes say against them before any is looked at."""
    if len(files) > limits.files:
        return Fault("too_many_files", limits.files)
    if sum(len(content) for _, content in files) > limits.together:
        return Fault("files_too_large", limits.together // MEGABYTE)
    return None


def _kept(desk_id: int, thread_id: int, name: str, content: bytes, limits: Limits, now: datetime) -> Attachment:
    try:
        return picking.kept(desk_id, thread_id, None, name, content, limits, now)
    except Refusal as refusal:
        raise Refusal(refusal.code, f"{clean_name(name)}: {refusal.message}", refusal.hint) from refusal


def _remove(kept: Sequence[Attachment]) -> None:
    for one in kept:
        keeping.remove(one.file)
