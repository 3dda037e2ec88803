"""Claims for programs: the list of a shop under the page's filters, one of them, what happened to it, what was found."""

import uuid
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from returns.domain import filters
from returns.domain.facts import ACTORS, WANTS
from returns.domain.filters import PERIODS, VIEWS
from returns.domain.findings import CONDITIONS, LONGEST_WORDS, MOST_PHOTOS, MOVES
from returns.domain.reasons import REASONS
from returns.queries import listing, telling
from returns.queries.reading import Happened
from returns.queries.searching import Places
from returns.queries.telling import Told
from returns.services import findings
from sellerdesk import access
from sellerdesk.api import paging, routes, uploading
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent, key_of
from sellerdesk.api.uploading import FileField, TakesFiles
from sellerdesk.domain import money, permissions
from sellerdesk.domain.cursors import cursor, whole
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


KEYS = uuid.UUID("7b8e2f4a-51c3-5a9d-8e06-2d4c9f1b7a35")
"""The space of names from which Idempotency-Keys make keys of findings."""
_BY = {number: name for name, number in ACTORS.items()}


class AmountSerializer(serializers.Serializer[Any]):
    """Money, as the feed tells it."""

    amount = serializers.CharField()
    currency = serializers.CharField()


def _amount(minor: int | None, currency: str) -> dict[str, str] | None:
    return None if minor is None else {"amount": money.plain(minor, currency), "currency": currency}


class ClaimSerializer(serializers.Serializer[Any]):
    """A claim as it stands now. `ruling` is empty where it stands; `order` is told to tokens with orders.see alone."""

    id = serializers.IntegerField()
    claim = serializers.CharField(source="outside_id")
    at = serializers.DateTimeField()
    wants = serializers.CharField()
    reason = serializers.CharField(help_text="in our taxonomy; empty where nobody has told one")
    first_reason = serializers.CharField()
    told_reason = serializers.CharField(help_text="the marketplace's own code")
    reason_text = serializers.CharField()
    amount = serializers.SerializerMethodField()
    money = serializers.CharField()
    goods = serializers.CharField()
    talk = serializers.CharField()
    stage = serializers.CharField(help_text="of the clock that runs; empty where none does")
    due_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(help_text="what happens by itself at due_at")
    is_open = serializers.BooleanField()
    moved_at = serializers.DateTimeField()
    ruling = serializers.CharField()
    product = serializers.CharField()
    article = serializers.CharField()
    buyer = serializers.CharField()
    photos = serializers.IntegerField()
    findings = serializers.IntegerField()
    order = serializers.CharField()

    @extend_schema(responses=AmountSerializer)
    def get_amount(self, claim: Told) -> dict[str, str] | None:
        """What was asked for; null where that was not told."""
        return _amount(claim.amount_minor, claim.amount_currency)


class ClaimPageSerializer(serializers.Serializer[Any]):
    """Some claims and the next cursor."""

    items = ClaimSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ClaimStepSerializer(serializers.Serializer[Any]):
    """Something that happened to a claim. With a `ruling` it did nothing; `finding` is what the shop's own people found."""

    at = serializers.DateTimeField()
    event = serializers.CharField(help_text="empty for a finding that moved nothing")
    by = serializers.SerializerMethodField()
    text = serializers.CharField()
    amount = serializers.SerializerMethodField()
    tracking = serializers.CharField()
    ruling = serializers.CharField()
    finding = serializers.IntegerField(allow_null=True)
    condition = serializers.CharField(source="found")
    withdrawn = serializers.BooleanField(source="is_withdrawn")

    def get_by(self, step: Happened) -> str:
        """Buyer, seller, marketplace or clock."""
        return _BY[step.by]

    def get_amount(self, step: Happened) -> dict[str, str] | None:
        """The amount that it was about, or null."""
        return _amount(step.amount_minor, step.amount_currency)


class ClaimStepsSerializer(serializers.Serializer[Any]):
    """Some steps, oldest first, and the next cursor."""

    items = ClaimStepSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class FindingSerializer(serializers.Serializer[Any]):
    """What was found when the goods came back. `key` is the caller's own: sent twice it is one finding."""

    condition = serializers.ChoiceField(choices=CONDITIONS)
    words = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_WORDS)
    moves = serializers.ChoiceField(choices=MOVES, required=False, default="", allow_blank=True, help_text="what was done with the goods")
    key = serializers.UUIDField(required=False)


class FindingPhotosSerializer(FindingSerializer):
    """The same with photos (JPEG, PNG, WebP, drawn anew), which without a condition are enough."""

    condition = serializers.ChoiceField(choices=CONDITIONS, default="", allow_blank=True)
    photos = serializers.ListField(child=FileField(), default=list, help_text=f"at most {MOST_PHOTOS}, each of at most 20 MB")


class FoundSerializer(serializers.Serializer[Any]):
    """The finding that was recorded."""

    finding = serializers.IntegerField()


