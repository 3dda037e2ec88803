"""Walks every address of the site as people who must see nothing of alice's desk."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.architecture.samples import samples
from tests.factories.kernel import Cast


# Anybody may see these; none says anything of a desk. By name, each with its reason.
PUBLIC = {
    "healthz": "a sign of life",
    "readyz": "a sign of life",
    "metrics": "figures of the whole place, for this machine or with a token; no label names anybody",
    "set_language": "a language is chosen before signing in",
    "api:schema": "the API's description",
    "api:book": "the page of the API's description",
    "account_login": "the door",
    "account_confirm_login_code": "the door",
    "account_logout": "the door, from inside",
    "account_signup": "says that signing up is closed",
    "account_inactive": "says that an account is closed",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password; the key is the proof",
    "account_reset_password_from_key_done": "a forgotten password",
    "account_confirm_email": "the key is the proof",
    "account_email_verification_sent": "says that mail was sent",
    "mfa_authenticate": "the second half of the door",
    "invitation": "the link is the proof",
    "after-sales-card": "printed for buyers; the link is the proof",
    "invitation_answer": "shows what the link in the session opens",
}
# Pages about oneself: a stranger sees them, filled with the stranger's own.
OWN = {
    "start": "one's own desks",
    "desks": "one's own desks",
    "account_email": "one's own addresses",
    "account_change_password": "one's own password",
    "account_set_password": "one's own password",
    "account_reauthenticate": "one's own password",
    "mfa_index": "one's own second factors",
    "mfa_reauthenticate": "one's own second factors",
    "mfa_activate_totp": "one's own second factors",
    "mfa_deactivate_totp": "one's own second factors",
    "mfa_generate_recovery_codes": "one's own second factors",
    "mfa_view_recovery_codes": "one's own second factors",
    "mfa_download_recovery_codes": "one's own second factors",
    "mfa_list_webauthn": "one's own second factors",
    "mfa_add_webauthn": "one's own second factors",
    "mfa_edit_webauthn": "one's own second factors",
    "mfa_remove_webauthn": "one's own second factors",
    "mfa_reauthenticate_webauthn": "one's own second factors",
    "usersessions_list": "one's own sessions",
    "api:shops": "the token's own shops",
    "api:me": "the token itself",
    "api:people": "who works in the token's own desk",
    "api:invitations": "who was asked into the token's own desk",
    "api:work": "what waits in the token's own desk",
    "api:work-assign": "acts on what waits in the token's own desk",
    "api:work-snooze": "acts on what waits in the token's own desk",
    "api:work-undo": "takes back what the token itself did",
    "api:templates": "the templates of the token's own desk",
    "api:template-preview": "fills a text",
    "api:template-starters": "templates of the token's own desk",
    "api:search": "finds what is in the token's own shops",
    "api:text-check": "looks at a text",
    "api:deliveries": "what the token's own desk owes",
    "api:records": "what waits in the token's own shops",
    "api:records-again": "judges what waits in the token's own shops",
    "api:uploads": "the files of the token's own shops",
    "api:audit": "the audit log of the token's own desk",
    "api:tokens": "the tokens of the token's own desk",
    "api:sharing": "the lanes of the token's own desk",
    "api:sharing-lane": "a lane of the token's own desk; lanes are the same in all",
    "api:webhooks": "the webhooks of the token's own desk",
    "api:webhook-events": "what webhooks are told of, with an example of the token's own desk",
    "api:status": "how the token's own desk stands",
    "api:roles": "the roles of the token's own desk",
    "api:telegram": "the bot of the token's own desk",
    "api:security": "what accounts of the token's own desk must have",
    "api:security-people": "who has that in the token's own desk",
    "api:privacy": "what is kept in the token's own desk, and why",
    "api:privacy-buyers": "looks for buyers of the token's own shops",
    "api:retention": "how long the token's own desk keeps what goes by its age",
    "api:retention-kind": "how long the token's own desk keeps a kind; kinds are the same in all",
    "api:retention-preview": "counts rows of the token's own desk",
    "api:role": "a role of the token's own desk; roles are the same in all",
}
# Where nobody is sent: the door, which the admin has at an address of its own.
DOORS = ("/accounts/login/", "/admin/login/")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOT_THERE = {404, 405}


@dataclass(frozen=True)
class Address:
    """One pattern: its name with namespaces, its route, and a path in which alice's things stand."""

    name: str
    route: str
    path: str | None


