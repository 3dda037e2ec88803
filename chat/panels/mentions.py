"""How a notice of being named in a private note reads."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from chat.domain import showing
from chat.domain.facts import thread_of
from chat.queries import describing
from sellerdesk.notices import Reader, Said, Told


def say_mention(told: Sequence[Told], reader: Reader, /) -> Mapping[int, Said]:
    """In whose conversation, which is a detail: mail and Telegram leave the house. What is out of sight or gone is left out."""
    rows = describing.of_subjects(reader.here.desk.pk, [one.subject for one in told], now=reader.now)
    shops = {shop.pk for shop in reader.here.shops}
    return {
        one.id: Said(
            _("You are named in a note."),
            reverse("chat", args=[reader.here.desk.slug, thread_of(one.subject)]),
            showing.unturned(row.buyer),
        )
        for one in told
        if (row := rows.get(one.subject)) is not None and row.shop_id in shops
    }
