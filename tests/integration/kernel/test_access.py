"""Who sees and does what."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from sellerdesk import access
from sellerdesk.errors import NotVisible
from sellerdesk.models import ApiToken, ApiTokenShop, Membership, MembershipShop, User
from tests.factories.kernel import NOW, Cast, join, make_person, make_shop, make_token


pytestmark = pytest.mark.django_db


def asker(user: User | None = None, token: ApiToken | None = None) -> Any:
    return SimpleNamespace(user=user or AnonymousUser(), auth=token)


def test_members_see_their_shop_with_its_desk(cast: Cast) -> None:
    for person in (cast.alice, cast.bob):
        found = access.shop(asker(person), "harbor-home", may="reviews.answer")
        assert (found, found.desk) == (cast.shop, cast.desk)


def test_strangers_and_nobody_see_nothing(cast: Cast) -> None:
    for who in (asker(cast.carol), asker(), asker(make_person())):
        with pytest.raises(NotVisible):
            access.shop(who, "harbor-home", may="desk.see")
        with pytest.raises(NotVisible):
            access.desk(who, "harbor", may="desk.see")
    with pytest.raises(NotVisible):
        access.shop(asker(cast.alice), "no-such-shop", may="desk.see")


def test_without_the_permission_there_is_nothing_either(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        access.shop(asker(cast.bob), "harbor-home", may="feed.load")
    with pytest.raises(NotVisible):
        access.desk(asker(cast.bob), "harbor", may="people.manage")
    assert access.desk(asker(cast.alice), "harbor", may="people.manage") == cast.desk
    assert access.may(asker(cast.alice), cast.shop, "feed.load")
    assert not access.may(asker(cast.bob), cast.shop, "feed.load")


def test_a_misspelt_permission_is_a_mistake_and_no_answer(cast: Cast) -> None:
    for who in (asker(cast.alice), asker(token=make_token(cast.desk, "desk.see")[0])):
        with pytest.raises(KeyError):
            access.shop(who, "harbor-home", may="desk.sea")


def test_a_limited_member_sees_the_listed_shops_only(cast: Cast) -> None:
    second = make_shop(cast.desk, "second")
    member = Membership.objects.get(user=cast.bob)
    Membership.objects.filter(pk=member.pk).update(every_shop=False)
    assert list(access.shops(asker(cast.bob), may="desk.see")) == []

    MembershipShop.objects.create(desk=cast.desk, membership=member, shop=second)

    assert list(access.shops(asker(cast.bob), may="desk.see")) == [second]
    assert [place.shops for place in access.places(asker(cast.bob))] == [[second]]
    assert access.people(cast.desk.pk, may="desk.see", shop_id=second.pk) == [cast.alice.pk, cast.bob.pk]
    assert access.people(cast.desk.pk, may="desk.see", shop_id=cast.shop.pk) == [cast.alice.pk]


def test_a_person_of_two_desks_has_a_role_in_each(cast: Cast) -> None:
    join(cast.other_desk, cast.bob, "read_only")

    assert [(place.desk, place.role) for place in access.places(asker(cast.bob))] == [
        (cast.other_desk, "read_only"),
        (cast.desk, "agent"),
    ]
    with pytest.raises(NotVisible):
        access.shop(asker(cast.bob), "elsewhere-goods", may="reviews.answer")


def test_an_inactive_person_sees_nothing(cast: Cast) -> None:
    cast.alice.is_active = False
    cast.alice.save()

    assert list(access.desks(asker(cast.alice))) == []
    assert cast.alice.pk not in access.people(cast.desk.pk, may="desk.see")
    with pytest.raises(NotVisible):
        access.actor(asker(cast.alice))


def test_a_superuser_sees_no_desk_unless_a_member(cast: Cast) -> None:
    assert list(access.desks(asker(User.objects.create_superuser("root@example.org")))) == []


def test_a_token_sees_what_it_names_in_its_desk(cast: Cast) -> None:
    second = make_shop(cast.desk, "second")
    token, _ = make_token(cast.desk, "ratings.see", every_shop=False)
    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=second)
    who = asker(token=token)

    assert list(access.shops(who, may="ratings.see")) == [second]
    assert list(access.shops(who, may="desk.see")) == []
    assert list(access.desks(who, may="ratings.see")) == [cast.desk]
    assert access.places(who) == []
    token.revoked_at = NOW
    assert list(access.shops(who, may="ratings.see")) == []


def test_a_token_counts_before_the_session(cast: Cast) -> None:
    token, _ = make_token(cast.other_desk, "desk.see")

    assert list(access.shops(asker(cast.alice, token), may="desk.see")) == [cast.other_shop]


def test_the_actor_names_person_or_token(cast: Cast) -> None:
    token, _ = make_token(cast.desk, "desk.see")

    assert access.actor(asker(cast.alice)).label == "alice@example.org"
    assert access.actor(asker(token=token)).key == f"token:{token.pk}"
    with pytest.raises(NotVisible):
        access.actor(asker())
