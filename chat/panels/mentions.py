"""How a notice of being named in a private note reads."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from chat.domain import showing
from chat.domain.facts import thread_of
from chat.queries import describing
from sellerdesk.notices import Reader, Said, Told


def say_mention(told: Sequence[Told], reader: Reader, /) -> Mapping[int, Said]:
    """In whose conversation. Those of shops out of sight, and of conversations that are gone, are left out."""
    rows = describing.of_subjects(reader.here.desk.pk, [one.subject for one in told], now=reader.now)
    shops = {shop.pk for shop in reader.here.shops}
    return {
        one.id: Said(
            _("You are named in a note: %(buyer)s") % {"buyer": showing.unturned(row.buyer)},
            reverse("chat", args=[reader.here.desk.slug, thread_of(one.subject)]),
        )
        for one in told
        if (row := rows.get(one.subject)) is not None and row.shop_id in shops
    }
