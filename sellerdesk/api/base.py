"""The base of every API view."""

from rest_framework.views import APIView

from sellerdesk.api.authentication import HasToken, TokenAuthentication
from sellerdesk.api.throttling import TokenThrottle


class ApiView(APIView):
    """A view for programs. Each asks `access` for the shop or desk with the permission it needs."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (HasToken,)
    throttle_classes = (TokenThrottle,)
