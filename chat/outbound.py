"""Chat messages on their way out: what lies between the outbox, the marketplace's port and this room's ledger."""

from datetime import datetime

from django.utils.translation import gettext as _

from chat.services import delivering
from chat.services.owing import KIND
from sellerdesk import fates
from sellerdesk.attachments import keeping
from sellerdesk.errors import Refusal
from sellerdesk.marketplaces.ports import File, MessageOut, Parcel, Receipt
from sellerdesk.outbox import Claimed, Outcome


class ChatCarrier:
    """Carries messages of conversations; it knows nothing of notes and drafts."""

    kind = KIND

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        """The message as it is now, with its files; None where it must not be sent any more. Refused: file_gone."""
        message = delivering.leaving(claimed.desk_id, claimed.payload["message"], claimed.id)
        if message is None:
            return None
        return MessageOut(
            conversation=message.conversation,
            text=message.text,
            key=message.key,
            written_at=message.written_at,
            files=[_file(*one) for one in message.files],
        )

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        """Write the fate of the message, and have the buyer wait again where it was refused."""
        delivering.settle(claimed.desk_id, claimed.payload["message"], claimed.id, fates.of(outcome, receipt, reason), now)


def _file(name: str, content_type: str, place: str) -> File:
    try:
        return File(name, content_type, keeping.read(place))
    except FileNotFoundError as error:
        raise Refusal("file_gone", _("The file %(name)s is not there any more.") % {"name": name}) from error
