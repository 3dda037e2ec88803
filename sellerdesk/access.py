"""Who may see and do what. Everything a person or a token may not see does not exist for them: NotVisible, 404."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, JSONObject

from sellerdesk.domain import actor as actors, permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible
from sellerdesk.models import (
    ApiToken,
    ApiTokenShop,
    Desk,
    DeskCounter,
    Membership,
    MembershipShop,
    Notice,
    RolePermission,
    Shop,
    ShopConnection,
    User,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A desk as one person sees it."""

    desk: Desk
    role: str
    shops: list[Shop]
    changes: permissions.Changes = field(default_factory=dict)

    @property
    def role_label(self) -> str:
        """The role in the reader's language."""
        return str(Membership.Role(self.role).label)

    def may(self, permission: str) -> bool:
        """Whether the person holds `permission` in this desk: for where to begin, never instead of a guard."""
        return permissions.may(self.role, permission, self.changes)


@dataclass(frozen=True, slots=True)
class Here:
    """The desk that a page is about, as its reader may see it, and the shop that was chosen there."""

    desk: Desk
    role: str
    shops: list[Shop]
    """All that the person may see for this page, by name."""
    chosen: Shop | None = None
    cursor: int = 0
    """The last number of the desk's log, read before anything that the page shows: what comes after it is news."""
    notices: int = 0
    """How many notices the person has not read: the number at the bell."""
    ties: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    """What the frame says of the shops' connections, by shop (`connections.told`): no page asks for these by themselves."""
    changes: permissions.Changes = field(default_factory=dict)
    """What the desk gave to the person's role, or took from it."""
    every_shop: bool = False
    """Whether the person sees every shop of the desk, also those to come."""

    @property
    def shown(self) -> list[Shop]:
        """The chosen shop alone, or all of them."""
        return self.shops if self.chosen is None else [self.chosen]

    @property
    def shop_ids(self) -> list[int]:
        """The ids of the shown shops."""
        return [one.pk for one in self.shown]

    @property
    def sees_audit(self) -> bool:
        """Whether the audit log is open to the person. Its entries name no shop, so only who sees every shop reads it."""
        return self.every_shop and self.may(permissions.AUDIT_SEE)

    def named(self, slug: str) -> Shop:
        """The shop of this short name, of those that the person may see for this page; NotVisible for any other."""
        found = next((one for one in self.shops if one.slug == slug), None)
        if found is None:
            raise NotVisible
        return found

    def shop_of(self, shop_id: int) -> Shop:
        """The shop of a row that was asked for among `shops`."""
        return next(one for one in self.shops if one.pk == shop_id)

    def may(self, permission: str) -> bool:
        """Whether the person holds `permission` in this desk: for what is shown, never instead of a guard."""
        return permissions.may(self.role, permission, self.changes)


def here(request: Any, slug: str, *, may: str, shop_slug: str = "") -> Here:
    """The desk of this slug with the shops where the person holds `may`, and of these the one named.

    NotVisible without a membership that holds `may`, and for a shop that is not among them.
    """
    person = person_of(request)
    member = person and _members().filter(user_id=person.pk, desk__slug=slug).first()
    if not member or not permissions.may(member.role, may, changes := _read(member.changed)):
        raise NotVisible
    found: Any = _seen_by(member).annotate(tie=Subquery(_tie()))
    seen = sorted(found, key=lambda one: (one.name.casefold(), one.slug))
    for one in seen:
        one.desk = member.desk
    chosen = next((one for one in seen if one.slug == shop_slug), None)
    if shop_slug and chosen is None:
        raise NotVisible
    ties = {one.pk: one.tie for one in seen if one.tie is not None}
    return Here(
        member.desk, member.role, seen, chosen, member.cursor, member.notices, ties, changes, member.every_shop
    )  # fmt: skip


@cache
def _tie() -> Any:
    """How a shop is connected, as one value beside its row."""
    told = JSONObject(kind="kind", read_at="read_at", failing_since="failing_since", failing_why="failing_why")
    return ShopConnection.objects.filter(desk_id=OuterRef("desk_id"), shop_id=OuterRef("pk")).values(facts=told)


