"""What the risks of orders are called, for pages and for lists of work."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


RISKS: dict[str, Promise] = {
    "note": gettext_lazy("Note not read"),
    "ship": gettext_lazy("Shipping"),
    "quiet": gettext_lazy("No news"),
    "late": gettext_lazy("Delivery late"),
}
