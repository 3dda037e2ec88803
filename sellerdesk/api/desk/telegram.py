"""The desk's Telegram bot for programs: how it stands, connected, its token entered anew, forgotten. Its token is told to nobody.

All shops have the one bot, so a key that is limited to some shops sees none. Whose chat is linked stays with each person.
"""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, stand_in_all
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.telegram import bots


class TelegramTokenSerializer(serializers.Serializer[Any]):
    """The token of a bot, as BotFather gave it."""

    token = serializers.CharField(max_length=150, write_only=True, help_text="kept encrypted and never told again")


class TelegramBotSerializer(serializers.Serializer[Any]):
    """The desk's bot, or that there is none. The ETag changes with the token, too, which is not told."""

    bot = serializers.CharField(allow_null=True, help_text="its name in Telegram, without the @; null while there is none")
    connected_at = serializers.DateTimeField(allow_null=True)
    failing_since = serializers.DateTimeField(allow_null=True, help_text="Telegram does not know its token since then")
    people = serializers.IntegerField(
        help_text="how many are told by it; another bot, or none, tells nobody until they link their chats anew"
    )


class TelegramView(Versioned, ApiView):
    """GET, PUT, DELETE /api/v1/telegram/"""

    @extend_schema(operation_id="telegram", responses=TelegramBotSerializer)
    def get(self, request: Request) -> Response:
        """Read how the desk's bot stands, never its token. Needs webhooks.manage in every shop; otherwise 404."""
        return _answer(_whole(request))

    @extend_schema(operation_id="telegram_connect", request=TelegramTokenSerializer, responses=TelegramBotSerializer)
    def put(self, request: Request) -> Response:
        """Connect a bot, or enter its token anew; Telegram is asked for it at once. Needs webhooks.manage in every shop; otherwise 404.

        Another bot than before knows nobody's chat. Refused: token_malformed, token_unknown, telegram_silent,
        bot_elsewhere, bot_taken.
        """
        here = _whole(request)
        token = body(request, TelegramTokenSerializer)["token"]
        with unchanged(request, lambda: _state(here), lock=here.hold):
            name = bots.name_of(token)
            bots.connect(desk_id=here.desk.pk, name=name, token=token, actor=access.actor(request), now=moment())
        return _answer(here)

    @extend_schema(operation_id="telegram_disconnect", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Forget the bot and all chats with it; 404 where there is none. Needs webhooks.manage in every shop; otherwise 404."""
        here = _whole(request)
        with unchanged(request, lambda: _state(here), lock=here.hold):
            bots.disconnect(desk_id=here.desk.pk, actor=access.actor(request), now=moment())
        return Response(status=204)


def _whole(request: Request) -> Standing:
    return stand_in_all(request, may=permissions.WEBHOOKS_MANAGE)


def _state(here: Standing) -> dict[str, Any]:
    """What the ETag is made of: what is told, and the token's digest, so that of two new tokens for one bot one is the first."""
    bot = bots.of(here.desk.pk)
    shown: dict[str, Any]
    if bot is None:
        shown = {"bot": None, "connected_at": None, "failing_since": None, "people": 0}
    else:
        shown = {"bot": bot.name, "connected_at": bot.connected_at, "failing_since": bot.failing_since, "people": bot.people}
    return {**TelegramBotSerializer(shown).data, "digest": bot.digest if bot else ""}


def _answer(here: Standing) -> Response:
    state = _state(here)
    response = told(state)
    response.data = {name: value for name, value in state.items() if name != "digest"}
    return response