# Made once: putting such a query together takes as long as asking it, and every page asks it.
@cache
def _members() -> Any:
    """Memberships with their desks, how far each desk's log is, and what waits at the bell: no page asks for these by themselves."""
    bell = Notice.objects.filter(desk_id=OuterRef("desk_id"), user_id=OuterRef("user_id"), read_at__isnull=True, on_page=True)
    unread = bell.order_by().values("user_id").annotate(number=Count("pk")).values("number")
    told = DeskCounter.objects.filter(desk_id=OuterRef("desk_id")).values("event_number")
    beside = {"cursor": Coalesce(Subquery(told), 0), "notices": Coalesce(Subquery(unread), 0), "changed": _changed()}
    return Membership.objects.select_related("desk").annotate(**beside)


@cache
def _changed() -> Any:
    """What a membership's desk gave to its role, or took from it, beside the row: "+permission" or "-permission"."""
    sign = Case(When(given=True, then=Value("+")), default=Value("-"))
    found = RolePermission.objects.filter(desk_id=OuterRef("desk_id"), role=OuterRef("role"))
    return ArraySubquery(found.order_by().values(said=Concat(sign, "permission")))


def _read(changed: list[str]) -> dict[str, bool]:
    return {said[1:]: said[0] == "+" for said in changed}


@cache
def _holding(permission: str) -> Q:
    """Memberships that hold a permission: by their role, or as their desk has changed it. KeyError: there is no such permission."""
    roles = [role for role in permissions.ROLES if permissions.may(role, permission)]
    if permission not in permissions.CHANGEABLE:
        return Q(role__in=roles)
    said = RolePermission.objects.filter(desk_id=OuterRef("desk_id"), role=OuterRef("role"), permission=permission)
    return (Q(role__in=roles) & ~Exists(said.filter(given=False))) | Exists(said.filter(given=True))


def as_person(desk_id: int, user_id: int, *, may: str) -> Here | None:
    """The desk as one of its people sees it, for workers, who have no request; None where that person may not."""
    found = Membership.objects.select_related("desk", "user").annotate(changed=_changed())
    member = found.filter(_holding(may), desk_id=desk_id, user_id=user_id).first()
    if member is None or not member.user.is_active:
        return None
    shops = sorted(_seen_by(member), key=lambda one: (one.name.casefold(), one.slug))
    return Here(member.desk, member.role, shops, changes=_read(member.changed), every_shop=member.every_shop)


def _seen_by(member: Any) -> QuerySet[Shop]:
    """The shops that somebody sees who is known to belong to their desk; what they may do there was asked already."""
    every = Shop.objects.filter(desk_id=member.desk_id)
    if member.every_shop:
        return every
    return every.filter(pk__in=MembershipShop.objects.filter(desk_id=member.desk_id, membership_id=member.pk).values("shop_id"))


def shop(request: Any, slug: str, *, may: str) -> Shop:
    """The shop of this slug, with its desk, if the asker holds `may` there. Otherwise NotVisible."""
    found = shops(request, may=may).filter(slug=slug).first()
    if found is None:
        raise NotVisible
    return found


def answered(request: Any, slug: str, *, may: str) -> Shop:
    """The shop where the asker holds `may` and what it is worth nothing without (`permissions.NEEDS`). Otherwise NotVisible.

    For whatever tells who writes what is newer: a key that was made with one of both must not read by being refused.
    """
    found = shop(request, slug, may=may)
    if not shops(request, may=permissions.NEEDS[may]).filter(pk=found.pk).exists():
        raise NotVisible
    return found


def shops(request: Any, *, may: str) -> QuerySet[Shop]:
    """The shops where the asker holds `may`, with their desks, by slug. Nobody sees a shop in any other way."""
    every = Shop.objects.select_related("desk").order_by("slug", "id")
    if (token := token_of(request)) is not None:
        if not _token_may(token, may):
            return every.none()
        mine = every.filter(desk_id=token.desk_id)
        if token.every_shop:
            return mine
        return mine.filter(Exists(ApiTokenShop.objects.filter(desk_id=token.desk_id, token_id=token.pk, shop_id=OuterRef("pk"))))
    if (person := person_of(request)) is None:
        return every.none()
    listed = MembershipShop.objects.filter(desk_id=OuterRef("desk_id"), membership_id=OuterRef("pk"), shop_id=OuterRef(OuterRef("pk")))
    allowed = Membership.objects.filter(_holding(may), desk_id=OuterRef("desk_id"), user_id=person.pk)
    return every.filter(Exists(allowed.filter(Q(every_shop=True) | Exists(listed))))


