"""The desk's tokens and its audit log, for programs. Making a token takes a person: it is done on the page."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, audit_reading, tokens
from sellerdesk.api import paging, questions
from sellerdesk.api.base import ApiView
from sellerdesk.api.desk.standing import Standing, moment, stand_in_all
from sellerdesk.domain import permissions
from sellerdesk.models import ApiToken


class TokenSerializer(serializers.Serializer[Any]):
    """A token. Its text was shown once, when it was made."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField())
    shops = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)

    def get_shops(self, token: ApiToken) -> list[str] | None:
        """The slugs of the shops that it is limited to; null for every shop."""
        return None if token.every_shop else sorted(one.shop.slug for one in token.shops.all())


class TokensSerializer(serializers.Serializer[Any]):
    """The tokens of the desk, the newest first."""

    items = TokenSerializer(many=True)


class EntrySerializer(serializers.Serializer[Any]):
    """One entry of the audit log: who did what to which thing, with what it was and is."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.CharField(source="actor_key", help_text="such as user:7 or token:3")
    actor_name = serializers.CharField(source="actor_label")
    what = serializers.CharField()
    subject = serializers.CharField()
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)
    hash = serializers.CharField()


class EntryPageSerializer(serializers.Serializer[Any]):
    """Some entries, the newest first, and the next cursor."""

    items = EntrySerializer(many=True)
    next = serializers.CharField(allow_null=True)


class TokensView(ApiView):
    """GET /api/v1/tokens/"""

    @extend_schema(operation_id="tokens", responses=TokensSerializer)
    def get(self, request: Request) -> Response:
        """List the desk's tokens, never their texts. Needs tokens.manage; otherwise 404."""
        here = _managing(request)
        return Response({"items": TokenSerializer(tokens.listed(here.desk.pk), many=True).data})


class TokenView(ApiView):
    """DELETE /api/v1/tokens/{api_token}/"""

    @extend_schema(operation_id="token_revoke", request=None, responses={204: None})
    def delete(self, request: Request, api_token: int) -> Response:
        """Revoke a token at once, also this one; twice is once. Needs tokens.manage; otherwise 404."""
        here = _managing(request)
        tokens.revoke_token(desk_id=here.desk.pk, token_id=api_token, actor=access.actor(request), now=moment())
        return Response(status=204)


class AuditView(ApiView):
    """GET /api/v1/audit/"""

    @extend_schema(
        operation_id="audit",
        parameters=[
            OpenApiParameter("actor", str, description="who did it, such as user:7 or token:3"),
            OpenApiParameter("what", str, description="what was done, such as shop.changed"),
            OpenApiParameter("subject", str, description="one thing, such as shop:7"),
            OpenApiParameter("since", datetime, description="from this moment on"),
            OpenApiParameter("until", datetime, description="before this moment"),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
        ],
        responses=EntryPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """List who changed what, the newest first. A token of some shops sees none of it. Needs audit.see; otherwise 404."""
        here = stand_in_all(request, may=permissions.AUDIT_SEE)
        asked = request.query_params
        wanted = audit_reading.Wanted(
            here.desk.pk, actor=asked.get("actor", ""), what=asked.get("what", ""), subject=asked.get("subject", ""),
            since=_moment(request, "since"), until=_moment(request, "until"),
        )  # fmt: skip
        found = paging.page(request, audit_reading.rows(wanted), keys=("-number",))
        return Response({"items": EntrySerializer(found.items, many=True).data, "next": found.next})


def _moment(request: Request, name: str) -> datetime | None:
    """A moment of the query; that it is one was checked against the description."""
    told = request.query_params.get(name)
    return questions.moment_of(told) if told else None


def _managing(request: Request) -> Standing:
    """A token that manages tokens; one that is limited to some shops would see more than itself."""
    return stand_in_all(request, may=permissions.TOKENS_MANAGE)
