"""Files of conversations for programs: all of one conversation, and the content of each that lies here."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.threads import SENDERS, FileSerializer
from chat.queries import files, programs, reading
from sellerdesk import access
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.uploading import GivesFile
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.web import checked_files


class ThreadFileSerializer(FileSerializer):
    """A file of a conversation, when it came and from whom."""

    at = serializers.DateTimeField()
    sender = serializers.SerializerMethodField()

    def get_sender(self, file: Any) -> str:
        """From whom: buyer, seller, marketplace."""
        return SENDERS[file.sender]


class ThreadFilesSerializer(serializers.Serializer[Any]):
    """The files of a conversation, the newest first; those of removed messages are not among them."""

    items = ThreadFileSerializer(many=True)
    more = serializers.BooleanField(help_text=f"whether there are more than {reading.MOST_FILES}, which are not listed")


class ThreadFilesView(ApiView):
    """GET /api/v1/shops/{shop}/threads/{thread}/files/"""

    @extend_schema(operation_id="shop_thread_files", responses=ThreadFilesSerializer)
    def get(self, request: Request, shop: str, thread: int) -> Response:
        """Every file of a conversation. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        if not programs.threads(place.desk_id, place.pk).filter(pk=thread).exists():
            raise NotVisible
        found = reading.files(place.desk_id, thread)
        return Response(ThreadFilesSerializer({"items": found, "more": len(found) == reading.MOST_FILES}).data)


class FileView(GivesFile):
    """GET /api/v1/shops/{shop}/files/{attachment}/"""

    @extend_schema(
        operation_id="shop_file", responses={(200, "image/*"): OpenApiTypes.BINARY, (200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, shop: str, attachment: int) -> HttpResponseBase:
        """A file that lies here: a photo, which was drawn anew, or a document to be saved. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        found = files.kept(place.desk_id, [place.pk], attachment)
        if found is None:
            raise NotVisible
        return checked_files.answer(found.place, found.content_type, found.name, in_place=found.kind == "photo")


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/threads/<int:thread>/files/", ThreadFilesView.as_view(), "shop-thread-files")
    routes.register("shops/<slug:shop>/files/<int:attachment>/", FileView.as_view(), "shop-file")
