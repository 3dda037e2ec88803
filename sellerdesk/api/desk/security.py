"""What every account of the desk must have, for programs: read, changed, and who has it.

A page asks a person once more who they are before this is changed; a key cannot be asked. So it must name the very permission of the page
and see every shop, whoever made it must still hold that permission, and owners are told when a key asks for less.
"""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, second_factor, team
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, stand, stand_in_all
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions


class SecurityWantedSerializer(serializers.Serializer[Any]):
    """What every account must have."""

    second_factor_for_all = serializers.BooleanField(help_text="whether everybody needs a second factor; owners need one either way")


class SecuritySerializer(SecurityWantedSerializer):
    """What every account must have, and whether that is asked here at all."""

    in_force = serializers.BooleanField(help_text="false where this installation, or the demo desk, asks nobody")


class SecuredPersonSerializer(serializers.Serializer[Any]):
    """Somebody of the desk, and whether they have a second factor."""

    id = serializers.IntegerField(help_text="as in `people/`")
    name = serializers.CharField()
    email = serializers.CharField()
    role = serializers.ChoiceField(list(permissions.ROLES))
    second_factor = serializers.BooleanField(help_text="an app or a security key; recovery codes alone are none")


class SecuredPeopleSerializer(serializers.Serializer[Any]):
    """Everybody in the desk, owners first."""

    items = SecuredPersonSerializer(many=True)


class SecurityView(Versioned, ApiView):
    """GET, PUT /api/v1/security/"""

    @extend_schema(operation_id="security", responses=SecuritySerializer)
    def get(self, request: Request) -> Response:
        """Read what every account of the desk must have. Needs desk.see; otherwise 404."""
        return told(_shown(stand(request, may=permissions.DESK_SEE)))

    @extend_schema(operation_id="security_change", request=SecurityWantedSerializer, responses=SecuritySerializer)
    def put(self, request: Request) -> Response:
        """Ask more of every account, or less; it holds from the next request on. Needs people.manage in every shop; otherwise 404.

        Where less is asked, the owners are told which key did it. Refused: people_not_yours (whoever made the key may not any more),
        demo_desk.
        """
        here = _managing(request)
        wanted = body(request, SecurityWantedSerializer)["second_factor_for_all"]
        with unchanged(request, lambda: _shown(here), lock=here.hold):
            second_factor.ask_of_all(desk_id=here.desk.pk, wanted=wanted, by=here.token, actor=access.actor(request), now=moment())
        return told(_shown(here))


class SecurityPeopleView(ApiView):
    """GET /api/v1/security/people/"""

    @extend_schema(operation_id="security_people", responses=SecuredPeopleSerializer)
    def get(self, request: Request) -> Response:
        """List who has a second factor and who has none. Needs people.manage in every shop; otherwise 404."""
        here = _managing(request)
        people = team.people(here.desk.pk, own_role=permissions.OWNER)
        held = second_factor.holders([one.user_id for one in people])
        items = [
            {"id": one.id, "name": one.name, "email": one.email, "role": one.role, "second_factor": one.user_id in held} for one in people
        ]
        return Response(SecuredPeopleSerializer({"items": items}).data)


def _managing(request: Request) -> Standing:
    return stand_in_all(request, may=permissions.PEOPLE_MANAGE)


def _shown(here: Standing) -> dict[str, Any]:
    for_all, in_force = second_factor.asked_in(here.desk.pk)
    return dict(SecuritySerializer({"second_factor_for_all": for_all, "in_force": in_force}).data)
