"""How rules for automatic decisions look to programs, and are read from them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from returns.domain.automatic import DOES, PRESENCES, Conditions
from returns.domain.facts import WANTS
from returns.domain.reasons import REASONS
from returns.services.automatic_rules import LONGEST_WORDS, MOST_PRODUCTS, Wanted
from returns.services.automatic_trial import Trial
from sellerdesk import shop_rules
from sellerdesk.api import rules
from sellerdesk.api.rules import SHOWN, OwnRuleSerializer, PreviewSerializer, RuleStateSerializer
from sellerdesk.domain import money
from sellerdesk.models import Shop


if TYPE_CHECKING:
    from returns.models import ClaimRule


MOST_BEFORE = 1000


class ClaimRuleWantedSerializer(OwnRuleSerializer):
    """What a rule is to be: what it does, for which claims, and what is said to the buyer."""

    does = serializers.ChoiceField(choices=DOES, help_text="pay back, agree to the return, or ask for more evidence")
    action = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=40,
        help_text="of a return: which of several moves of a marketplace; empty where there is one",
    )
    words = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_WORDS, trim_whitespace=False)
    wants = serializers.ListField(child=serializers.ChoiceField(choices=list(WANTS)), max_length=len(WANTS))
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=[code for code in REASONS if code]),
        max_length=len(REASONS),
        default=list,
        help_text="empty: any",
    )
    most = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=20,
        help_text="the largest amount that is asked for, such as 168.50; empty: it does not matter",
    )
    currency = serializers.RegexField("^[A-Z]{3}$", default="", allow_blank=True, help_text="of `most`")
    photos = serializers.ChoiceField(choices=PRESENCES, default="any")
    claims_before = serializers.IntegerField(
        default=None, allow_null=True, min_value=0, max_value=MOST_BEFORE, help_text="other claims of the buyer in 90 days, at most"
    )
    products = serializers.ListField(
        child=serializers.CharField(max_length=200),
        max_length=MOST_PRODUCTS,
        default=list,
        help_text="articles, or ids in the feed; empty: all",
    )


class ClaimRulePreviewSerializer(PreviewSerializer, ClaimRuleWantedSerializer):
    """A rule that is tried before it is saved."""


class ClaimRuleSerializer(RuleStateSerializer, ClaimRuleWantedSerializer):
    """A rule as it stands."""


class ClaimRulesSerializer(serializers.Serializer[Any]):
    """All rules of a shop."""

    items = ClaimRuleSerializer(many=True)


class ClaimsTriedSerializer(serializers.Serializer[Any]):
    """A dry run: how many claims would have been decided, how many left and why, and the newest 200 of one kind."""

    since = serializers.DateTimeField()
    cut = serializers.BooleanField(help_text="there were more than were tried")
    would = serializers.IntegerField()
    given = serializers.DictField(child=serializers.IntegerField(), help_text="what would have been paid, in minor units by currency")
    left = serializers.DictField(child=serializers.IntegerField(), help_text="by reason")
    claims = serializers.ListField(child=serializers.IntegerField(), help_text="by their ids here")


class ClaimRuleEntrySerializer(serializers.Serializer[Any]):
    """Something that a rule did, or left to a person."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    rule = serializers.IntegerField(source="rule_id")
    name = serializers.CharField(source="rule")
    claim = serializers.IntegerField(source="claim_id")
    number = serializers.CharField(help_text="the claim's id in the feed")
    does = serializers.CharField()
    reason = serializers.CharField(help_text="why it was left; empty where it was decided")
    state = serializers.CharField(help_text="of the decision")


class ClaimRuleLogSerializer(serializers.Serializer[Any]):
    """Some of it and the next cursor."""

    items = ClaimRuleEntrySerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


def wanted(place: Shop, told: Mapping[str, Any]) -> Wanted:
    """What the command takes. Refused with 400: an article that the shop has not, an amount that is none."""
    amount = money.parse(told["most"], told["currency"]) if told["most"] else None
    if told["most"] and amount is None:
        raise ValidationError({"most": [_("This is no amount of that currency. Write it like 2490 or 168.50, and the currency like RUB.")]})
    conditions = Conditions(
        wants=frozenset(told["wants"]), reasons=frozenset(told["reasons"]), most_minor=amount.minor if amount else None,
        currency=told["currency"], products=rules.products(place, told["products"]), photos=told["photos"],
        claims_before=told["claims_before"],
    )  # fmt: skip
    action = told["action"] if told["does"] == "return" else ""
    name = " ".join(told["name"].split())
    return Wanted(name=name, does=told["does"], action=action, conditions=conditions, cap=told["cap"], words=told["words"])


def shown(row: "ClaimRule") -> Any:
    """A rule as programs see it."""
    kept = row.conditions
    named = shop_rules.articles(row.desk_id, row.shop_id, kept["products"]) if kept["products"] else []
    most = "" if kept["most_minor"] is None else money.plain(kept["most_minor"], kept["currency"])
    state = {name: getattr(row, name) for name in ("pk", "version", "since", "place", "name", "cap", "does", "action", "words")}
    return ClaimRuleSerializer({**state, **kept, "most": most, "products": named}).data


def tried(found: Trial, does: str, why: str) -> Any:
    """A dry run of a rule that does this, as programs see it."""
    counts = found.counts()
    told = {
        "since": found.since, "cut": found.cut, "would": counts.pop("", 0), "left": counts,
        "given": found.given() if does != "ask" else {},
        "claims": [one.one.claim.id for one in found.of(why)[:SHOWN]],
    }  # fmt: skip
    return ClaimsTriedSerializer(told).data
