"""What reasons are called, for pages and for lists of work."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy


REASONS: dict[str, Promise] = {
    "not_delivered": gettext_lazy("Not delivered"),
    "late": gettext_lazy("Delivered late"),
    "not_shipped_as_agreed": gettext_lazy("Not shipped as agreed"),
    "empty_parcel": gettext_lazy("Empty parcel"),
    "missing_part": gettext_lazy("Something is missing"),
    "wrong_item": gettext_lazy("Wrong item"),
    "damaged": gettext_lazy("Damaged on the way"),
    "defective": gettext_lazy("Defective"),
    "fake": gettext_lazy("Said to be a fake"),
    "used": gettext_lazy("Used before"),
    "not_as_described": gettext_lazy("Not as described"),
    "colour": gettext_lazy("Not as described: colour"),
    "too_small": pgettext_lazy("size", "Too small"),
    "too_large": pgettext_lazy("size", "Too large"),
    "disliked": gettext_lazy("Did not like it"),
    "changed_mind": gettext_lazy("Changed their mind"),
    "bought_by_mistake": gettext_lazy("Bought by mistake"),
    "cheaper_elsewhere": gettext_lazy("Cheaper elsewhere"),
    "no_reason": gettext_lazy("Return without a reason"),
    "repair": gettext_lazy("Needs a repair"),
    "postage": gettext_lazy("Postage to be paid back"),
    "invoice": gettext_lazy("Invoice"),
    "not_collected": gettext_lazy("Not collected"),
    "other": gettext_lazy("Another reason"),
    "": gettext_lazy("No reason told"),
}
