"""Where the room keeps its saved lists, for the kernel's commands about them."""

from typing import Final

from returns.models import SavedClaims
from sellerdesk.saved_lists import Table


TABLE: Final = Table(SavedClaims, "claimfilter", "returns.filters")
