"""How rules for automatic answers look to programs, and are read from them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from reviews.domain.automatic import LANGUAGES, PRESENCES, STARS, Conditions
from reviews.domain.rotation import NAMES, Blocks
from reviews.services.automatic_rules import LONGEST_VARIANT, LONGEST_WORD, MOST_PRODUCTS, MOST_VARIANTS, MOST_WORDS, Wanted
from reviews.services.automatic_trial import Trial
from sellerdesk import shop_rules
from sellerdesk.api import rules
from sellerdesk.api.rules import SHOWN, OwnRuleSerializer, PreviewSerializer, RuleStateSerializer
from sellerdesk.models import Shop


if TYPE_CHECKING:
    from reviews.models import AutomaticRule


def _words() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=LONGEST_WORD), max_length=MOST_WORDS, default=list)


def _variants() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=LONGEST_VARIANT), max_length=MOST_VARIANTS, default=list)


class AnswerRuleWantedSerializer(OwnRuleSerializer):
    """What a rule is to be: for which good reviews, and the blocks of its answer, a variant of each of which is taken."""

    stars = serializers.ListField(
        child=serializers.ChoiceField(choices=STARS), max_length=len(STARS), help_text="0: a good review without stars"
    )
    contains = _words()
    without = _words()
    products = serializers.ListField(
        child=serializers.CharField(max_length=200),
        max_length=MOST_PRODUCTS,
        default=list,
        help_text="articles, or ids in the feed; empty: all",
    )
    text = serializers.ChoiceField(choices=PRESENCES, default="any")
    photos = serializers.ChoiceField(choices=PRESENCES, default="any")
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), max_length=len(LANGUAGES), default=list)
    greeting = _variants()
    thanks = _variants()
    body = _variants()
    closing = _variants()


class AnswerRulePreviewSerializer(PreviewSerializer, AnswerRuleWantedSerializer):
    """A rule that is tried before it is saved."""


class AnswerRuleSerializer(RuleStateSerializer, AnswerRuleWantedSerializer):
    """A rule as it stands."""


class AnswerRulesSerializer(serializers.Serializer[Any]):
    """All rules of a shop."""

    items = AnswerRuleSerializer(many=True)


class AnswerTriedSerializer(serializers.Serializer[Any]):
    """One review of a dry run."""

    review = serializers.IntegerField(help_text="its id here")
    text = serializers.CharField(help_text="the answer that it would have got; empty where it is left")


class AnswerTrialSerializer(serializers.Serializer[Any]):
    """A dry run: how many reviews would have been answered, how many left and why, and the newest 200 of one kind."""

    since = serializers.DateTimeField()
    cut = serializers.BooleanField(help_text="there were more than were tried")
    would = serializers.IntegerField()
    left = serializers.DictField(child=serializers.IntegerField(), help_text="by reason")
    rows = AnswerTriedSerializer(many=True)


class AnswerRuleEntrySerializer(serializers.Serializer[Any]):
    """Something that a rule did, or left to a person."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    rule = serializers.IntegerField(source="rule_id")
    name = serializers.CharField(source="rule")
    review = serializers.IntegerField(source="review_id")
    reason = serializers.CharField(help_text="why it was left; empty where it was answered")
    text = serializers.CharField()
    state = serializers.CharField(help_text="of the answer")


class AnswerRuleLogSerializer(serializers.Serializer[Any]):
    """Some of it and the next cursor."""

    items = AnswerRuleEntrySerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


def wanted(place: Shop, told: Mapping[str, Any]) -> Wanted:
    """What the command takes. Refused with 400: an article that the shop has not."""
    conditions = Conditions(
        stars=frozenset(told["stars"]), contains=rules.each(told["contains"]), without=rules.each(told["without"]),
        products=rules.products(place, told["products"]), text=told["text"], photos=told["photos"], languages=frozenset(told["languages"]),
    )  # fmt: skip
    blocks = Blocks(**{name: rules.each(told[name]) for name in NAMES})
    return Wanted(name=" ".join(told["name"].split()), conditions=conditions, blocks=blocks, cap=told["cap"])


def shown(row: "AutomaticRule") -> Any:
    """A rule as programs see it."""
    kept = row.conditions
    named = shop_rules.articles(row.desk_id, row.shop_id, kept["products"]) if kept["products"] else []
    parts = {name: row.blocks[name] for name in NAMES}
    state = {name: getattr(row, name) for name in ("pk", "version", "since", "place", "name", "cap")}
    return AnswerRuleSerializer({**state, **kept, **parts, "products": named}).data


def tried(found: Trial, why: str) -> Any:
    """A dry run as programs see it."""
    counts = found.counts()
    rows = [{"review": one.review.id, "text": one.text} for one in found.of(why)[:SHOWN]]
    return AnswerTrialSerializer({"since": found.since, "cut": found.cut, "would": counts.pop("", 0), "left": counts, "rows": rows}).data
