"""What rules of a shop that act by themselves have in common for programs, whatever room they are of."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, shop_rules, shops
from sellerdesk.api.bodies import body
from sellerdesk.api.versions import told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Shop
from sellerdesk.shop_rules import LONGEST_NAME, MOST_A_DAY, Table


WHY = OpenApiParameter("why", str, description="a reason of `left`: the rows are those; without it, what would have been done")
LOG = [
    OpenApiParameter("days", int, enum=[1, 7, 30], description="all that is kept unless told"),
    OpenApiParameter("cursor", int, description="`next` of the page before"),
    OpenApiParameter("rule", int, description="of one rule"),
]
SHOWN = 200
"""Rows of a dry run; its counts are of all."""


class OwnRuleSerializer(serializers.Serializer[Any]):
    """What all rules have."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    cap = serializers.IntegerField(min_value=1, max_value=MOST_A_DAY, help_text="at most so many a day of the shop")


class RuleStateSerializer(serializers.Serializer[Any]):
    """Whether and since when a rule acts, and which of its shop's rules it is."""

    id = serializers.IntegerField(read_only=True, source="pk")
    version = serializers.IntegerField(read_only=True)
    since = serializers.DateTimeField(read_only=True, allow_null=True, help_text="it is on, and speaks of what came since; null: off")
    place = serializers.IntegerField(read_only=True, help_text="the first rule that fits acts")


class PreviewSerializer(serializers.Serializer[Any]):
    """Beside a rule that is not saved: which one it would be."""

    rule = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, allow_null=True, default=None, help_text="the rule as which it would be saved; null: a new one"
    )


class TurnSerializer(serializers.Serializer[Any]):
    """Whether it is to act."""

    on = serializers.BooleanField()


class MoveSerializer(serializers.Serializer[Any]):
    """Where it goes."""

    up = serializers.BooleanField(help_text="before the rule before it; else behind the one behind it")


def products(shop: Shop, names: Sequence[str]) -> frozenset[int]:
    """The products of these articles. Refused with 400 where the shop has none of a name."""
    found, missing = shop_rules.products_named(shops.facts(shop), list(dict.fromkeys(names)))
    if missing:
        sentence = _("This shop has no product %(names)s.") % {"names": ", ".join(missing[:5])}
        raise ValidationError({"products": [sentence]}, code="unknown")
    return found


def one(table: Table[Any], shop: Shop, rule_id: int) -> Any:
    """A rule of the shop that is not deleted. Otherwise NotVisible."""
    found = shop_rules.seen(table, shop.desk_id, [shop.pk], rule_id)
    if found is None:
        raise NotVisible
    return found


def every(table: Table[Any], shop: Shop) -> list[Any]:
    """The rules of a shop that are not deleted, in their order: at most 20."""
    return list(table.rows.filter(desk_id=shop.desk_id, shop_id=shop.pk, deleted_at=None).order_by("place", "id"))


