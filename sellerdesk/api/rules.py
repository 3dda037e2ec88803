"""What rules of a shop that act by themselves have in common for programs, whatever room they are of."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from sellerdesk import shop_rules, shops
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop
from sellerdesk.shop_rules import LONGEST_NAME, MOST_A_DAY, Table


WHY = OpenApiParameter("why", str, description="a reason of `left`: the rows are those; without it, what would have been done")
LOG = [
    OpenApiParameter("days", int, enum=[1, 7, 30], description="all that is kept unless told"),
    OpenApiParameter("cursor", int, description="`next` of the page before"),
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
