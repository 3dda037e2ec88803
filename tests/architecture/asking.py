"""What each address asks of whoever comes. The one table of it is what the views themselves say: "Needs reviews.see; otherwise 404."

"Needs a and b", "Needs a, b and c": whoever lacks one of them finds nothing. "Needs any of a, b, c": one of them is enough.
", and d to share" or ", or e": what only some of it asks.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import resolve

from sellerdesk.domain import permissions
from sellerdesk.models import Desk, RolePermission, User
from tests.architecture import stranger
from tests.architecture.stranger import NOT_THERE, OWN, PUBLIC, Address
from tests.factories.kernel import Cast, join, make_person


# Not of a desk: only superusers of the installation see them, whatever their roles.
FOUNDERS = {"setup_found", "components"}
# What is seen by one person alone, whatever others hold.
PERSONAL = {"notice"}
_CLAUSE = re.compile(r"\bNeeds\s(.*?)(?:;|\.(?=\s|$)|$)", re.DOTALL)
_SOMETIMES = re.compile(r",\s(?:and|or)\s")
_PERMISSION = re.compile(r"\b[a-z]+\.[a-z]+\b")


@dataclass(frozen=True)
class Door:
    """One method of one address: what it needs, and what some of it needs besides."""

    address: Address
    method: str
    needs: frozenset[str]
    besides: frozenset[str]
    is_any: bool
    """Whether one of what it needs is enough."""

    def lacks(self, held: frozenset[str]) -> frozenset[str]:
        """What is missing to whoever holds `held`."""
        return frozenset() if self.is_any and self.needs & held else self.needs - held

    @property
    def said(self) -> str:
        """For a sentence."""
        return f"{self.method} {self.address.route}"


def doors(urlconf: Any, cast: Cast, *, below: str = "") -> tuple[list[Door], list[str]]:
    """Every door of a desk, and a sentence for each that does not say what it needs."""
    found, wrong = [], []
    for address in stranger.addresses(urlconf, cast):
        if address.path is None or not address.route.startswith(below) or _is_apart(address):
            continue
        for method, text in _spoken(address.path, urlconf):
            door = _read(address, method, text)
            found.append(door)
            if not door.needs or (door.needs | door.besides) - permissions.PERMISSIONS:
                wrong.append(f"{door.said}: its docstring does not say what it needs (“Needs reviews.see; otherwise 404.”)")
    return found, wrong


def _is_apart(address: Address) -> bool:
    return address.name in {*PUBLIC, *OWN, *FOUNDERS} or address.route.startswith("admin/")


def _spoken(path: str, urlconf: Any) -> Iterator[tuple[str, str]]:
    view: Any = resolve(path, urlconf).func
    written = getattr(view, "cls", None)
    if written is None:
        yield from ((method, view.__doc__ or "") for method in ("GET", "POST"))
        return
    for method in stranger.METHODS:
        if (handler := getattr(written, method.lower(), None)) is not None:
            yield method, handler.__doc__ or ""


def _read(address: Address, method: str, text: str) -> Door:
    clause = _CLAUSE.search(text)
    always, *sometimes = _SOMETIMES.split(clause[1], maxsplit=1) if clause else [""]
    is_any = always.startswith("any of ")
    if is_any:
        always, sometimes = clause[1] if clause else "", []
    return Door(address, method, frozenset(_PERMISSION.findall(always)), frozenset(_PERMISSION.findall(" ".join(sometimes))), is_any)


Answers = Mapping[tuple[str, str], int]


def knock(client: Client, door: Door, token: str = "") -> Any:
    """What a door answers; whatever that does is undone."""
    assert door.address.path is not None
    with undone():
        answer = stranger._ask(client, door.method, door.address.path, token or None)
        if answer.streaming:
            # A file that is sent is open until it is read to its end.
            answer.getvalue()
        return answer


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is not kept."""
    block: Any = transaction.atomic()
    # Commands are outermost everywhere but inside a test's own block, and this is one.
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def answers(client: Client, found: list[Door], token: str = "") -> dict[tuple[str, str], int]:
    """The status of every door, for who may open all of them: what is not there even then says nothing of others."""
    return {(door.address.route, door.method): knock(client, door, token).status_code for door in found}


def wrong_for(client: Client, found: list[Door], held: frozenset[str], *, token: str = "", whole: Answers | None = None) -> list[str]:
    """A sentence for each door that does not do what its docstring says, for somebody who holds exactly `held`.

    `whole` is what the doors answer who holds everything; without it a form that names nothing may be answered with 404.
    """
    wrong = []
    for door in found:
        status = knock(client, door, token).status_code
        lacks = door.lacks(held)
        if status >= 500:
            wrong.append(f"{door.said}: breaks")
        elif lacks and status not in NOT_THERE:
            wrong.append(f"{door.said}: {status} without {', '.join(sorted(lacks))}")
        elif not lacks and not door.besides - held and status == 404 and door.address.name not in PERSONAL and _is_there(door, whole):
            wrong.append(f"{door.said}: 404 for who holds all that it needs")
    return wrong


def _is_there(door: Door, whole: Answers | None) -> bool:
    return door.method == "GET" if whole is None else whole[door.address.route, door.method] != 404


def holding(desk: Desk, role: str, held: frozenset[str]) -> User:
    """A new person of a desk in a role, which holds exactly this there from now on, and what every role holds."""
    person = make_person(name="Dora")
    RolePermission.objects.filter(desk=desk, role=role).delete()
    RolePermission.objects.bulk_create(
        RolePermission(desk=desk, role=role, permission=name, given=given) for name, given in permissions.changes_to(role, held).items()
    )
    join(desk, person, role)
    return person


def signed_in(person: User) -> Client:
    """A browser in which this person is signed in; what breaks is an answer."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client
