"""Where the room keeps its saved lists, for the kernel's commands about them."""

from typing import Final

from reviews.models import SavedFilter
from sellerdesk.saved_lists import Table


TABLE: Final = Table(SavedFilter, "reviewfilter", "reviews.filters")
