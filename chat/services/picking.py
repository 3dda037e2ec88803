"""Files that somebody picks for a message: checked, kept, and the draft's until the message is sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from chat.domain.outgoing import MEGABYTE, Fault, Limits
from chat.models import Attachment
from chat.services import reaching, wordings
from sellerdesk.attachments import checking, keeping
from sellerdesk.attachments.names import clean_name
from sellerdesk.commands import command
from sellerdesk.errors import NotVisible, Refusal


@dataclass(frozen=True, slots=True)
class Picked:
    """A file of a draft."""

    id: int
    name: str
    kind: str
    size: int


def pick(*, desk_id: int, shop_ids: Collection[int], thread_id: int, user_id: int, name: str, content: bytes, now: datetime) -> Picked:
    """Check a file and keep it for this person's draft in a thread. Not a command: drawing a photo anew takes its time.

    Refused: the codes of `checking.check`, file_too_large, too_many_files, files_too_large.
    """
    limits = wordings.limits_of(reaching.shop(reaching.seen(desk_id, shop_ids, thread_id).shop_id))
    row = kept(desk_id, thread_id, user_id, name, content, limits, now)
    try:
        return _add(row=row, shop_ids=shop_ids, limits=limits, now=now)
    except BaseException:
        keeping.remove(row.file)
        raise


def kept(desk_id: int, thread_id: int, user_id: int | None, name: str, content: bytes, limits: Limits, now: datetime) -> Attachment:
    """A file that was checked and is kept, told of by no row yet: whoever fails to save that removes the file.

    Refused: the codes of `checking.check`, file_too_large.
    """
    if len(content) > limits.file:
        raise _too_large(limits)
    checked = checking.check(content)
    if isinstance(checked, Refusal):
        raise checked
    if len(checked.content) > limits.file:
        raise _too_large(limits)
    return Attachment(
        desk_id=desk_id, thread_id=thread_id, author_id=user_id, at=now, kind=checked.kind, state=Attachment.State.KEPT,
        file=keeping.keep(desk_id, checked), name=clean_name(name, checked.content_type), content_type=checked.content_type,
        size=len(checked.content), width=checked.width, height=checked.height,
    )  # fmt: skip


def unpick(*, desk_id: int, shop_ids: Collection[int], thread_id: int, user_id: int, attachment_id: int, now: datetime) -> None:
    """Take a file out of this person's draft. Twice is once. NotVisible for anybody else's, and for what was sent."""
    place = _remove(desk_id=desk_id, shop_ids=shop_ids, thread_id=thread_id, user_id=user_id, attachment_id=attachment_id, now=now)
    if place:
        keeping.remove(place)


@command
def _add(*, row: Attachment, shop_ids: Collection[int], limits: Limits, now: datetime) -> Picked:
    reaching.thread(row.desk_id, shop_ids, row.thread_id)
    mine = Attachment.objects.filter(desk_id=row.desk_id, thread_id=row.thread_id, author_id=row.author_id, message__isnull=True)
    if mine.count() >= limits.files:
        raise wordings.refusal(Fault("too_many_files", limits.files))
    together = (mine.aggregate(bytes=Sum("size"))["bytes"] or 0) + (row.size or 0)
    if together > limits.together:
        raise wordings.refusal(Fault("files_too_large", limits.together // MEGABYTE))
    row.save()
    return Picked(row.pk, row.name, row.kind, row.size or 0)


@command
def _remove(
    *,
    desk_id: int,
    shop_ids: Collection[int],
    thread_id: int,
    user_id: int,
    attachment_id: int,
    now: datetime,
) -> str:
    reaching.thread(desk_id, shop_ids, thread_id)
    mine = Attachment.objects.filter(desk_id=desk_id, thread_id=thread_id, author_id=user_id, message__isnull=True)
    row = mine.filter(pk=attachment_id).first()
    if row is None:
        if Attachment.objects.filter(desk_id=desk_id, pk=attachment_id).exists():
            raise NotVisible
        return ""
    row.delete()
    return row.file


def _too_large(limits: Limits) -> Refusal:
    message = _("The marketplace takes files of at most %(number)d MB.") % {"number": limits.file // MEGABYTE}
    return Refusal("file_too_large", message, _("Send a smaller one."))
