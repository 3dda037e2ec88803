"""The desk's saved lists of a room for programs: read with what they show now, made, renamed, put in order, removed.

A list that somebody keeps for themselves is theirs: programs see none of these. Below a shop there are the lists of all shops and its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, desks, saved_lists, saved_reading
from sellerdesk.api import questions
from sellerdesk.api.bodies import body
from sellerdesk.api.rules import MoveSerializer
from sellerdesk.api.versions import told, unchanged
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop
from sellerdesk.saved_lists import LONGEST_NAME, LONGEST_QUERY, Table
from sellerdesk.saved_reading import Saved


NOT_KEPT = frozenset({"cursor", "limit"})
"""Parameters of a list that say which page of it."""


class SavedNameSerializer(serializers.Serializer[Any]):
    """What a saved list is called."""

    name = serializers.CharField(max_length=LONGEST_NAME)


class SavedWantedSerializer(SavedNameSerializer):
    """A list to keep for everybody at the desk."""

    every_shop = serializers.BooleanField(default=False, help_text="of all shops that its reader sees; else of this shop")
    filter = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_QUERY), help_text="the parameters of the list by name, without cursor and limit"
    )


class SavedListSerializer(SavedWantedSerializer):
    """A saved list of the desk. It is changed by its name; another filter is another list."""

    id = serializers.IntegerField()


class SavedCountedSerializer(SavedListSerializer):
    """A saved list and how much it shows of this shop."""

    count = serializers.IntegerField(allow_null=True, help_text="null where it has words, which are counted only by looking")
    more = serializers.BooleanField(help_text="there are more than `count`")


class SavedListsSerializer(serializers.Serializer[Any]):
    """The desk's saved lists of all shops and of this one, in their order; there are 30 at most."""

    items = SavedCountedSerializer(many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The saved lists of a room as its views serve them."""

    table: Table
    may_see: str
    may_share: str
    known: Sequence[OpenApiParameter]
    """The parameters of the room's list."""
    address: Callable[[Mapping[str, str]], dict[str, str]]
    """What parameters ask for, as the page's address says it."""
    shown: Callable[[Mapping[str, str]], dict[str, str]]
    """The same as a program says it: the view is always told, for without one a page shows its first and a program all."""
    counted: Callable[[Request, Shop, Sequence[Saved], datetime], list[Saved]]
    """The lists with how much each shows of a shop."""

    def every(self, request: Request, shop: str) -> Response:
        """The desk's lists that are of all shops, or of this one."""
        at = access.shop(request, shop, may=self.may_see)
        found = self.counted(request, at, self._seen(at), timezone.now())
        return Response({"items": [{**self._shown(one), **_count(one)} for one in found]})

    def save(self, request: Request, shop: str) -> Response:
        """Keep one for the desk. Refused with 400: a parameter that the list does not know; else as its command does."""
        at = access.answered(request, shop, may=self.may_share)
        asked = body(request, SavedWantedSerializer)
        known = {one.name: one for one in self.known if one.name not in NOT_KEPT}
        if wrong := questions.wrong_of(known, ((name, [value]) for name, value in asked["filter"].items())):
            raise ValidationError({"filter": wrong})
        query = urlencode(({} if asked["every_shop"] else {"shop": at.slug}) | self.address({"show": "all"} | asked["filter"]))
        own = saved_lists.save(
            table=self.table, desk_id=at.desk_id, user_id=None, name=asked["name"], query=query, shared=True, actor=access.actor(request),
            now=timezone.now(),
        )  # fmt: skip
        return told(self._one(at, own), status=201)

    def one(self, request: Request, shop: str, saved: int) -> Response:
        """One of them with its ETag."""
        return told(self._one(access.shop(request, shop, may=self.may_see), saved))

    def rename(self, request: Request, shop: str, saved: int) -> Response:
        """Give it another name. Refused as its command does."""
        at = access.answered(request, shop, may=self.may_share)
        self._one(at, saved)
        name = body(request, SavedNameSerializer)["name"]
        with unchanged(request, lambda: self._one(at, saved), lock=lambda: desks.hold(at.desk_id)):
            saved_lists.rename(**self._which(request, at, saved), name=name)
        return told(self._one(at, saved))

    def delete(self, request: Request, shop: str, saved: int) -> Response:
        """Remove it for everybody; what it showed stays."""
        at = access.answered(request, shop, may=self.may_share)
        self._one(at, saved)
        with unchanged(request, lambda: self._one(at, saved), lock=lambda: desks.hold(at.desk_id)):
            saved_lists.delete(**self._which(request, at, saved))
        return Response(status=204)

    def move(self, request: Request, shop: str, saved: int) -> Response:
        """Change places with the one before it or behind it."""
        at = access.answered(request, shop, may=self.may_share)
        self._one(at, saved)
        saved_lists.move(**self._which(request, at, saved), up=body(request, MoveSerializer)["up"])
        return Response(self._one(at, saved))

    def _seen(self, at: Shop) -> list[Saved]:
        return [one for one in saved_reading.of_person(self.table, at.desk_id, None) if one.shop in {"", at.slug}]

    def _one(self, at: Shop, saved: int) -> dict[str, Any]:
        found = next((one for one in self._seen(at) if one.id == saved), None)
        if found is None:
            raise NotVisible
        return self._shown(found)

    def _shown(self, one: Saved) -> dict[str, Any]:
        kept = {"id": one.id, "name": one.name, "every_shop": not one.shop, "filter": self.shown(one.told)}
        return dict(SavedListSerializer(kept).data)

    def _which(self, request: Request, at: Shop, saved: int) -> dict[str, Any]:
        return {
            "table": self.table, "desk_id": at.desk_id, "user_id": None, "shares": True, "filter_id": saved,
            "actor": access.actor(request), "now": timezone.now(),
        }  # fmt: skip


def _count(one: Saved) -> dict[str, Any]:
    return {"count": None, "more": False} if one.count is None else {"count": one.count.number, "more": one.count.more}
