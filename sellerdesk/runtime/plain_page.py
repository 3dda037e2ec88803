"""A page of the front for people: one sentence, without a template, a stylesheet or the database, since none may be there."""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header


SECONDS: Final = 5
"""After which a page that only waits is loaded again."""
_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.5 system-ui,sans-serif}"
    "main{max-width:28rem;padding:2rem;text-align:center}h1{font-size:1.25rem}"
)
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'none'; base-uri 'none'".encode()),
    (b"vary", b"Accept, Accept-Language, Cookie"),
]


def wanted(scope: Mapping[str, Any]) -> bool:
    """Whether a person waits for a page: the browser names HTML, and it is neither the API nor a part of a page."""
    told = _headers(scope)
    return "text/html" in told.get("accept", "") and not scope["path"].startswith("/api/") and "hx-request" not in told


def written(scope: Mapping[str, Any], sentence: Any, *, again: bool) -> bytes:
    """The page in the reader's language. With `again` one that was opened by a link comes back by itself; what a form sent never does."""
    language = _language(_headers(scope))
    with translation.override(language):
        title, said = escape(_("Not now") if again else _("Refused")), escape(str(sentence))
        opened = again and scope["method"] in {"GET", "HEAD"}
        hint = _("This page loads again by itself.") if opened else _("Go back and try it again.")
        loads = f'<meta http-equiv="refresh" content="{SECONDS}">' if opened else ""
        return (
            f'<!doctype html><html lang="{"zh-Hans" if language == "zh-hans" else language}"><head><meta charset="utf-8">{loads}'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · SellerDesk</title>'
            f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1><p>{said}</p><p>{escape(hint)}</p></main></body></html>"
        ).encode()


def _headers(scope: Mapping[str, Any]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _language(told: Mapping[str, str]) -> str:
    """As the switch of languages left it in this browser, else as the browser asks; a person's own choice is in the database."""
    known = dict(settings.LANGUAGES)
    try:
        cookie = SimpleCookie(told.get("cookie", "")).get(settings.LANGUAGE_COOKIE_NAME)
    except CookieError:
        cookie = None
    if cookie is not None and cookie.value in known:
        return cookie.value
    for asked, _weight in parse_accept_lang_header(told.get("accept-language", "").lower()):
        try:
            return translation.get_supported_language_variant(asked)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
