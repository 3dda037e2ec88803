"""Slugs for what a person named: readable where the name allows it, and never one that is taken."""

import secrets
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sellerdesk.domain import naming
from sellerdesk.errors import Refusal


_TRIES = 20
# The demo desk takes this name for itself and refuses to come where people have it.
_KEPT = {"demo"}


def candidates(name: str, *, otherwise: str) -> Iterator[str]:
    """Slugs to try in their order: the name's own, then with a short code; `otherwise` stands for a name that gives none."""
    own = naming.slug_of(name)
    if own and own not in _KEPT:
        yield own
    for _try in range(_TRIES):
        yield f"{own or otherwise}-{secrets.token_hex(2)}"


def why_not_name(name: str) -> Refusal | None:
    """The sentence of what is wrong with a name, or None. Codes: name_missing, name_too_long, name_unprintable."""
    match naming.why_not_name(name):
        case "name_missing":
            return Refusal("name_missing", _("Give it a name."))
        case "name_too_long":
            return Refusal(
                "name_too_long", _("This name is too long."), _("Use at most %(most)s characters.") % {"most": naming.LONGEST_NAME}
            )
        case "name_unprintable":
            return Refusal("name_unprintable", _("This name holds characters that cannot be shown."), _("Type it on one line."))
    return None