def each(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines as forms read them: spaces drawn together, empty ones left out, each once."""
    return tuple(dict.fromkeys(line for raw in lines if (line := " ".join(raw.split()))))


class Commands(Protocol):
    """What a room does with its rules: its module of commands."""

    def make(self, *args: Any, **kwargs: Any) -> int:
        """A new rule; returns its id."""

    def change(self, *args: Any, **kwargs: Any) -> None:
        """Write it anew."""

    def turn(self, *args: Any, **kwargs: Any) -> None:
        """On or off."""

    def move(self, *args: Any, **kwargs: Any) -> None:
        """Up or down."""

    def delete(self, *args: Any, **kwargs: Any) -> None:
        """It does nothing any more."""

    def rule_of(self, *args: Any, **kwargs: Any) -> Any:
        """A row as the room's domain sees it."""

    def rule_as(self, *args: Any, **kwargs: Any) -> Any:
        """What a rule is to be, as the room's domain would see it."""

    def on(self, *args: Any, **kwargs: Any) -> list[Any]:
        """The rules of a shop that are on, as the room's domain sees them."""

    def why_not_save(self, *args: Any, **kwargs: Any) -> Refusal | None:
        """What is wrong with what a rule is to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of a room as its views serve them: all that is not said about what such a rule is. Everything needs shops.manage."""

    table: Table[Any]
    commands: Commands
    asked: type[serializers.Serializer[Any]]
    """A rule as it is sent."""
    wanted: Callable[[Shop, Mapping[str, Any]], Any]
    """The same as the commands take it."""
    shown: Callable[[Any], Any]
    """A row as it is told."""

    def every(self, request: Request, shop: str) -> Response:
        """The rules of a shop."""
        return Response({"items": [self.shown(row) for row in every(self.table, place(request, shop))]})

    def make(self, request: Request, shop: str) -> Response:
        """A new rule. Refused as its command does."""
        at = place(request, shop)
        own = self.commands.make(
            desk_id=at.desk_id, shop_ids=[at.pk], shop_id=at.pk, wanted=self.wanted(at, body(request, self.asked)),
            actor=access.actor(request), now=timezone.now(),
        )  # fmt: skip
        return Response(self.shown(one(self.table, at, own)), status=201)

    def one(self, request: Request, shop: str, rule: int) -> Response:
        """One rule with its ETag."""
        return told(self.shown(one(self.table, place(request, shop), rule)))

    def put(self, request: Request, shop: str, rule: int) -> Response:
        """Change a rule that is as If-Match names it. Refused as its command does."""
        at = place(request, shop)
        row = one(self.table, at, rule)
        wanted = self.wanted(at, body(request, self.asked))
        with self._unchanged(request, at, rule):
            self.commands.change(**_which(request, at, rule), wanted=wanted, version=row.version)
        return told(self.shown(one(self.table, at, rule)))

    def delete(self, request: Request, shop: str, rule: int) -> Response:
        """Delete a rule that is as If-Match names it."""
        at = place(request, shop)
        one(self.table, at, rule)
        with self._unchanged(request, at, rule):
            self.commands.delete(**_which(request, at, rule))
        return Response(status=204)

    def turn(self, request: Request, shop: str, rule: int) -> Response:
        """Turn a rule on or off."""
        at = place(request, shop)
        self.commands.turn(**_which(request, at, rule), on=body(request, TurnSerializer)["on"])
        return Response(self.shown(one(self.table, at, rule)))

    def move(self, request: Request, shop: str, rule: int) -> Response:
        """Let a rule change places with the one before it or behind it."""
        at = place(request, shop)
        self.commands.move(**_which(request, at, rule), up=body(request, MoveSerializer)["up"])
        return Response(self.shown(one(self.table, at, rule)))

    def log(
        self, request: Request, shop: str, ask: Callable[..., list[Any]], kind: type[serializers.Serializer[Any]], *, size: int
    ) -> Response:
        """What the rules of a shop did, the newest first, under the parameters of LOG and `did`: of what `ask` finds, `size` at a time."""
        at, params = place(request, shop), request.query_params
        days, rule, before = (int(params[name]) if name in params else None for name in ("days", "rule", "cursor"))
        if rule is not None:
            one(self.table, at, rule)
        since = timezone.now() - timedelta(days=days) if days else None
        found = ask(at.desk_id, [at.pk], since=since, rule_id=rule, did=params.get("did", ""), before=before)
        items = found[:size]
        following = items[-1].id if len(found) > len(items) else None
        return Response(kind({"items": [asdict(entry) for entry in items], "next": following}).data)

    def unsaved(self, request: Request, shop: str, kind: type[serializers.Serializer[Any]]) -> tuple[Shop, Any, list[Any]]:
        """A shop, the rule that was sent as the room's domain would see it saved, and the rules that would come before it.

        `kind` reads it and is a PreviewSerializer, too. Refused as saving it would be, but for a name that is taken.
        """
        at = place(request, shop)
        asked = body(request, kind)
        row = None if asked["rule"] is None else one(self.table, at, asked["rule"])
        wanted = self.wanted(at, asked)
        if refusal := self.commands.why_not_save(wanted, shops.facts(at).rules):
            raise refusal
        before = self.commands.on(shops.facts(at)) if row is None else self.before(row)
        return at, self.commands.rule_as(wanted, 0 if row is None else row.pk), before

    def before(self, row: Any) -> list[Any]:
        """The rules that are on and come before one, as the room's domain sees them."""
        return [self.commands.rule_of(earlier) for earlier in shop_rules.before(self.table, row)]

    def _unchanged(self, request: Request, at: Shop, rule: int) -> AbstractContextManager[None]:
        def lock() -> None:
            shop_rules.lock_shop(self.table, at.desk_id, [at.pk], at.pk)

        return unchanged(request, lambda: self.shown(one(self.table, at, rule)), lock=lock)


def place(request: Request, shop: str) -> Shop:
    """The shop, for who manages it. Otherwise NotVisible."""
    return access.shop(request, shop, may=permissions.SHOPS_MANAGE)


def _which(request: Request, at: Shop, rule: int) -> dict[str, Any]:
    return {"desk_id": at.desk_id, "shop_ids": [at.pk], "rule_id": rule, "actor": access.actor(request), "now": timezone.now()}
