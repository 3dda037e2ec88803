"""What Telegram hangs into the kernel's registries. Called by ready()."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from sellerdesk import carriers, delivery, notices
from sellerdesk.domain import permissions
from sellerdesk.notice_choices import MAIL, PAGE
from sellerdesk.notices import Event, Reader, Said, Told
from sellerdesk.telegram import KIND, linking, sending


def hang() -> None:
    """Hang it into the outbox and the notices."""
    delivery.register_sender(KIND, sending.send, repeatable=True, aside=True)
    carriers.name(KIND, gettext_lazy("message by Telegram"))
    notices.declare(
        Event(
            key=linking.LOST, label=gettext_lazy("My Telegram is not linked any more"), icon="bell", may=permissions.DESK_SEE,
            channels=frozenset({PAGE, MAIL}), say=say_lost,
        )
    )  # fmt: skip


def say_lost(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """That the bot was blocked, or taken away, while the chat is not linked anew."""
    desk = reader.here.desk
    if linking.is_linked(desk.pk, reader.id):
        return {}
    blocked = _("You blocked the desk’s bot in Telegram, so nothing is told there any more. You can link it again.")
    gone = _("The desk’s bot in Telegram was forgotten or replaced: nothing is told there any more. You can link a new one.")
    href = reverse("settings_notifications", args=[desk.slug])
    return {one.id: Said(gone if one.subject == linking.BOT else blocked, href) for one in told}
