"""Who calls the API: a token in the Authorization header, and nothing else."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from rest_framework import permissions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from sellerdesk import access, tokens
from sellerdesk.models import ApiToken


if TYPE_CHECKING:
    # The framework's views import this module by the settings: the other way round only for types.
    from rest_framework.views import APIView


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer sd_…`. Browser sessions do not count here, so the API needs no CSRF tokens."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiToken] | None:
        """The token of the header; none without one. Refused with 401: authentication_failed."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        text = parts[1].decode("latin-1") if len(parts) == 2 else ""
        token = tokens.find(text, now=datetime.now(UTC))
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, malformed or revoked."))
        return AnonymousUser(), token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF calls it so
        """What a 401 asks for."""
        return 'Bearer realm="api"'


class HasToken(permissions.BasePermission):
    """Nothing is answered without a token; what it may see is asked of `access` by each view."""

    def has_permission(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002 - DRF calls it so
        """Whether the request came with a token."""
        return access.token_of(request) is not None
