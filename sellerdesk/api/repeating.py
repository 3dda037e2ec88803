"""POSTs that may be sent twice."""

import hashlib
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, idempotency, sealing
from sellerdesk.api import uploading
from sellerdesk.api.base import ApiView
from sellerdesk.errors import Refusal


P = ParamSpec("P")
V = TypeVar("V", bound=ApiView)
KEY = re.compile(r"[\x21-\x7e]{1,200}")
# These say nothing about the request itself, so they are not kept: the same request may be answered otherwise later.
NOT_KEPT = {401, 403, 404, 409, 429}


def idempotent(
    post: Callable[Concatenate[V, Request, P], Response],
) -> Callable[Concatenate[V, Request, P], HttpResponseBase]:
    """Let a POST be repeated with the same Idempotency-Key: the first answer is given again, without doing it again.

    Another request with the same key: 422 idempotency_key_reused. While the first runs: 409. A malformed key: 400.
    """

    @wraps(post)
    def once(view: V, request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        key = request.headers.get("Idempotency-Key")
        token = access.token_of(request)
        if key is None or token is None:
            return post(view, request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise ValidationError({"Idempotency-Key": [_("Use 1 to 200 visible ASCII characters.")]}, code="invalid")
        started = idempotency.begin(
            token.desk_id, caller=f"token:{token.pk}", key=key, request_hash=_fingerprint(request), now=datetime.now(UTC)
        )
        if isinstance(started, idempotency.Kept):
            kept = HttpResponse(_read(started.answer), status=started.status, content_type=started.content_type)
            kept["Idempotency-Replayed"] = "true"
            return kept
        try:
            response = _answer(view, post, request, *args, **kwargs)
        except BaseException:
            idempotency.drop(started)
            raise
        if response.status_code in NOT_KEPT or response.status_code >= 500:
            idempotency.drop(started)
        else:
            content_type, answer = response.content_type or "application/json", JSONRenderer().render(response.data)
            answer = sealing.seal(answer.decode()).encode() if view.tells_secret else answer
            idempotency.finish(started, status=response.status_code, content_type=content_type, answer=answer)
        return response

    return once


def key_of(request: Request, space: uuid.UUID) -> uuid.UUID:
    """A key for what a POST makes: made of the caller's key, so that it is the same thing even when the kept answer is forgotten.

    `space` is the space of names of such things; without an Idempotency-Key each is a thing of its own.
    """
    key, token = request.headers.get("Idempotency-Key"), access.token_of(request)
    return uuid.uuid4() if key is None or token is None else uuid.uuid5(space, f"{token.desk_id}:{token.pk}:{key}")


def _answer(
    view: V, post: Callable[Concatenate[V, Request, P], Response], request: Request, /, *args: P.args, **kwargs: P.kwargs
) -> Response:
    """The view's answer, its refusals included; what is a mistake of ours is raised."""
    try:
        return post(view, request, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 - DRF's handler raises again what it does not know
        return view.handle_exception(error)


def _read(answer: bytes) -> bytes:
    """A kept answer, opened where it was sealed. Refused: answer_unreadable where the key that sealed it is gone."""
    try:
        return sealing.unseal_or_open(answer.decode()).encode()
    except sealing.Unsealable:
        message = _("What was answered to this request the first time cannot be read any more.")
        raise Refusal("answer_unreadable", message, _("It was carried out: read what is there before you send anything anew.")) from None


def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256()
    form = uploading.is_form(request)
    # A form's boundary is drawn anew each time that it is sent.
    for part in (request.method or "", request.get_full_path(), uploading.FORM if form else request.content_type or ""):
        digest.update(part.encode() + b"\0")
    if not form:
        digest.update(request._request.body)
        return digest.hexdigest()
    for told in uploading.parts(request):
        digest.update(hashlib.sha256(told).digest())
    return digest.hexdigest()
