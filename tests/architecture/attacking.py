"""What a page or a program is sent by somebody who wants more: the ids of others in every field, fields that no form has."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client

from sellerdesk.models import User
from tests.architecture import asking, stranger
from tests.architecture.asking import Door
from tests.factories.kernel import Cast, join, make_person


ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("chat", "ratings", "returns", "reviews", "sellerdesk")
# Fields that no form of ours has, and that would change whom a row belongs to or what a person may do.
FORBIDDEN = ("desk", "desk_id", "role", "is_superuser", "is_staff", "is_active", "shop", "shop_id", "user", "user_id", "id", "pk", "author")
# What stands in an address without being a thing of one desk.
NO_THINGS = {"desk", "role", "step", "kind"}
_READ = {
    "POST": re.compile(r"(?:POST|post|said|data|form)\.(?:get|getlist|pop)\(\s*f?\"([\w-]+)\""),
    "GET": re.compile(r"(?:GET|get|query|query_params|asked)\.(?:get|getlist)\(\s*f?\"([\w-]+)\""),
}
_FIELD = re.compile(r"^    (\w+) = (?:forms|serializers)\.\w+\(", re.MULTILINE)


def fields(method: str) -> list[str]:
    """The names of everything that some view reads from a form or a body (POST), or from an address's query (GET)."""
    texts = [path.read_text() for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    found = {name for text in texts for name in _READ[method].findall(text)}
    if method == "POST":
        found |= {name for text in texts for name in _FIELD.findall(text)}
    return sorted(found)


def mirror(cast: Cast) -> Cast:
    """The same cast with the sides changed: the other desk's people and things in the first places."""
    dave = make_person("dave@example.org", name="Dave")
    join(cast.other_desk, dave, "agent")
    return Cast(
        desk=cast.other_desk, shop=cast.other_shop, alice=cast.carol, bob=dave, other_desk=cast.desk, other_shop=cast.shop, carol=cast.alice
    )  # fmt: skip


def values(names: list[str], theirs: dict[str, str], carol: User) -> dict[str, str]:
    """What is sent for each name: the other desk's thing of that name, and where there is none, an id that is theirs in most tables."""
    people = dict.fromkeys(("assignee", "to", "who", "person", "user", "author", "agent", "user_id"), str(carol.pk))
    return {name: people.get(name) or theirs.get(name.rstrip("s")) or theirs["claim"] for name in names}


def prints(desk_id: int) -> dict[str, Any]:
    """What a desk's rows are, table by table: how many, and a sum over all that stands in them."""
    parts = []
    for model in apps.get_models():
        table, columns = model._meta.db_table, {field.column for field in model._meta.concrete_fields}
        if "desk_id" in columns:
            parts.append(f"SELECT '{table}', count(*), sum(hashtextextended(t::text, 0)) FROM {table} t WHERE desk_id = {desk_id:d}")
    parts.append("SELECT 'people', count(*), sum(hashtextextended(concat(id, email, is_superuser, is_staff), 0)) FROM sellerdesk_user")
    parts.append("SELECT 'desks', count(*), sum(hashtextextended(concat(id, slug, name), 0)) FROM sellerdesk_desk")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: (count, total) for table, count, total in cursor.fetchall()}


def belongs_to(desk_id: int, person_id: int) -> Iterator[str]:
    """The columns of a desk in which a person stands, who is not of it: an assignee that was taken from a form."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "desk" not in names:
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is User and model._base_manager.filter(desk_id=desk_id, **{field.name: person_id}).exists():
                yield f"{model._meta.label}.{field.name}"


def send(client: Client, door: Door, body: dict[str, str], token: str = "") -> Any:
    """The door with a body: a form for pages, JSON for programs."""
    assert door.address.path is not None
    if token:
        headers = {"Authorization": f"Bearer {token}"}
        return client.generic(door.method, door.address.path, json.dumps(body), content_type="application/json", headers=headers)
    return client.post(door.address.path, body)


def crossed(mine: Cast, theirs: dict[str, str], urlconf: Any = None) -> list[tuple[Door, str]]:
    """Every door of a desk whose address names a thing inside it, with a thing of the other desk in its place."""
    found, _wrong = asking.doors(urlconf, mine)
    return [
        (door, stranger._path(door.address.route, {**theirs, "desk": mine.desk.slug}) or "")
        for door in found
        if {name.rpartition(":")[2] for name in re.findall(r"<([^>]+)>", door.address.route)} - NO_THINGS
    ]
