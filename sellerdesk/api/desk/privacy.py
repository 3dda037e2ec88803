"""What is kept and why, and one buyer looked up, given out and erased, for programs: by the commands of Settings, Privacy.

A buyer is one shop's, so a key that is limited to some shops finds those of its shops, and nobody else's.
"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, number, stand
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.throttling import PersonalThrottle, TokenThrottle
from sellerdesk.api.uploading import GivesFile
from sellerdesk.domain import permissions
from sellerdesk.privacy import behind, buyers, retention
from sellerdesk.privacy.buyers import Found


AT_ONCE = 100
"""Rows of a matter in one answer."""
LEAST, LONGEST = 2, 100
"""Characters that are looked for."""


class KeptKindSerializer(serializers.Serializer[Any]):
    """A kind of data: what it is, why it is kept and how long, in the language of the request."""

    kind = serializers.CharField()
    what = serializers.CharField()
    why = serializers.CharField()
    days = serializers.IntegerField(allow_null=True, help_text="what is older goes at night; null where `until` says it in words")
    until = serializers.CharField()
    rows = serializers.IntegerField(allow_null=True, help_text="of the desk; null for a key without privacy.manage in every shop")
    more = serializers.BooleanField(help_text="there are more than `rows`")
    oldest = serializers.DateTimeField(allow_null=True)


class KeptKindsSerializer(serializers.Serializer[Any]):
    """Every kind of data."""

    items = KeptKindSerializer(many=True)


class BuyerFoundSerializer(serializers.Serializer[Any]):
    """A buyer of a shop."""

    id = serializers.IntegerField()
    shop = serializers.CharField()
    outside_id = serializers.CharField(help_text="how the marketplace knows them; of an erased one what stands for it")
    name = serializers.CharField(help_text="may be empty")


class BuyersFoundSerializer(serializers.Serializer[Any]):
    """The buyers that were found, the newest first, 20 at most."""

    items = BuyerFoundSerializer(many=True)
    more = serializers.BooleanField(help_text="there are more: ask for more of the name")


class BuyerMatterSerializer(serializers.Serializer[Any]):
    """How much of one matter is kept of a buyer."""

    matter = serializers.CharField(help_text="as in the file that is given out")
    rows = serializers.IntegerField()


class BuyerKeptSerializer(BuyerFoundSerializer):
    """A buyer, and how much is kept of them."""

    erased_at = serializers.DateTimeField(allow_null=True)
    kept = BuyerMatterSerializer(many=True)


class BuyerRowSerializer(serializers.Serializer[Any]):
    """One row that is kept of a buyer: not its words, which stand in the file and on its page."""

    name = serializers.CharField(help_text="its id outside, or here")
    at = serializers.DateTimeField(allow_null=True)
    page = serializers.CharField(help_text="where a person reads it; empty where no page shows it, or none that the key may open")


class BuyerRowsSerializer(serializers.Serializer[Any]):
    """Some rows, and after how many the next ones come."""

    items = BuyerRowSerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class BuyerSureSerializer(serializers.Serializer[Any]):
    """That this buyer is meant."""

    sure = serializers.CharField(max_length=500, help_text="the buyer's `outside_id`, said once more")


class BuyerErasedSerializer(serializers.Serializer[Any]):
    """A buyer who is erased."""

    id = serializers.IntegerField()
    erased_at = serializers.DateTimeField(help_text="the first time, where it was done once more")
    rows = serializers.IntegerField(help_text="how many were changed or deleted just now")


class PrivacyView(ApiView):
    """GET /api/v1/privacy/"""

    @extend_schema(operation_id="privacy", responses=KeptKindsSerializer)
    def get(self, request: Request) -> Response:
        """Read what is kept, why and how long. Needs desk.see, and privacy.manage in every shop to say how much; otherwise 404."""
        here = stand(request, may=permissions.DESK_SEE)
        counts = here.may(permissions.PRIVACY_MANAGE) and here.token.every_shop
        items = [
            {
                "kind": one.kind.key, "what": one.kind.what, "why": one.kind.why, "days": one.days,
                "until": "" if one.days else one.kind.until, "rows": one.rows, "more": one.more, "oldest": one.oldest,
            }
            for one in (retention.kept(here.desk.pk) if counts else retention.unmeasured(here.desk.pk))
        ]  # fmt: skip
        return Response(KeptKindsSerializer({"items": items}).data)


class PrivacyBuyersView(ApiView):
    """GET /api/v1/privacy/buyers/"""

    @extend_schema(
        operation_id="privacy_buyers",
        parameters=[
            OpenApiParameter("q", str, required=True, description=f"the whole id, or a part of the name; {LEAST} to {LONGEST} characters")
        ],
        responses=BuyersFoundSerializer,
    )
    def get(self, request: Request) -> Response:
        """Find buyers of the key's shops by id or name. Needs privacy.manage; otherwise 404."""
        here = _here(request)
        words = request.query_params.get("q", "").strip()
        if not LEAST <= len(words) <= LONGEST:
            said = _("%(least)s to %(most)s characters are needed.") % {"least": LEAST, "most": LONGEST}
            raise ValidationError({"q": [said]}, code="out_of_range")
        found = buyers.search(here.desk.pk, here.shop_ids, words)
        items = [_found(here, one) for one in found[: buyers.FOUND]]
        return Response(BuyersFoundSerializer({"items": items, "more": len(found) > buyers.FOUND}).data)


