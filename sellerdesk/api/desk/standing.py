"""The desk of a token, as its program may see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from rest_framework.request import Request

from sellerdesk import access, desks, rooms, waiting
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import ApiToken, Desk, Shop


@dataclass(frozen=True, slots=True)
class Standing:
    """A token with its desk and the shops where it holds what was asked for."""

    token: ApiToken
    desk: Desk
    shops: list[Shop]

    @property
    def shop_ids(self) -> list[int]:
        """The ids of its shops."""
        return [one.pk for one in self.shops]

    def may(self, permission: str) -> bool:
        """Whether the token holds `permission`: for what is shown, never instead of a guard."""
        return permission in self.token.permissions

    def sight(self) -> waiting.Sight:
        """The items of work that the token may know of."""
        hidden = [kind.kind for kind in rooms.work_kinds().values() if not self.may(kind.may)]
        return waiting.Sight(self.desk.pk, self.shop_ids, hidden=hidden)

    def hold(self) -> None:
        """Hold the desk until the command ends, as every command does first that writes what a desk has once."""
        desks.hold(self.desk.pk)

    def slug_of(self, shop_id: int | None) -> str | None:
        """The slug of one of its shops."""
        return next((shop.slug for shop in self.shops if shop.pk == shop_id), None)

    def slugs_of(self, shop_ids: Collection[int] | None) -> list[str] | None:
        """The slugs of those of its shops that something is limited to, in order; None for every shop."""
        return None if shop_ids is None else sorted(shop.slug for shop in self.shops if shop.pk in shop_ids)

    def ids_of(self, slugs: Sequence[str] | None) -> list[int] | None:
        """The ids of these of its shops; None for every shop. Refused: shop_unknown."""
        if slugs is None:
            return None
        ids = {shop.slug: shop.pk for shop in self.shops}
        if strange := [slug for slug in slugs if slug not in ids]:
            raise Refusal("shop_unknown", _("There is no shop %(slug)s in this desk.") % {"slug": strange[0]})
        return [ids[slug] for slug in slugs]


def stand(request: Request, *, may: str) -> Standing:
    """Where the token of a request stands. Without `may`: NotVisible."""
    token = access.token_of(request)
    desk = access.desks(request, may=may).first()
    if token is None or desk is None:
        raise NotVisible
    return Standing(token, desk, list(access.shops(request, may=may)))


def stand_in_all(request: Request, *, may: str) -> Standing:
    """Where a token stands that sees every shop: for what is the whole desk's. Without `may`, or limited to some shops: NotVisible."""
    here = stand(request, may=may)
    if not here.token.every_shop:
        raise NotVisible
    return here


def moment() -> datetime:
    """Now, read once at the edge."""
    return datetime.now(UTC)


def number(request: Request, name: str) -> int | None:
    """A whole number of the query, or None; that it is one was checked against the description."""
    text = request.query_params.get(name, "")
    return int(text) if text else None
