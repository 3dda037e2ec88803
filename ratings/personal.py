"""What the ratings room keeps of a buyer: a keyed pseudonym in the ledger, which dies with them. Nothing of it is ever given out."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from sellerdesk import setwise
from sellerdesk.domain import permissions
from sellerdesk.feed.pseudonyms import pseudonym
from sellerdesk.privacy.places import Place
from sellerdesk.privacy.registry import Erased, Kind, Rows, Whose


KEPT = Kind(
    "ratings", gettext_lazy("Store ratings"),
    gettext_lazy("For the shop’s figures. Who gave one is kept as a pseudonym, which dies when the buyer is erased."),
    ("ratings_storerating",), "at", until=gettext_lazy("as long as the desk"),
    places=(Place(gettext_lazy("Ratings"), "ratings", permissions.RATINGS_SEE),),
    apart=gettext_lazy("As the figures that are counted from them: no page lists single ones, for nobody may learn who gave which."),
)  # fmt: skip


def export(_whose: Whose) -> Rows:
    """Nothing: who gave a store rating is told to nobody (rulebook 9), the shop's owner neither."""
    return {}


def erase(whose: Whose, now: datetime) -> Erased:
    """Their pseudonym is replaced by that of what stands for them now: ratings of one buyer stay ratings of one, of a buyer unknown."""
    gone, instead = (pseudonym(whose.shop.id, "buyer", ref) for ref in (whose.outside_id, whose.mask))
    rows = setwise.run(
        "UPDATE ratings_storerating SET buyer_key = %s WHERE desk_id = %s AND shop_id = %s AND buyer_key = %s",
        [instead, whose.desk_id, whose.shop.id, gone],
    )
    return Erased(rows)
