"""Tables that programs bring: what their columns are taken for, the first rows as records, and the start of the load."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, shops
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, stand
from sellerdesk.api.desk.uploads import UploadStandSerializer, bringer, stood
from sellerdesk.api.repeating import idempotent
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.feed.schema import TYPES
from sellerdesk.models import Upload
from sellerdesk.upload import deciding, previewing, queries
from sellerdesk.upload.domain.dialects import MOST_COLUMNS
from sellerdesk.upload.domain.guessing import guess
from sellerdesk.upload.domain.mapping import ColumnMapping, missing
from sellerdesk.upload.domain.sniffing import Form
from sellerdesk.upload.domain.targets import targets_of
from sellerdesk.upload.domain.unusable import Unusable
from sellerdesk.upload.previewing import Sample
from sellerdesk.upload.sentences import refusal_of


_LONGEST = 500
"""Characters of what every row has, and of a word of the feed."""


class ColumnMappingSerializer(serializers.Serializer[Any]):
    """What the columns of a table are."""

    type = serializers.ChoiceField(sorted(TYPES), help_text="what each row is, as in docs/contract/feed.md")
    columns = serializers.ListField(
        child=serializers.CharField(allow_blank=True, max_length=100),
        max_length=MOST_COLUMNS,
        help_text="the field of each column, in order; empty for one that is left out",
    )
    constants = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=_LONGEST), default=dict, help_text="by field: what every row has there"
    )
    words = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(max_length=_LONGEST)),
        default=dict,
        help_text="by field: what a word of the file means, as a word of the feed",
    )
    day_first = serializers.BooleanField(default=True, help_text="whether 03.04. is the third of April")
    decimal_comma = serializers.BooleanField(default=False, help_text="whether decimals stand behind a comma")


class StartedMappingSerializer(ColumnMappingSerializer):
    """What the columns of a table are, and the name under which that is kept for the next file."""

    save_as = serializers.CharField(allow_blank=True, default="", max_length=deciding.LONGEST_NAME, help_text="empty: it is not kept")


class WordMeaningSerializer(serializers.Serializer[Any]):
    """A word that stands in a column, and what it is taken for; empty where it is not understood."""

    word = serializers.CharField()
    means = serializers.CharField(allow_blank=True)


class MappedColumnSerializer(serializers.Serializer[Any]):
    """One column. Its cells are told before the load begins, and none that say who gave a store rating."""

    header = serializers.CharField()
    field = serializers.CharField()
    examples = serializers.ListField(child=serializers.CharField())
    words = WordMeaningSerializer(many=True)


class FieldOfTypeSerializer(serializers.Serializer[Any]):
    """A field that a column can be."""

    field = serializers.CharField()
    kind = serializers.CharField()
    needed = serializers.BooleanField(help_text="whether it still lacks a column")
    choices = serializers.ListField(child=serializers.CharField(), help_text="the words of the feed, where there are only some")


class MappingSuggestionSerializer(serializers.Serializer[Any]):
    """What the columns are taken for: a suggestion while `started` is false, then what was chosen."""

    started = serializers.BooleanField()
    mapping = ColumnMappingSerializer()
    saved = serializers.CharField(help_text="the name of the saved mapping that this is; empty for a guess")
    names = serializers.ListField(child=serializers.CharField(), help_text="of the mappings saved for tables with these columns")
    columns = MappedColumnSerializer(many=True)
    possible = serializers.SerializerMethodField(help_text="what a column of such rows can be")

    @extend_schema_field(FieldOfTypeSerializer(many=True))
    def get_possible(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        """In the order in which people look for them."""
        mapping = told["mapping"]
        needed = missing(ColumnMapping(mapping["type"], tuple(mapping["columns"])))
        return [
            {"field": one.path, "kind": one.kind, "needed": one.path in needed, "choices": list(previewing.choices_of(one))}
            for one in targets_of(mapping["type"]).values()
        ]


class PreviewCellSerializer(serializers.Serializer[Any]):
    """One field of a row as it will be kept, and what is wrong with it."""

    field = serializers.CharField()
    shown = serializers.CharField()
    fault = serializers.CharField()


class PreviewRowSerializer(serializers.Serializer[Any]):
    """One row as a record."""

    line = serializers.IntegerField()
    wrong = serializers.BooleanField(help_text="whether it would be rejected")
    fault = serializers.CharField(help_text="what is wrong with the whole, where no cell is to blame")
    cells = PreviewCellSerializer(many=True)


class PreviewSerializer(serializers.Serializer[Any]):
    """The first rows of a table as records, before anything is loaded."""

    rows = PreviewRowSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="fields that still need a column or a constant")


class UploadMappingView(ApiView):
    """GET /api/v1/uploads/{upload}/mapping/"""

    @extend_schema(
        operation_id="upload_mapping",
        parameters=[
            OpenApiParameter("type", str, enum=sorted(TYPES), description="guess for rows of this type"),
            OpenApiParameter("saved", str, description="the saved mapping of this name"),
        ],
        responses=MappingSuggestionSerializer,
    )
    def get(self, request: Request, upload: int) -> Response:
        """What the columns of a table are taken for, for the key that brought it. Needs feed.load; otherwise 404.

        404 also for a file that is not whole or has no columns. A file that shows only here that it is damaged is refused: its `code`.
        """
        row = _mine(request, upload)[1]
        if row.state != Upload.State.MAPPING:
            if not row.mapping:
                raise NotVisible
            return Response(_chosen(row))
        try:
            found = _sample(row)
        except Refusal as refusal:
            raise NotVisible from refusal
        return Response(_suggested(request, row, found))


class UploadPreviewView(ApiView):
    """POST /api/v1/uploads/{upload}/preview/"""

    @extend_schema(operation_id="upload_preview", request=ColumnMappingSerializer, responses=PreviewSerializer)
    def post(self, request: Request, upload: int) -> Response:
        """The first rows as a mapping makes them, for the key that brought the table. Needs feed.load; otherwise 404.

        Refused: upload_not_whole, columns_differ, path_unknown, path_twice, words_too_many, and why a damaged file is refused.
        409 where it asks for no columns (any more).
        """
        row = _mine(request, upload)[1]
        mapping = _mapping(body(request, ColumnMappingSerializer))
        deciding.ready(row)
        refusal = deciding.mapping_refusal(mapping, len(Form.of(row.form).headers))
        if refusal is not None and refusal.code != "path_missing":
            raise refusal
        shown = previewing.preview(_sample(row), mapping, shops.facts(row.shop))
        return Response({"rows": [_row(one) for one in shown], "missing": missing(mapping)})


class UploadStartView(ApiView):
    """POST /api/v1/uploads/{upload}/start/"""

    @extend_schema(operation_id="upload_start", request=StartedMappingSerializer, responses={202: UploadStandSerializer})
    @idempotent
    def post(self, request: Request, upload: int) -> Response:
        """Have a table loaded as a mapping says, by the key that brought it; so again is once. Needs feed.load; otherwise 404.

        Refused: upload_not_whole, columns_differ, path_unknown, path_twice, words_too_many, path_missing, mapping_name_malformed.
        409 where it was started otherwise, has no columns, or has ended. A file of feed records starts by itself.
        """
        here, row = _mine(request, upload)
        asked = body(request, StartedMappingSerializer)
        deciding.start(
            shop=row.shop, upload_id=row.pk, mapping=_mapping(asked), save_as=asked["save_as"], actor=access.actor(request), now=moment()
        )
        return Response(stood(here, upload), status=202)


def _mine(request: Request, upload: int) -> tuple[Standing, Upload]:
    """An upload that this very key brought. Anybody else: NotVisible; its cells may say who gave which store rating."""
    here = stand(request, may=permissions.FEED_LOAD)
    row = queries.one(here.desk.pk, here.shop_ids, upload)
    if not bringer(here).brought(row):
        raise NotVisible
    return here, row


def _sample(row: Upload) -> Sample:
    """Its first rows. One whose file turns out to be unusable is refused, as on the page, with that reason."""
    try:
        return previewing.sample(row)
    except Unusable as unusable:
        deciding.refuse(shop=row.shop, upload_id=row.pk, reason=unusable, now=moment())
        raise Refusal(unusable.code, refusal_of(unusable.code, unusable.facts)) from unusable


def _mapping(asked: dict[str, Any]) -> ColumnMapping:
    words = {path: {word.casefold(): means for word, means in told.items()} for path, told in asked["words"].items()}
    return ColumnMapping(
        asked["type"], tuple(asked["columns"]), asked["constants"], words, asked["day_first"], asked["decimal_comma"]
    )  # fmt: skip


def _chosen(row: Upload) -> dict[str, Any]:
    """What was started, without any cell."""
    mapping = ColumnMapping.of(row.mapping or {})
    columns = [
        {"header": header, "field": path, "examples": [], "words": []}
        for header, path in zip(Form.of(row.form).headers, mapping.columns, strict=True)
    ]
    told = {"started": True, "mapping": mapping.told(), "saved": "", "names": [], "columns": columns}
    return dict(MappingSuggestionSerializer(told).data)


def _suggested(request: Request, row: Upload, found: Sample) -> dict[str, Any]:
    """What was saved for such tables or is guessed; with what the query chose instead. A name that is none of theirs: NotVisible."""
    asked, saved = request.query_params, previewing.saved_for(row.desk_id, found.form)
    mapping, name = previewing.suggested(row, found)
    if "saved" in asked:
        chosen = next((one for one in saved if one.name == asked["saved"]), None)
        if chosen is None:
            raise NotVisible
        mapping, name = ColumnMapping.of(chosen.mapping), chosen.name
    elif "type" in asked:
        mapping, name = guess(found.form.headers, found.cells, record_type=asked["type"]), ""
    names = [one.name for one in saved]
    told = {"started": False, "mapping": mapping.told(), "saved": name, "names": names, "columns": _columns(row, found, mapping)}
    return dict(MappingSuggestionSerializer(told).data)


def _columns(row: Upload, found: Sample, mapping: ColumnMapping) -> list[dict[str, Any]]:
    facts, words, targets = shops.facts(row.shop), previewing.words_of(found, mapping), targets_of(mapping.type)
    examples = previewing.examples_of(found, mapping)
    return [
        {
            "header": header,
            "field": path,
            "examples": examples[place],
            "words": [{"word": word, "means": previewing.understood(word, targets[path], mapping, facts)} for word in words.get(path, ())],
        }
        for place, (header, path) in enumerate(zip(found.form.headers, mapping.columns, strict=True))
    ]


def _row(one: previewing.Previewed) -> dict[str, Any]:
    cells = [{"field": cell.path, "shown": cell.shown, "fault": cell.fault} for cell in one.cells]
    return {"line": one.line, "wrong": one.wrong, "fault": one.fault, "cells": cells}
