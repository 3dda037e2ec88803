"""What would be said about a text before it goes to a buyer, for programs that write: the same checks as beside the composer."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import guarding, policy, replies
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing
from sellerdesk.api.desk.templates import using
from sellerdesk.domain.replies import filling
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.errors import NotVisible


LONGEST_TEXT = 20_000
PLACES = ("chat", "public")


class CheckedTextSerializer(serializers.Serializer[Any]):
    """A text, and where it is to go."""

    text = serializers.CharField(allow_blank=True, max_length=LONGEST_TEXT, trim_whitespace=False)
    place = serializers.ChoiceField(PLACES, help_text="public: answers to reviews and questions")
    language = serializers.ChoiceField(filling.LANGUAGES, required=False, help_text="told by the letters where they say it")
    about = serializers.RegexField(
        r"^[a-z_]{1,40}:[0-9]{1,18}$", allow_null=True, default=None,
        help_text="whom it is for, such as thread:3, review:12, order:7: its shop's rules then hold, and the names and numbers known of it",
    )  # fmt: skip
    template = serializers.BooleanField(default=False, help_text="its variables stand in it yet")


class TextFindingSerializer(serializers.Serializer[Any]):
    """One thing about the text."""

    code = serializers.CharField(help_text="as in the refusal of what is sent, or in `warned`")
    severity = serializers.CharField(help_text="stop: it is refused; warn: it is, without a reason; advise")
    says = serializers.CharField(help_text="in the language of the request")
    places = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2), help_text="from and to, in characters"
    )
    better = serializers.CharField(help_text="the text without it, where that is known; or empty")


class TextFindingsSerializer(serializers.Serializer[Any]):
    """All that is said of the text."""

    language = serializers.CharField()
    length = serializers.IntegerField()
    most = serializers.IntegerField(allow_null=True, help_text="characters that the marketplace takes there; null for any number")
    items = TextFindingSerializer(many=True)


class TextCheckView(ApiView):
    """POST /api/v1/text-check/"""

    @extend_schema(operation_id="text_check", request=CheckedTextSerializer, responses=TextFindingsSerializer)
    def post(self, request: Request) -> Response:
        """Look at a text without sending it: what would stop it, what needs a reason, what would make it better.

        Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
        """
        here, asked = using(request), body(request, CheckedTextSerializer)
        known = None if asked["about"] is None else _known(here, asked["about"])
        chosen, language = guarding.of(here.desk.pk, known.shop_id) if known else None, asked.get("language", "")
        facts = policy.text_facts(known, language=language, is_template=asked["template"], chosen=chosen)
        found = policy.check(asked["text"], language=language, place=asked["place"], facts=facts)
        most = (facts.rules.chat_length if found.place == "chat" else facts.rules.answer_length)[1]
        items = [
            {
                "code": one.code, "severity": one.severity, "says": policy.sentence(one, found.place), "places": one.places,
                "better": one.better,
            }
            for one in found.found
        ]  # fmt: skip
        told = {"language": found.language, "length": found.length, "most": most, "items": items}
        return Response(TextFindingsSerializer(told).data)


def _known(here: Standing, about: str) -> VariableFacts:
    """What is known of whom it is for. NotVisible where that is nothing, or nothing that the key may see."""
    found = replies.facts_of(here.desk.pk, about, here.shop_ids, may=here.may)
    if found is None:
        raise NotVisible
    return found
