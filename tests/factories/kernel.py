"""Desks, shops, people and tokens; and the cast: alice owns, bob works in her shop, carol must see nothing."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sellerdesk import tokens
from sellerdesk.models import ApiToken, Desk, Membership, Shop, User


NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
PASSWORD = "a long enough phrase"


_numbers = itertools.count(1)


def make_desk(slug: str = "", **fields: Any) -> Desk:
    """A desk; its slug is new unless given."""
    slug = slug or f"desk-{next(_numbers)}"
    return Desk.objects.create(**{"slug": slug, "name": slug.title(), "created_at": NOW, **fields})


def make_shop(desk: Desk | None = None, slug: str = "", **fields: Any) -> Shop:
    """A standard shop in Shanghai, in a desk of its own unless given."""
    slug = slug or f"shop-{next(_numbers)}"
    defaults = {"desk": desk or make_desk(), "slug": slug, "name": slug.title(), "time_zone": "Asia/Shanghai", "created_at": NOW}
    return Shop.objects.create(**{**defaults, **fields})


def make_person(email: str = "", **fields: Any) -> User:
    """An account without a usable password."""
    return User.objects.create_user(email or f"person-{next(_numbers)}@example.org", **fields)


def join(desk: Desk, user: User, role: str = "owner", **fields: Any) -> Membership:
    """Put a person into a desk."""
    return Membership.objects.create(desk=desk, user=user, role=role, created_at=NOW, **fields)


@dataclass(frozen=True)
class Cast:
    """Two desks that must know nothing of each other, and who works in them."""

    desk: Desk
    shop: Shop
    alice: User
    bob: User
    other_desk: Desk
    other_shop: Shop
    carol: User


def make_cast() -> Cast:
    """alice owns the desk, bob is an agent in its shop, carol owns another desk."""
    desk, other = make_desk("harbor"), make_desk("elsewhere")
    shop, other_shop = make_shop(desk, "harbor-home"), make_shop(other, "elsewhere-goods")
    alice, bob, carol = (make_person(f"{name}@example.org", name=name.title()) for name in ("alice", "bob", "carol"))
    join(desk, alice)
    join(desk, bob, "agent")
    join(other, carol)
    return Cast(desk=desk, shop=shop, alice=alice, bob=bob, other_desk=other, other_shop=other_shop, carol=carol)


def make_token(desk: Desk, *permissions: str, every_shop: bool = True) -> tuple[ApiToken, str]:
    """A token row of a desk and its text."""
    return tokens.make(desk.pk, name="test", permissions=list(permissions), every_shop=every_shop, now=NOW)
