"""The port of a shop that is connected to nothing: a person carries everything over, and only a person says that it is there."""

from sellerdesk.errors import Permanent, Transient
from sellerdesk.marketplaces import reasons
from sellerdesk.marketplaces.ports import Facts, Fetched, Parcel, Receipt


class ByHand:
    """Nothing is read, sent or found by itself."""

    by_hand = True

    def __init__(self, pages: str = "") -> None:
        self.pages = pages

    def read(self, cursor: str, /) -> Facts:
        """Nothing new, ever: facts come by files."""
        return Facts((), cursor)

    def send(self, _parcel: Parcel, /) -> Receipt:
        """Never called; Permanent, so that nobody takes it for sent."""
        raise Permanent(reasons.BY_HAND)

    def find(self, _parcel: Parcel, /) -> Receipt | None:
        """Only a person can look. Transient."""
        raise Transient(reasons.ASK_A_PERSON)

    def fetch(self, _url: str, /) -> Fetched:
        """Files come with the facts. Permanent."""
        raise Permanent(reasons.BY_HAND)

    def link(self, _parcel: Parcel, /) -> str:
        """The marketplace's own pages for sellers, where the shop named them."""
        return self.pages
