"""Roles are sets of named permissions."""

import pytest

from sellerdesk.domain import permissions
from sellerdesk.domain.permissions import PERMISSIONS, ROLES, may, unknown


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        ("owner", "people.manage", True),
        ("manager", "people.manage", False),
        ("manager", "feed.load", True),
        ("agent", "reviews.answer", True),
        ("agent", "feed.load", False),
        ("agent", "chats.answer", True),
        ("agent", "work.assign", True),
        ("agent", "figures.see", False),
        ("agent", "templates.manage", False),
        ("manager", "deliveries.manage", True),
        ("agent", "returns.decide", True),
        ("read_only", "returns.decide", False),
        ("analyst", "ratings.see", True),
        ("analyst", "figures.see", True),
        ("analyst", "chats.see", False),
        ("analyst", "orders.see", False),
        ("read_only", "reviews.see", True),
        ("read_only", "reviews.answer", False),
        ("read_only", "chats.see", True),
        ("read_only", "chats.answer", False),
        ("stranger", "desk.see", False),
    ],
)
def test_a_role_may_what_its_set_names(role: str, permission: str, allowed: bool) -> None:
    assert may(role, permission) is allowed


def test_the_owner_may_everything_and_everybody_sees_the_desk() -> None:
    assert ROLES["owner"] == PERMISSIONS
    assert all(may(role, "desk.see") for role in ROLES)


def test_each_role_holds_only_permissions_that_exist() -> None:
    assert all(held <= PERMISSIONS for held in ROLES.values())
    assert {
        value for name, value in vars(permissions).items() if name.isupper() and "." in str(value) and isinstance(value, str)
    } == PERMISSIONS


def test_an_unknown_permission_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        may("owner", "feed.laod")
    assert unknown(["feed.load", "feed.laod"]) == ["feed.laod"]
