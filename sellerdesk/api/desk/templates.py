"""Shared reply templates for programs. Private ones are a person's own, and a token is no person."""

from contextlib import suppress
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, stand
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.domain.replies import filling
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.errors import NotVisible
from sellerdesk.replies import facts, finding, judging, saving, starting


USERS = (permissions.CHATS_ANSWER, permissions.REVIEWS_ANSWER, permissions.TEMPLATES_MANAGE)


class WantedTemplateSerializer(serializers.Serializer[Any]):
    """What a template is to be."""

    name = serializers.CharField(max_length=judging.LONGEST_NAME)
    shortcut = serializers.CharField(allow_blank=True, default="", max_length=judging.LONGEST_SHORTCUT + 1)
    folder = serializers.CharField(allow_blank=True, default="", max_length=judging.LONGEST_FOLDER)
    place = serializers.ChoiceField(judging.PLACES, default="both")
    texts = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=judging.LONGEST_TEXT),
        help_text=f"by language: {', '.join(filling.LANGUAGES)}",
    )


class TemplateSerializer(WantedTemplateSerializer):
    """A shared template. How often it was used is no part of its ETag's version."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    changed_at = serializers.DateTimeField()


class TemplatesSerializer(serializers.Serializer[Any]):
    """All shared templates of the desk; there are a thousand at most."""

    items = TemplateSerializer(many=True)


class TriedSerializer(serializers.Serializer[Any]):
    """A text to try."""

    text = serializers.CharField(max_length=judging.LONGEST_TEXT, trim_whitespace=False)
    language = serializers.ChoiceField(filling.LANGUAGES, default="en")
    order = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, allow_null=True, default=None, help_text="an order by its id here")


class FilledSerializer(serializers.Serializer[Any]):
    """The text as the buyer of the order reads it; what is not known stays as a gap."""

    text = serializers.CharField()


class TemplatesView(ApiView):
    """GET, POST /api/v1/templates/"""

    @extend_schema(operation_id="templates", parameters=[OpenApiParameter("q", str, description="words")], responses=TemplatesSerializer)
    def get(self, request: Request) -> Response:
        """List the shared templates by folder and name. Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404."""
        here = using(request)
        typed = " ".join(request.query_params.get("q", "").split())[:200]
        return Response({"items": [_shown(one) for one in finding.listed(here.desk.pk, None, typed=typed)]})

    @extend_schema(operation_id="template_create", request=WantedTemplateSerializer, responses={201: TemplateSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make a shared template. Needs templates.manage; otherwise 404. Refused: shortcut_taken, text_missing and others."""
        here = stand(request, may=permissions.TEMPLATES_MANAGE)
        wanted = judging.Wanted(**body(request, WantedTemplateSerializer))
        made = saving.create(wanted=[wanted], actor=access.actor(request), now=moment(), **_who(here))
        return told(_shown(finding.one(here.desk.pk, None, made[0])), status=201)


class TemplateStartersView(ApiView):
    """POST /api/v1/templates/starters/"""

    @extend_schema(operation_id="template_starters", request=None, responses={201: TemplatesSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Put in the first set, named in the language of the request. Needs templates.manage; otherwise 404. Refused: too_many_templates.

        What has its shortcut already goes in without one.
        """
        here = stand(request, may=permissions.TEMPLATES_MANAGE)
        made = saving.create(wanted=starting.starters(), yielding=True, actor=access.actor(request), now=moment(), **_who(here))
        return Response({"items": [_shown(finding.one(here.desk.pk, None, own)) for own in made]}, status=201)


class TemplateView(Versioned, ApiView):
    """GET, PUT, DELETE /api/v1/templates/{template}/"""

    @extend_schema(operation_id="template", responses=TemplateSerializer)
    def get(self, request: Request, template: int) -> Response:
        """Read a shared template. Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404."""
        return told(_one(using(request), template))

    @extend_schema(operation_id="template_change", request=WantedTemplateSerializer, responses=TemplateSerializer)
    def put(self, request: Request, template: int) -> Response:
        """Save a shared template. Needs templates.manage; otherwise 404. Refused: shortcut_taken, text_missing and others."""
        here = stand(request, may=permissions.TEMPLATES_MANAGE)
        version = _one(here, template)["version"]
        wanted = judging.Wanted(**body(request, WantedTemplateSerializer))
        with unchanged(request, lambda: _one(here, template), lock=here.hold):
            saving.change(
                template_id=template, version=version, wanted=wanted, actor=access.actor(request), now=moment(), **_who(here)
            )  # fmt: skip
        return told(_one(here, template))

    @extend_schema(operation_id="template_delete", request=None, responses={204: None})
    def delete(self, request: Request, template: int) -> Response:
        """Take a shared template out of use. Needs templates.manage; otherwise 404."""
        here = stand(request, may=permissions.TEMPLATES_MANAGE)
        _one(here, template)
        with unchanged(request, lambda: _one(here, template), lock=here.hold):
            saving.delete(template_id=template, actor=access.actor(request), now=moment(), **_who(here))
        return Response(status=204)


class TemplateRestoreView(ApiView):
    """POST /api/v1/templates/{template}/restore/"""

    @extend_schema(operation_id="template_restore", request=None, responses=TemplateSerializer)
    def post(self, request: Request, template: int) -> Response:
        """Bring a deleted template back. Needs templates.manage; otherwise 404. Refused: shortcut_taken, too_many_templates."""
        here = stand(request, may=permissions.TEMPLATES_MANAGE)
        saving.restore(template_id=template, actor=access.actor(request), now=moment(), **_who(here))
        return told(_shown(finding.one(here.desk.pk, None, template)))


class TemplatePreviewView(ApiView):
    """POST /api/v1/templates/preview/"""

    @extend_schema(operation_id="template_preview", request=TriedSerializer, responses=FilledSerializer)
    def post(self, request: Request) -> Response:
        """Fill a text with what is known of an order, which takes orders.see as well.

        Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
        """
        here = using(request)
        asked = body(request, TriedSerializer)
        known: VariableFacts | None = VariableFacts()
        if asked["order"] is not None:
            known = facts.facts_of(here.desk.pk, f"order:{asked['order']}", here.shop_ids, may=here.may)
        if known is None:
            raise NotVisible
        return Response({"text": "".join(part.text for part in filling.fill(asked["text"], known, asked["language"]))})


def using(request: Request) -> Standing:
    """Where the key stands of whoever answers chats or reviews or keeps templates. NotVisible."""
    for permission in USERS:
        # A key of one of these need not name desk.see as well.
        with suppress(NotVisible):
            return stand(request, may=permission)
    raise NotVisible


def _who(here: Standing) -> dict[str, Any]:
    return {"desk_id": here.desk.pk, "person_id": None, "may_share": here.may(permissions.TEMPLATES_MANAGE)}


def _one(here: Standing, template: int) -> dict[str, Any]:
    found = finding.one(here.desk.pk, None, template)
    if found.deleted:
        raise NotVisible
    return _shown(found)


def _shown(one: finding.Template) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in ("id", "name", "shortcut", "folder", "place", "version", "changed_at")}
    return dict(TemplateSerializer({**named, "texts": {code: text.text for code, text in one.texts.items()}}).data)
