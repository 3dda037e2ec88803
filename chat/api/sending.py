"""POST /api/v1/shops/{shop}/threads/{id}/messages/: a message to a buyer, by a program."""

import uuid
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chat.services import enclosing
from sellerdesk import access
from sellerdesk.api import uploading
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent, key_of
from sellerdesk.api.uploading import FileField, TakesFiles
from sellerdesk.domain import permissions


KEYS = uuid.UUID("3f0c7d3e-6a5b-5e0e-9a58-0f6b8a1f6c11")
"""The space of names from which Idempotency-Keys make keys of messages."""
MOST = 2**31 - 1


class OutgoingSerializer(serializers.Serializer[Any]):
    """A message to send."""

    text = serializers.CharField(trim_whitespace=False)
    seen = serializers.IntegerField(min_value=0, max_value=MOST, help_text="the newest arrival of the thread that its author has seen")
    done = serializers.BooleanField(default=False, help_text="mark the thread done")
    reason = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="why it goes in spite of a warning (refused: warned)"
    )
    not_before = serializers.DateTimeField(default=None, allow_null=True, help_text="when it is to go, within 30 days; null for now")


class OutgoingFilesSerializer(OutgoingSerializer):
    """A message to send with files: photos (JPEG, PNG, WebP, drawn anew) and documents (PDF). Without words they are enough."""

    text = serializers.CharField(trim_whitespace=False, default="", allow_blank=True)
    files = serializers.ListField(child=FileField(), default=list, help_text="at most 10, each of at most 5 MB")


class SentSerializer(serializers.Serializer[Any]):
    """A message on its way. Until `leaves_at` it can be taken back in the browser."""

    id = serializers.IntegerField(source="message_id")
    arrival = serializers.IntegerField(help_text="its number in the thread: send it as `seen` with the next one")
    delivery = serializers.CharField()
    leaves_at = serializers.DateTimeField()


class Sending(TakesFiles):
    """POST /api/v1/shops/{shop}/threads/{thread}/messages/"""

    @extend_schema(
        operation_id="thread_message",
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key is the same message")],
        request={"application/json": OutgoingSerializer, uploading.FORM: OutgoingFilesSerializer},
        responses={201: SentSerializer},
    )
    @idempotent
    def post(self, request: Request, shop: str, thread: int) -> Response:
        """Send a message, as a form with files. 409 stale with what is newer, where something came after `seen`.

        422 as on the page: of a file file_empty, file_too_large, file_type_not_taken, photo_broken, photo_too_large, photo_moves,
        document_broken, document_hides_files, document_acts, document_locked; of all too_many_files, files_too_large.
        Needs chats.see and chats.answer.
        """
        place = access.answered(request, shop, may=permissions.CHATS_ANSWER)
        asked = body(request, OutgoingFilesSerializer if uploading.is_form(request) else OutgoingSerializer)
        sent = enclosing.send(
            desk_id=place.desk_id, shop_ids=[place.pk], thread_id=thread, actor=access.actor(request),
            files=uploading.read(asked.pop("files", [])), client_key=key_of(request, KEYS), now=timezone.now(), **asked,
        )  # fmt: skip
        return Response(SentSerializer(sent).data, status=201)
