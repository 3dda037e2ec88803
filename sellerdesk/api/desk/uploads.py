"""Files for programs: announced, sent in pieces, looked after until they are loaded, with the same commands as the pages."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, number, stand
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.uploading import GivesFile
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible
from sellerdesk.feed import kept, table
from sellerdesk.models import Upload
from sellerdesk.upload import deciding, queries, receiving
from sellerdesk.upload.receiving import Bringer
from sellerdesk.upload.sentences import refusal_of


STATES = tuple(Upload.State.values)
BYTES = "application/octet-stream"
_LONGEST_LENGTH = 15


class AnnouncedSerializer(serializers.Serializer[Any]):
    """A file that is to come."""

    shop = serializers.CharField(max_length=100)
    name = serializers.CharField(max_length=1_000, help_text="what it is called; only shown")
    size = serializers.IntegerField(min_value=0, max_value=LARGEST_ID, help_text="bytes of the whole file, as it is sent")
    sha256 = serializers.RegexField("^[0-9a-f]{64}$", help_text="of the whole file, in lower-case hex; what has another one is refused")


class UploadSerializer(serializers.Serializer[Any]):
    """A file, of a person or of a program."""

    id = serializers.IntegerField()
    shop = serializers.CharField(source="shop.slug")
    name = serializers.CharField()
    size = serializers.IntegerField()
    received = serializers.SerializerMethodField(help_text="bytes that are here: where the next piece begins")
    state = serializers.ChoiceField(STATES)
    code = serializers.CharField(help_text="why it was refused; empty otherwise")
    token = serializers.IntegerField(
        source="made_by_token_id", allow_null=True, help_text="the key that brought it; null where a person did"
    )
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_received(self, row: Upload) -> int:
        """As many as the disk has, where it is still coming in."""
        return queries.received(row)


class UploadPageSerializer(serializers.Serializer[Any]):
    """Some uploads, the newest first, and what to send as `before` for the next ones."""

    items = UploadSerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class UploadCountsSerializer(serializers.Serializer[Any]):
    """What has become of its records, as they stand now."""

    read = serializers.IntegerField()
    applied = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    waiting = serializers.IntegerField()
    rejected = serializers.IntegerField()
    released = serializers.IntegerField()


class UploadStandSerializer(UploadSerializer):
    """A file and how far it is."""

    message = serializers.SerializerMethodField(help_text="the sentence of `code`")
    content = serializers.SerializerMethodField(help_text="what it holds, once it is whole: json_lines, json_list, table; empty before")
    share = serializers.SerializerMethodField(help_text="percent that has come in, then percent that is loaded")
    stopping = serializers.BooleanField(source="cancel_asked", help_text="whether somebody asked to stop it")
    counts = serializers.SerializerMethodField(help_text="null while nothing was loaded")

    def get_message(self, row: Upload) -> str:
        """In the language of the request."""
        return refusal_of(row.code, row.detail) if row.code else ""

    def get_content(self, row: Upload) -> str:
        """By its bytes."""
        return str(row.form["kind"]) if row.form else ""

    def get_share(self, row: Upload) -> int:
        """Never 100 before it is."""
        return queries.share(row)

    @extend_schema_field(UploadCountsSerializer(allow_null=True))
    def get_counts(self, row: Upload) -> dict[str, int] | None:
        """Of this moment: what waited may have been released since."""
        counts = queries.figures(row)
        return None if counts is None else asdict(counts)


class PieceParser(BaseParser):
    """The bytes of a piece, not read yet: whoever puts them on disk reads them."""

    media_type = BYTES

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:  # noqa: ARG002 - DRF's call
        """The stream itself."""
        return stream


class UploadsView(ApiView):
    """GET, POST /api/v1/uploads/"""

    @extend_schema(
        operation_id="uploads",
        parameters=[OpenApiParameter("before", int, description="`next` of the page before")],
        responses=UploadPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """List the files that people and programs put in, the newest first. Needs feed.load; otherwise 404."""
        here = stand(request, may=permissions.FEED_LOAD)
        found = queries.listed(here.desk.pk, here.shop_ids, before=number(request, "before"))
        return Response({"items": UploadSerializer(found.uploads, many=True).data, "next": found.next})

    @extend_schema(
        operation_id="upload_begin", request=AnnouncedSerializer, responses={201: UploadStandSerializer, 200: UploadStandSerializer}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Announce a file, whose pieces follow. 200 where this key was bringing the same file already: go on at `received`.

        Needs feed.load; otherwise 404. Refused: upload_empty, upload_too_large, upload_too_many, upload_no_room.
        """
        here = stand(request, may=permissions.FEED_LOAD)
        asked = body(request, AnnouncedSerializer)
        shop = next((one for one in here.shops if one.slug == asked["shop"]), None)
        if shop is None:
            raise NotVisible
        now, sha256 = moment(), asked["sha256"]
        row = receiving.begin(
            shop=shop, name=asked["name"], size=asked["size"], fingerprint=f"sha-256:{sha256}", by=bringer(here), now=now, digest=sha256
        )
        return Response(stood(here, row.pk), status=201 if row.created_at == now else 200)


