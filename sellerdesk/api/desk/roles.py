"""The roles of the desk for programs: what each may do, how many people have it, and changing that.

A key changes no role that may more than the key itself, and gives a role nothing that the key does not hold: it could give itself that.
"""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, roles as kept, rooms
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, stand
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible


class RoleHoldsSerializer(serializers.Serializer[Any]):
    """What a role is to hold."""

    permissions = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=100,
        help_text=f"whatever is named, {' and '.join(sorted(permissions.ALWAYS))} are held by every role",
    )  # fmt: skip


class RoleSerializer(serializers.Serializer[Any]):
    """What a role may do in this desk."""

    role = serializers.ChoiceField(list(permissions.ROLES))
    permissions = serializers.ListField(child=serializers.CharField(), help_text="all that it holds")
    given = serializers.ListField(child=serializers.CharField(), help_text="of these: what this desk gave it")
    taken = serializers.ListField(child=serializers.CharField(), help_text="what every desk begins with, and this one took from it")
    changeable = serializers.BooleanField(help_text="the owners' role is the same in every desk")


class RoleOfDeskSerializer(RoleSerializer):
    """A role with its people."""

    name = serializers.CharField(help_text="in the language of the request")
    people = serializers.IntegerField(help_text="how many have it")


class RoleFactSerializer(serializers.Serializer[Any]):
    """Something that is so of each role beside its permissions, such as a shop's refund limits, in words."""

    about = serializers.CharField()
    of = serializers.CharField(help_text="such as the name of a shop")
    values = serializers.DictField(child=serializers.CharField(), help_text="by role; a role that is left out has none")


class RolesSerializer(serializers.Serializer[Any]):
    """Every role, the most powerful first, and what rooms say of roles as far as the key may see it."""

    items = RoleOfDeskSerializer(many=True)
    facts = RoleFactSerializer(many=True)


class RolesView(ApiView):
    """GET /api/v1/roles/"""

    @extend_schema(operation_id="roles", responses=RolesSerializer)
    def get(self, request: Request) -> Response:
        """List the roles of the desk: what each may do, how many people have it. Needs desk.see; otherwise 404."""
        here = stand(request, may=permissions.DESK_SEE)
        items = [{**_shown(one), "name": one.label, "people": one.people} for one in kept.roles(here.desk.pk)]
        return Response(RolesSerializer({"items": items, "facts": _facts(here)}).data)


class RoleView(Versioned, ApiView):
    """GET, PUT /api/v1/roles/{role}/"""

    @extend_schema(operation_id="role", responses=RoleSerializer)
    def get(self, request: Request, role: str) -> Response:
        """Read what one role may do. Needs desk.see; otherwise 404."""
        return told(_one(stand(request, may=permissions.DESK_SEE), role))

    @extend_schema(operation_id="role_change", request=RoleHoldsSerializer, responses=RoleSerializer)
    def put(self, request: Request, role: str) -> Response:
        """Let everybody in a role hold exactly this, from their next request on. Needs people.manage in every shop; otherwise 404.

        Refused: role_above_yours, permission_above_yours, role_is_fixed, permission_unknown, permission_not_given, permission_alone.
        """
        here = stand(request, may=permissions.PEOPLE_MANAGE)
        if not here.token.every_shop:
            raise NotVisible
        _one(here, role)
        wanted = body(request, RoleHoldsSerializer)["permissions"]
        with unchanged(request, lambda: _one(here, role), lock=here.hold):
            kept.change_role(desk_id=here.desk.pk, role=role, wanted=wanted, by=here.token, actor=access.actor(request), now=moment())
        return told(_one(here, role))


def _one(here: Standing, role: str) -> dict[str, Any]:
    found = next((one for one in kept.roles(here.desk.pk) if one.key == role), None)
    if found is None:
        raise NotVisible
    return _shown(found)


def _shown(one: kept.Role) -> dict[str, Any]:
    changed = {is_given: sorted(name for name, given in one.changes.items() if given == is_given) for is_given in (True, False)}
    told = {"role": one.key, "permissions": sorted(one.held), "given": changed[True], "taken": changed[False]}
    return dict(RoleSerializer({**told, "changeable": one.is_changeable}).data)


def _facts(here: Standing) -> list[dict[str, Any]]:
    """What the rooms say of roles in the key's shops, where the key may see it."""
    shops = [(one.pk, one.slug, one.name) for one in here.shops]
    return [
        {"about": str(fact.label), "of": row.title, "values": dict(row.values)}
        for fact in rooms.role_facts()
        if here.may(fact.may)
        for row in fact.tell(here.desk.pk, here.desk.slug, shops)
    ]
