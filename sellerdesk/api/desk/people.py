"""The people of a desk and its invitations, for programs. A token gives no role that may more than the token itself."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, invitations, team
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, stand, stand_in_all
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible


class LimitsSerializer(serializers.Serializer[Any]):
    """A role, and the shops that are seen in it."""

    role = serializers.ChoiceField(list(permissions.ROLES))
    shops = serializers.ListField(
        child=serializers.SlugField(max_length=64), allow_null=True, max_length=1000, help_text="slugs; null for every shop"
    )


class PersonSerializer(LimitsSerializer):
    """Somebody who works in the desk."""

    id = serializers.IntegerField()
    user = serializers.IntegerField(help_text="send it to give work to this person")
    name = serializers.CharField()
    email = serializers.CharField()
    active = serializers.BooleanField()


class PeopleSerializer(serializers.Serializer[Any]):
    """Everybody who works in the desk."""

    items = PersonSerializer(many=True)


class InviteSerializer(LimitsSerializer):
    """Whom to ask into the desk."""

    email = serializers.EmailField(max_length=254)


class InvitationSerializer(LimitsSerializer):
    """An invitation that still opens."""

    id = serializers.IntegerField()
    email = serializers.CharField()
    invited_by = serializers.CharField(help_text="empty where a program did")
    expires_at = serializers.DateTimeField()


class InvitedSerializer(InvitationSerializer):
    """A new invitation with its link. Give it to nobody but the person it is for; it is shown once."""

    link = serializers.CharField()


class InvitationsSerializer(serializers.Serializer[Any]):
    """The invitations that still open, the newest first."""

    items = InvitationSerializer(many=True)


class PeopleView(ApiView):
    """GET /api/v1/people/"""

    @extend_schema(operation_id="people", responses=PeopleSerializer)
    def get(self, request: Request) -> Response:
        """List who works in the desk, owners first. Needs desk.see; otherwise 404."""
        here = stand(request, may=permissions.DESK_SEE)
        return Response({"items": [_person(here, one) for one in team.people(here.desk.pk, own_role=permissions.OWNER)]})


class PersonView(Versioned, ApiView):
    """GET, PUT, DELETE /api/v1/people/{member}/"""

    @extend_schema(operation_id="person", responses=PersonSerializer)
    def get(self, request: Request, member: int) -> Response:
        """Read one person of the desk. Needs desk.see; otherwise 404."""
        return told(_one(stand(request, may=permissions.DESK_SEE), member))

    @extend_schema(operation_id="person_change", request=LimitsSerializer, responses=PersonSerializer)
    def put(self, request: Request, member: int) -> Response:
        """Give a person a role and shops. Needs people.manage; otherwise 404. Refused: role_above_yours, last_owner and others."""
        here = _managing(request)
        _one(here, member)
        asked = body(request, LimitsSerializer)
        with unchanged(request, lambda: _one(here, member), lock=here.hold):
            team.change_person(
                desk_id=here.desk.pk, member_id=member, role=asked["role"], shop_ids=here.ids_of(asked["shops"]), by=here.token,
                actor=access.actor(request), now=moment(),
            )  # fmt: skip
        return told(_one(here, member))

    @extend_schema(operation_id="person_remove", request=None, responses={204: None})
    def delete(self, request: Request, member: int) -> Response:
        """Take a person out of the desk; the account stays. Needs people.manage; otherwise 404. Refused: role_above_yours, last_owner."""
        here = _managing(request)
        _one(here, member)
        with unchanged(request, lambda: _one(here, member), lock=here.hold):
            team.remove_person(desk_id=here.desk.pk, member_id=member, by=here.token, actor=access.actor(request), now=moment())
        return Response(status=204)


class InvitationsView(ApiView):
    """GET, POST /api/v1/invitations/"""

    tells_secret = True

    @extend_schema(operation_id="invitations", responses=InvitationsSerializer)
    def get(self, request: Request) -> Response:
        """List the invitations that still open, without their links. Needs people.manage; otherwise 404."""
        here = _managing(request)
        return Response({"items": [_invited(here, one) for one in invitations.waiting(here.desk.pk, now=moment())]})

    @extend_schema(operation_id="invite", request=InviteSerializer, responses={201: InvitedSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask somebody into the desk. No mail is sent: pass on the link. Needs people.manage; otherwise 404. Refused: already_member."""
        here = _managing(request)
        asked = body(request, InviteSerializer)
        made = invitations.invite(
            desk_id=here.desk.pk, email=asked["email"], role=asked["role"], shop_ids=here.ids_of(asked["shops"]), by=here.token,
            actor=access.actor(request), now=moment(),
        )  # fmt: skip
        return Response({**_invited(here, made), "link": invitations.link(made)}, status=201)


class InvitationView(ApiView):
    """DELETE /api/v1/invitations/{invitation}/"""

    @extend_schema(operation_id="invitation_withdraw", request=None, responses={204: None})
    def delete(self, request: Request, invitation: int) -> Response:
        """Withdraw an invitation at once; twice is once. Needs people.manage; otherwise 404. Refused: invitation_over."""
        here = _managing(request)
        invitations.withdraw(
            desk_id=here.desk.pk, invitation_id=invitation, by=here.token, actor=access.actor(request), now=moment()
        )  # fmt: skip
        return Response(status=204)


def _managing(request: Request) -> Standing:
    """A token that manages people; one that is limited to some shops does not, whatever it names."""
    return stand_in_all(request, may=permissions.PEOPLE_MANAGE)


def _one(here: Standing, member: int) -> dict[str, Any]:
    found = next((one for one in team.people(here.desk.pk, own_role=permissions.OWNER) if one.id == member), None)
    if found is None:
        raise NotVisible
    return _person(here, found)


def _person(here: Standing, one: team.Person) -> dict[str, Any]:
    return {
        "id": one.id, "user": one.user_id, "name": one.name, "email": one.email, "active": one.is_active, "role": one.role,
        "shops": here.slugs_of(one.shop_ids),
    }  # fmt: skip


def _invited(here: Standing, one: invitations.Open) -> dict[str, Any]:
    shown = {"id": one.id, "email": one.email, "role": one.role, "invited_by": one.invited_by, "expires_at": one.expires_at}
    return dict(InvitationSerializer({**shown, "shops": here.slugs_of(one.shop_ids)}).data)