ASKED = [
    OpenApiParameter("show", str, enum=list(VIEWS), description="the view; all unless told"),
    OpenApiParameter("reason", str, enum=list(REASONS)),
    OpenApiParameter("wants", str, enum=list(WANTS)),
    OpenApiParameter("product", int, description="a product by its id here"),
    OpenApiParameter("days", int, enum=list(PERIODS)),
    OpenApiParameter("q", str, description="words"),
    OpenApiParameter("cursor", str),
    OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
]
PAGED = ASKED[-2:]


class ClaimsView(ApiView):
    """GET /api/v1/shops/{shop}/claims/"""

    @extend_schema(operation_id="shop_claims", parameters=ASKED, responses=ClaimPageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The claims of a shop under the filters of its page, in their order. What cannot be read is left out. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        params = request.query_params
        asked = replace(filters.read({"show": "all"} | params.dict()), after=cursor(params.get("cursor", "")))
        if params.get("cursor") and asked.after is None:
            raise no_cursor()
        places = places_of(request, place)
        page = listing.page(place.desk_id, [place.pk], asked, now=timezone.now(), size=limit, orders=places.orders)
        found = ClaimSerializer(telling.whole(places, [row.id for row in page.rows]), many=True)
        return Response({"items": found.data, "next": page.next.text() if page.next else None})


class ClaimView(ApiView):
    """GET /api/v1/shops/{shop}/claims/{claim}/"""

    @extend_schema(operation_id="shop_claim", responses=ClaimSerializer)
    def get(self, request: Request, shop: str, claim: int) -> Response:
        """One claim. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        return Response(ClaimSerializer(one_of(places_of(request, place), claim)).data)


class ClaimStepsView(ApiView):
    """GET /api/v1/shops/{shop}/claims/{claim}/steps/"""

    @extend_schema(operation_id="shop_claim_steps", parameters=PAGED, responses=ClaimStepsSerializer)
    def get(self, request: Request, shop: str, claim: int) -> Response:
        """All that happened to a claim, oldest first. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        cursor = request.query_params.get("cursor", "")
        skip = whole(cursor)
        if cursor and skip is None:
            raise no_cursor()
        one_of(places_of(request, place), claim)
        found = telling.course(place.desk_id, claim, skip=skip or 0, limit=limit + 1)
        following = str((skip or 0) + limit) if len(found) > limit else None
        return Response({"items": ClaimStepSerializer(found[:limit], many=True).data, "next": following})


class ClaimFindingsView(TakesFiles):
    """POST /api/v1/shops/{shop}/claims/{claim}/findings/"""

    @extend_schema(
        operation_id="shop_claim_finding",
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key is the same finding")],
        request={"application/json": FindingSerializer, uploading.FORM: FindingPhotosSerializer},
        responses={201: FoundSerializer},
    )
    @idempotent
    def post(self, request: Request, shop: str, claim: int) -> Response:
        """Record what was found, as a form with photos. Needs returns.check. 422 as on the page.

        Of a photo: file_empty, file_too_large, file_type_not_taken, photo_broken, photo_too_large, photo_moves, evidence_not_a_photo;
        of all: too_many_photos, claim_has_many_photos.
        """
        place = access.shop(request, shop, may=permissions.RETURNS_CHECK)
        data = body(request, FindingPhotosSerializer if uploading.is_form(request) else FindingSerializer)
        finding = findings.Told(
            condition=data["condition"], words=data["words"], moves=data["moves"], key=data.get("key") or key_of(request, KEYS)
        )  # fmt: skip
        own = findings.record(
            desk_id=place.desk_id, shop_ids=[place.pk], claim_id=claim, told=finding, photos=uploading.read(data.get("photos", [])),
            user_id=None, actor=access.actor(request), now=timezone.now(),
        )  # fmt: skip
        return Response({"finding": own}, status=201)


def places_of(request: Request, place: Shop) -> Places:
    """The shop, and whether the token may see its orders."""
    return Places(place.desk_id, [place.pk], orders=access.may(request, place, permissions.ORDERS_SEE))


def no_cursor() -> ValidationError:
    """The answer to a cursor that is none."""
    return ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")


def one_of(places: Places, claim: int) -> Told:
    """A claim of the shop. Otherwise NotVisible."""
    found = telling.whole(places, [claim])
    if not found:
        raise NotVisible
    return found[0]


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/claims/", ClaimsView.as_view(), "shop-claims")
    routes.register("shops/<slug:shop>/claims/<int:claim>/", ClaimView.as_view(), "shop-claim")
    routes.register("shops/<slug:shop>/claims/<int:claim>/steps/", ClaimStepsView.as_view(), "shop-claim-steps")
    routes.register("shops/<slug:shop>/claims/<int:claim>/findings/", ClaimFindingsView.as_view(), "shop-claim-findings")