class UploadView(ApiView):
    """GET /api/v1/uploads/{upload}/"""

    @extend_schema(operation_id="upload", responses=UploadStandSerializer)
    def get(self, request: Request, upload: int) -> Response:
        """Read how far one file is, and what became of its records. Needs feed.load; otherwise 404."""
        return Response(stood(stand(request, may=permissions.FEED_LOAD), upload))


class UploadPiecesView(ApiView):
    """PUT /api/v1/uploads/{upload}/pieces/"""

    parser_classes = (PieceParser,)

    @extend_schema(
        operation_id="upload_piece",
        parameters=[
            OpenApiParameter("at", int, required=True, description="its first byte's place in the file, from 0: what is `received`")
        ],
        request={BYTES: OpenApiTypes.BINARY},
        responses=UploadStandSerializer,
    )
    def put(self, request: Request, upload: int) -> Response:
        """Put a piece of at most 8 MiB behind what is here; the last one has the file looked at. Needs feed.load; otherwise 404.

        409 with `newer.received` where it belongs elsewhere, also when it came before: go on there. A larger piece is 413, one that
        ends behind the file 422 upload_longer. What the whole file is found to be is its `state`, and its `code` where it is refused.
        """
        here = stand(request, may=permissions.FEED_LOAD)
        row = queries.one(here.desk.pk, here.shop_ids, upload)
        at, length = number(request, "at"), _length(request)
        stream: Any = request.data
        if at is None:
            raise ValidationError({"at": [ErrorDetail(_("Say where in the file this piece begins."), code="required")]})
        if not length:
            raise ValidationError([ErrorDetail(_("Send the bytes of the piece as the body."), code="required")])
        if length > receiving.PIECE:
            raise RequestDataTooBig
        receiving.add_piece(shop=row.shop, upload_id=row.pk, at=at, stream=stream, length=length, actor=access.actor(request), now=moment())
        return Response(stood(here, upload))


class UploadCancelView(ApiView):
    """POST /api/v1/uploads/{upload}/cancel/"""

    @extend_schema(operation_id="upload_cancel", request=None, responses=UploadStandSerializer)
    def post(self, request: Request, upload: int) -> Response:
        """Stop a file and delete it, at once or behind the batch that is being loaded; what was loaded stays. Twice is once.

        Needs feed.load; otherwise 404.
        """
        here = stand(request, may=permissions.FEED_LOAD)
        row = queries.one(here.desk.pk, here.shop_ids, upload)
        deciding.cancel(shop=row.shop, upload_id=row.pk, actor=access.actor(request), now=moment())
        return Response(stood(here, upload))


class UploadRejectedView(GivesFile):
    """GET /api/v1/uploads/{upload}/rejected/"""

    @extend_schema(operation_id="upload_rejected", responses={(200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: Request, upload: int) -> HttpResponseBase:
        """The rejected records of a file that is loaded, as CSV with the reason of each; before that there is none: 404.

        Needs feed.load and records.see; otherwise 404. Store ratings are counted by their reason and not listed.
        """
        here = stand(request, may=permissions.FEED_LOAD)
        row = queries.one(here.desk.pk, here.shop_ids, upload)
        if row.load_id is None or not here.may(permissions.RECORDS_SEE):
            raise NotVisible
        wanted = kept.Wanted(here.desk.pk, (row.shop_id,), state="rejected", load_id=row.load_id)
        answer = StreamingHttpResponse(table.rejected(wanted, get_language() or "en"), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="rejected-{row.pk}.csv"'
        return answer


def bringer(here: Standing) -> Bringer:
    """The key of a request, as it brings files."""
    return Bringer(token_id=here.token.pk)


def stood(here: Standing, upload: int) -> dict[str, Any]:
    """How an upload stands now."""
    return dict(UploadStandSerializer(queries.one(here.desk.pk, here.shop_ids, upload)).data)


def _length(request: Request) -> int:
    """The length of the body, which the front has compared with what came; 0 where it says none."""
    text = str(request.META.get("CONTENT_LENGTH") or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_LENGTH else 0