def addresses(urlconf: Any, cast: Cast) -> list[Address]:
    """Every address of a URLconf."""
    return list(_walk(get_resolver(urlconf).url_patterns, "", [], samples(cast)))


def sweep(urlconf: Any, cast: Cast, token: str, *, below: str = "") -> list[str]:
    """What is wrong at the addresses below a route, a sentence each: they answer whom they should not, or cannot be tried.

    `token` belongs to another desk and may do everything there; carol is signed in and owns that desk.
    """
    anonymous, stranger = Client(raise_request_exception=False), Client(raise_request_exception=False)
    stranger.force_login(cast.carol)
    found = []
    for address in addresses(urlconf, cast):
        if not address.route.startswith(below):
            continue
        if address.path is None:
            found.append(f"{address.route}: a parameter has no sample; say in samples() what of alice's stands for it")
        elif address.name not in PUBLIC:
            found += _try(address, address.path, cast, anonymous, stranger, token)
    return found


def _try(address: Address, path: str, cast: Cast, anonymous: Client, stranger: Client, token: str) -> Iterator[str]:
    is_api = path.startswith("/api/")
    for method in METHODS if is_api else METHODS[:2]:
        nobody = _ask(anonymous, method, path)
        if not _is_sent_away(nobody, is_api=is_api):
            yield f"{method} {address.route}: {nobody.status_code} for nobody"
        other = _ask(stranger, method, path, token if is_api else None)
        if other.status_code >= 500:
            yield f"{method} {address.route}: breaks"
        elif address.name in OWN:
            if _says_something_of(cast, other):
                yield f"{method} {address.route}: shows a stranger something of alice's desk"
        elif other.status_code not in NOT_THERE:
            yield f"{method} {address.route}: {other.status_code} for a stranger"


def _ask(client: Client, method: str, path: str, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body: dict[str, Any] = {} if method == "GET" else {"data": json.dumps({}), "content_type": "application/json"}
    return client.generic(method, path, headers=headers, **body)


def _is_sent_away(response: Any, *, is_api: bool) -> bool:
    status: int = response.status_code
    if is_api:
        return status == 401
    return status == 404 or (status == 302 and response["Location"].startswith(DOORS))


def _says_something_of(cast: Cast, response: Any) -> bool:
    words = (cast.desk.slug, cast.desk.name, cast.shop.slug, cast.shop.name, cast.alice.email, cast.bob.email)
    text = response.content.decode(errors="replace") if response.status_code < 300 else ""
    return any(word in text for word in words)


def _walk(patterns: Any, route: str, spaces: list[str], known: dict[str, str]) -> Iterator[Address]:
    for entry in patterns:
        whole = route + _text(entry)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, whole, [*spaces, *([entry.namespace] if entry.namespace else [])], known)
        elif isinstance(entry, URLPattern):
            yield Address(":".join([*spaces, entry.name or whole]), whole, _path(whole, known))


def _text(entry: URLPattern | URLResolver) -> str:
    """A pattern as a route with <parameters>, also where it was written as an expression."""
    text = str(entry.pattern)
    if isinstance(entry.pattern, RoutePattern):
        return text
    text = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", text)
    return text.replace("\\", "").removeprefix("^").removesuffix("$").removesuffix("Z")


def _path(route: str, known: dict[str, str]) -> str | None:
    names = [name.rpartition(":")[2] for name in re.findall(r"<([^>]+)>", route)]
    if any(name not in known for name in names):
        return None
    return "/" + re.sub(r"<([^>]+)>", lambda match: known[match[1].rpartition(":")[2]], route)