class PrivacyBuyerView(ApiView):
    """GET /api/v1/privacy/buyers/{buyer}/"""

    @extend_schema(operation_id="privacy_buyer", responses=BuyerKeptSerializer)
    def get(self, request: Request, buyer: int) -> Response:
        """Read how much is kept of a buyer. Needs privacy.manage; otherwise 404.

        Not counted, and not given out: reviews of who wished to be anonymous, and store ratings. Erasing covers them.
        """
        here = _here(request)
        found = buyers.one(here.desk.pk, here.shop_ids, buyer)
        kept = [{"matter": matter, "rows": rows} for matter, rows in buyers.kept(here.desk.pk, here.shop_ids, buyer)]
        return Response(BuyerKeptSerializer({**_found(here, found), "erased_at": found.erased_at, "kept": kept}).data)


class PrivacyBuyerRowsView(ApiView):
    """GET /api/v1/privacy/buyers/{buyer}/kept/{matter}/"""

    @extend_schema(
        operation_id="privacy_buyer_rows",
        parameters=[OpenApiParameter("after", int, description="so many rows are left out: `next` of the answer before")],
        responses=BuyerRowsSerializer,
    )
    def get(self, request: Request, buyer: int, matter: str) -> Response:
        """List the rows of one matter that are kept of a buyer, without their words. Needs privacy.manage; otherwise 404."""
        here = _here(request)
        rows = behind.rows(here.desk.pk, here.shop_ids, buyer, matter)
        begin = max(0, number(request, "after") or 0)
        items = [
            {"name": row.name, "at": row.at, "page": settings.SITE_URL + href if href else ""}
            for row in rows[begin : begin + AT_ONCE]
            for href in [behind.href(here.desk.slug, row, here.may)]
        ]
        following = begin + AT_ONCE if len(rows) > begin + AT_ONCE else None
        return Response(BuyerRowsSerializer({"items": items, "next": following}).data)


class PrivacyBuyerFileView(GivesFile):
    """POST /api/v1/privacy/buyers/{buyer}/file/"""

    throttle_classes = (TokenThrottle, PersonalThrottle)

    @extend_schema(operation_id="privacy_buyer_file", request=None, responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def post(self, request: Request, buyer: int) -> HttpResponse:
        """Give out all that is kept of a buyer, as a ZIP: buyer.json and the files. Needs privacy.manage; otherwise 404.

        Be sure that it goes to the buyer alone. The audit log keeps which key took it.
        """
        here, now = _here(request), moment()
        content = buyers.as_zip(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, buyer_id=buyer, actor=access.actor(request), now=now
        )  # fmt: skip
        told = {"Content-Disposition": f'attachment; filename="buyer-{buyer}-{now:%Y-%m-%d}.zip"', "Cache-Control": "no-store"}
        return HttpResponse(content, content_type="application/zip", headers=told)


class PrivacyBuyerEraseView(ApiView):
    """POST /api/v1/privacy/buyers/{buyer}/erase/"""

    throttle_classes = (TokenThrottle, PersonalThrottle)

    @extend_schema(operation_id="privacy_buyer_erase", request=BuyerSureSerializer, responses=BuyerErasedSerializer)
    @idempotent
    def post(self, request: Request, buyer: int) -> Response:
        """Erase a buyer for good, in every room; it cannot be taken back. Needs privacy.manage; otherwise 404.

        Figures stay what they are. A buyer who is erased already: 409; with the `outside_id` that they have since, it is done once more.
        Refused: other_buyer (that is not their id), still_sending.
        """
        here = _here(request)
        which: dict[str, Any] = {"desk_id": here.desk.pk, "shop_ids": here.shop_ids, "buyer_id": buyer}
        buyers.one(**which)
        sure = body(request, BuyerSureSerializer)["sure"]
        done = buyers.erase(**which, sure=sure, actor=access.actor(request), now=moment())
        erased_at = buyers.one(**which).erased_at
        return Response(BuyerErasedSerializer({"id": buyer, "erased_at": erased_at, "rows": done.rows}).data)


def _here(request: Request) -> Standing:
    return stand(request, may=permissions.PRIVACY_MANAGE)


def _found(here: Standing, one: Found) -> dict[str, Any]:
    return {"id": one.id, "shop": here.slug_of(one.shop_id), "outside_id": one.outside_id, "name": one.name}
