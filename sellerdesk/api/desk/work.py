"""What waits for people, for programs: the queue, giving it to somebody, putting it off, taking that back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, assigning, snoozing, undoing, waiting
from sellerdesk.api import paging
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, number, stand
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import Stale
from sellerdesk.waiting import Item


class ItemSerializer(serializers.Serializer[Any]):
    """One thing that waits. `subject` names what it is about, such as review:12."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    shop = serializers.CharField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    priority = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    assignee = serializers.IntegerField(allow_null=True, help_text="the user of the person who has it")
    snoozed_until = serializers.DateTimeField(allow_null=True)


class ItemPageSerializer(serializers.Serializer[Any]):
    """Some items by deadline, and the next cursor."""

    items = ItemSerializer(many=True)
    next = serializers.CharField(allow_null=True)


def ids(**more: Any) -> serializers.ListField:
    """The ids of some items, as many as one command takes."""
    child = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    return serializers.ListField(child=child, min_length=1, max_length=assigning.AT_ONCE, **more)


class AssignSerializer(serializers.Serializer[Any]):
    """To whom some items go. They are named by their ids, or by what they are about, such as review:12; one of both."""

    items = ids(required=False)
    about = serializers.ListField(
        child=serializers.RegexField(r"^[a-z_]{1,40}:[0-9]{1,19}$"), required=False, min_length=1, max_length=assigning.AT_ONCE,
        help_text="all that waits about these reviews, claims, conversations",
    )  # fmt: skip
    to = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, allow_null=True, help_text="a person's user; null for the team")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refused where both ways to name them are taken, or none."""
        if ("items" in attrs) == ("about" in attrs):
            raise ValidationError({"items": [_("Name the items by their ids, or by what they are about.")]}, code="invalid")
        return attrs


class SnoozeSerializer(serializers.Serializer[Any]):
    """Until when some items are out of the way."""

    items = ids()
    until = serializers.DateTimeField(allow_null=True, help_text="within a year; null brings them back now")


class DoneSerializer(serializers.Serializer[Any]):
    """The items that changed, and what takes it back for a minute; null where nothing changed."""

    changed = serializers.ListField(child=serializers.IntegerField())
    undo = serializers.CharField(allow_null=True)


class AssignedSerializer(DoneSerializer):
    """The items that changed hands; of what was named with `about`: that of which nothing waits for anybody."""

    not_waiting = serializers.ListField(child=serializers.CharField())


class UndoSerializer(serializers.Serializer[Any]):
    """What was given as `undo`."""

    undo = serializers.CharField(max_length=20_000)


class UndoneSerializer(serializers.Serializer[Any]):
    """Of how many items it was taken back."""

    undone = serializers.IntegerField()


class WorkView(ApiView):
    """GET /api/v1/work/"""

    @extend_schema(
        operation_id="work",
        parameters=[
            OpenApiParameter("shop", str, description="a shop by its slug"),
            OpenApiParameter("kind", str, description="a kind of work"),
            OpenApiParameter("assignee", int, description="the user of a person"),
            OpenApiParameter("snoozed", bool, description="what was put off, the first 500, instead of what waits now"),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
        ],
        responses=ItemPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """List what waits for people, by deadline. Needs work.see; otherwise 404."""
        here = stand(request, may=permissions.WORK_SEE)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        sight, now = _sight(request, here), moment()
        if request.query_params.get("snoozed") == "true":
            return Response({"items": _shown(here, waiting.snoozed_page(sight, limit=limit, now=now)), "next": None})
        told = request.query_params.get("cursor", "")
        after = waiting.cursor(told)
        if told and after is None:
            raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
        found = waiting.page(sight, after=after, limit=limit + 1, now=now)
        following = str(found[limit - 1].cursor) if len(found) > limit else None
        return Response({"items": _shown(here, found[:limit]), "next": following})


class WorkAssignView(ApiView):
    """POST /api/v1/work/assign/"""

    @extend_schema(operation_id="work_assign", request=AssignSerializer, responses=AssignedSerializer)
    def post(self, request: Request) -> Response:
        """Give items to a person, or back to the team: up to 200 at once. Needs work.assign; otherwise 404. Gone: 409.

        Refused: assignee_cannot_see, too_many_items. What is done meanwhile is left out.
        """
        here = stand(request, may=permissions.WORK_ASSIGN)
        asked, actor, now, sight = body(request, AssignSerializer), access.actor(request), moment(), here.sight()
        about: list[str] = asked.get("about", [])
        found = waiting.about(sight, about) if about else []
        items = asked.get("items") or [one.id for one in found]
        done = assigning.assign(sight=sight, item_ids=items, to=asked["to"], by=None, actor=actor, now=now)
        undo = undoing.token(here.desk.pk, actor.key, undoing.ASSIGN, undoing.of_changes(done), now=now) if done else None
        waits = {one.subject for one in found}
        left = [subject for subject in dict.fromkeys(about) if subject not in waits]
        return Response({"changed": [one.item for one in done], "undo": undo, "not_waiting": left})


class WorkSnoozeView(ApiView):
    """POST /api/v1/work/snooze/"""

    @extend_schema(operation_id="work_snooze", request=SnoozeSerializer, responses=DoneSerializer)
    def post(self, request: Request) -> Response:
        """Put items off, or bring them back. Needs work.assign; otherwise 404. Refused: moment_past, moment_far. Gone: 409."""
        here = stand(request, may=permissions.WORK_ASSIGN)
        asked, actor, now = body(request, SnoozeSerializer), access.actor(request), moment()
        done = snoozing.snooze(sight=here.sight(), item_ids=asked["items"], until=asked["until"], actor=actor, now=now)
        undo = undoing.token(here.desk.pk, actor.key, undoing.SNOOZE, undoing.of_puts(done), now=now) if done else None
        return Response({"changed": [one.item for one in done], "undo": undo})


class WorkUndoView(ApiView):
    """POST /api/v1/work/undo/"""

    @extend_schema(operation_id="work_undo", request=UndoSerializer, responses=UndoneSerializer)
    def post(self, request: Request) -> Response:
        """Take back what this token did a moment ago. Too late, or something happened since: 409. Needs work.assign; otherwise 404."""
        here = stand(request, may=permissions.WORK_ASSIGN)
        asked, actor, now = body(request, UndoSerializer), access.actor(request), moment()
        change = undoing.read(asked["undo"], here.desk.pk, actor.key, now=now)
        undone = undoing.take_back(change, sight=here.sight(), actor=actor, now=now) if change else 0
        if not undone:
            raise Stale(_("It is too late to take this back: something has happened since."))
        return Response({"undone": undone})


def _sight(request: Request, here: Standing) -> waiting.Sight:
    sight, asked = here.sight(), request.query_params
    if "shop" in asked:
        # A shop that is not among the token's has nothing in it, whoever else has it.
        sight = replace(sight, shop_ids=[shop.pk for shop in here.shops if shop.slug == asked["shop"]])
    if "kind" in asked:
        sight = replace(sight, only=[asked["kind"]])
    return replace(sight, assignee_id=number(request, "assignee"))


def _shown(here: Standing, items: Sequence[Item]) -> Any:
    rows = [
        {
            "id": one.id, "kind": one.kind, "subject": one.subject, "shop": here.slug_of(one.shop_id), "due_at": one.due_at,
            "priority": one.priority, "opened_at": one.opened_at, "assignee": one.assignee_id, "snoozed_until": one.snoozed_until,
        }
        for one in items
    ]  # fmt: skip
    return ItemSerializer(rows, many=True).data