def desk(request: Any, slug: str, *, may: str) -> Desk:
    """The desk of this slug if the asker holds `may` in it. Otherwise NotVisible."""
    found = desks(request, may=may).filter(slug=slug).first()
    if found is None:
        raise NotVisible
    return found


def desks(request: Any, *, may: str = permissions.DESK_SEE) -> QuerySet[Desk]:
    """The desks where the asker holds `may`, by slug."""
    if (token := token_of(request)) is not None:
        return Desk.objects.filter(pk__in=[token.desk_id] if _token_may(token, may) else []).order_by("slug")
    if (person := person_of(request)) is None:
        return Desk.objects.none()
    allowed = Membership.objects.filter(_holding(may), desk_id=OuterRef("pk"), user_id=person.pk)
    return Desk.objects.filter(Exists(allowed)).order_by("slug")


def places(request: Any) -> list[Place]:
    """The asker's desks with the shops they may see there: what the start page shows."""
    person = person_of(request)
    if person is None:
        return []
    own = {row.desk_id: row for row in Membership.objects.filter(user_id=person.pk).annotate(changed=_changed())}
    seen: dict[int, list[Shop]] = {}
    for one in shops(request, may=permissions.DESK_SEE):
        seen.setdefault(one.desk_id, []).append(one)
    return [Place(one, own[one.pk].role, seen.get(one.pk, []), _read(own[one.pk].changed)) for one in desks(request)]


def may(request: Any, shop: Shop, permission: str) -> bool:
    """Whether the asker holds `permission` in a shop: for buttons that are not shown otherwise."""
    return shops(request, may=permission).filter(desk_id=shop.desk_id, pk=shop.pk).exists()


def people(desk_id: int, *, may: str, shop_id: int | None = None) -> list[int]:
    """Ids of the active people who hold `may` in a desk and see the shop: whom to tell of something."""
    found = Membership.objects.filter(_holding(may), desk_id=desk_id, user__is_active=True)
    if shop_id is not None:
        listed = MembershipShop.objects.filter(desk_id=desk_id, membership_id=OuterRef("pk"), shop_id=shop_id)
        found = found.filter(Q(every_shop=True) | Exists(listed))
    return list(found.order_by("user_id").values_list("user_id", flat=True))


def actor(request: Any) -> Actor:
    """Who acts, for the audit log. Without a person or token: NotVisible."""
    if (token := token_of(request)) is not None:
        return actors.token(token.pk, token.name)
    if (person := person_of(request)) is not None:
        return actors.person(person.pk, person.email)
    raise NotVisible


def token_of(request: Any) -> ApiToken | None:
    """The token the request came with, if it came with one."""
    token = getattr(request, "auth", None)
    return token if isinstance(token, ApiToken) else None


def person_of(request: Any) -> User | None:
    """The signed-in, active person of the request, if any."""
    person = getattr(request, "user", None)
    return person if isinstance(person, User) and person.is_active else None


def may_found(request: Any) -> bool:
    """Whether the person of the request may make desks: active superusers of the installation may."""
    person = person_of(request)
    return person is not None and person.is_superuser


def founder(request: Any) -> User:
    """The person of the request, who may make desks: an active superuser of the installation. Otherwise NotVisible."""
    person = person_of(request)
    if person is None or not person.is_superuser:
        raise NotVisible
    return person


def reader(request: Any) -> User:
    """The signed-in, active person of the request, for pages about oneself. Otherwise NotVisible."""
    person = person_of(request)
    if person is None:
        raise NotVisible
    return person


def _token_may(token: ApiToken, permission: str) -> bool:
    if permission not in permissions.PERMISSIONS:
        raise KeyError(f"There is no permission {permission!r}.")
    return token.revoked_at is None and permission in token.permissions
