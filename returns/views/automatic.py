"""Automatic decisions of claims: the rules, one rule, its dry run, and the log."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from returns.queries import automatic as queries
from returns.services import automatic_rules, automatic_trial
from returns.views.automatic_form import RuleForm, initial
from sellerdesk import access, shop_rules, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Shop
from sellerdesk.web import rule_pages, shell
from sellerdesk.web.asked import whole
from sellerdesk.web.forms import refuse


if TYPE_CHECKING:
    from returns.models import ClaimRule


ON_A_PAGE: Final = 50
SAMPLES: Final = 3


@require_safe
@never_cache
def rules(request: HttpRequest, desk: str) -> HttpResponse:
    """The rules of the shops, in their order. Needs shops.manage; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    found = queries.rules(here.desk.pk, here.shop_ids, since=now - timedelta(days=queries.LAST))
    by_shop = [(shop, [one for one in found if one.shop_id == shop.pk]) for shop in here.shown]
    return render(request, "returns/automatic/page.html", {"by_shop": by_shop, "days": queries.LAST, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """Make a rule of this shop. Needs shops.manage there; otherwise 404. Refused with 422, the form kept."""
    here = _enter(request, desk)
    own = here.named(shop)
    first = {} if request.method == "POST" else initial(None, currency=queries.currency(here.desk.pk, own.pk))
    form = RuleForm(request.POST or None, shop=shops.facts(own), initial=first)
    if form.is_valid():
        try:
            made = automatic_rules.make(
                desk_id=here.desk.pk, shop_ids=[own.pk], shop_id=own.pk, wanted=form.wanted(), actor=access.actor(request),
                now=datetime.now(UTC),
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("The rule is saved, and off. See in the dry run what it would do, then turn it on."))
            return redirect(_at("claim_rule", here, made))
    return _form(request, form, own)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rule(request: HttpRequest, desk: str, claim_rule: int) -> HttpResponse:
    """One rule: look at it, change it. Needs shops.manage in its shop; otherwise 404. Refused with 422, the form kept."""
    here = _enter(request, desk)
    row = rule_pages.one(automatic_rules.TABLE, here, claim_rule)
    own = here.shop_of(row.shop_id)
    form = RuleForm(request.POST or None, shop=shops.facts(own), initial=initial(row))
    if form.is_valid():
        try:
            automatic_rules.change(
                desk_id=here.desk.pk, shop_ids=[own.pk], rule_id=row.pk, wanted=form.wanted(),
                version=whole(request.POST.get("version"), digits=9) or 0, actor=access.actor(request), now=datetime.now(UTC),
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(
                request, _("The rule is saved. It is for claims that come from now on.") if row.since else _("The rule is saved.")
            )
            return redirect(_at("claim_rule", here, row.pk))
    return _form(request, form, own, row)


@require_POST
def do(request: HttpRequest, desk: str, claim_rule: int) -> HttpResponse:
    """Turn a rule on or off, move it up or down, or delete it (`do`). Needs shops.manage; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    row = rule_pages.one(automatic_rules.TABLE, here, claim_rule)
    which: dict[str, Any] = {
        "desk_id": here.desk.pk, "shop_ids": [row.shop_id], "rule_id": row.pk, "actor": access.actor(request), "now": now,
    }  # fmt: skip
    match request.POST.get("do", ""):
        case "on" | "off" as way:
            automatic_rules.turn(**which, on=way == "on")
            said = _("“%(name)s” is on: it decides claims that come from now on.") if way == "on" else _("“%(name)s” is off.")
            messages.success(request, said % {"name": row.name})
            return redirect(_at("claim_rule", here, row.pk))
        case "up" | "down" as way:
            automatic_rules.move(**which, up=way == "up")
        case "delete":
            automatic_rules.delete(**which)
            messages.success(request, _("“%(name)s” is deleted; what it did stays in the log.") % {"name": row.name})
        case _:
            raise NotVisible
    return redirect(_at("claim_rules", here))


@require_safe
@never_cache
def trial(request: HttpRequest, desk: str, claim_rule: int) -> HttpResponse:
    """What a rule would have done in the past month: its counts, and the claims behind the one that `why` names.

    Needs shops.manage; otherwise 404.
    """
    here, now = _enter(request, desk), datetime.now(UTC)
    row = rule_pages.one(automatic_rules.TABLE, here, claim_rule)
    own = here.shop_of(row.shop_id)
    before = [automatic_rules.rule_of(one) for one in shop_rules.before(automatic_rules.TABLE, row)]
    found = automatic_trial.past_month(shops.facts(own), automatic_rules.rule_of(row), before, now=now)
    counts = found.counts()
    why = request.GET.get("why", "")
    rows, after = found.of(why), whole(request.GET.get("after"), digits=5) or 0
    context = {
        "rule": row, "shop": own, "now": now, "trial": found, "why": why, "would": counts.pop("", 0),
        "left": sorted(counts.items(), key=lambda one: -one[1]), "number": len(rows), "rows": rows[after : after + ON_A_PAGE],
        "given": sorted(found.given().items()) if row.does != "ask" else [],
        "after": str(after + ON_A_PAGE) if len(rows) > after + ON_A_PAGE else "",
    }  # fmt: skip
    return render(request, "returns/automatic/trial.html", context)


@require_POST
def preview(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """What the rule in the form would have done in the past month, in short: a part of its page. Needs shops.manage; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    own = here.named(shop)
    row = shop_rules.seen(automatic_rules.TABLE, here.desk.pk, [own.pk], whole(request.POST.get("rule")) or 0)
    form = RuleForm(request.POST, shop=shops.facts(own))
    if not form.is_valid() and set(form.errors) - {"name"}:
        return render(request, "returns/automatic/preview.html", {"form": form})
    form.cleaned_data.setdefault("name", "-")
    wanted = form.wanted()
    if refusal := automatic_rules.why_not_save(wanted, shops.facts(own).rules):
        return render(request, "returns/automatic/preview.html", {"refusal": refusal})
    rows = shop_rules.before(automatic_rules.TABLE, row) if row else []
    before = [automatic_rules.rule_of(one) for one in rows] if row else automatic_rules.on(shops.facts(own))
    tried = automatic_rules.rule_as(wanted, row.pk if row else 0)
    found = automatic_trial.past_month(shops.facts(own), tried, before, now=now)
    would = found.of("")
    context = {
        "would": would, "tried": len(found.tried), "samples": would[:SAMPLES], "saved": row,
        "given": sorted(found.given().items()) if wanted.does != "ask" else [],
    }  # fmt: skip
    return render(request, "returns/automatic/preview.html", context)


@require_safe
@never_cache
def log(request: HttpRequest, desk: str) -> HttpResponse:
    """What the rules did over `days`: all, of one `rule`, only what was decided or left (`did`). Needs shops.manage; otherwise 404."""
    context = rule_pages.log(
        automatic_rules.TABLE, queries.log, _enter(request, desk), request.GET, size=queries.ON_A_PAGE, now=datetime.now(UTC)
    )  # fmt: skip
    return render(request, "returns/automatic/log.html", context)


def _form(request: HttpRequest, form: RuleForm, own: Shop, row: "ClaimRule | None" = None) -> HttpResponse:
    context = {"form": form, "rule": row, "shop": own, "now": datetime.now(UTC)}
    return render(request, "returns/automatic/rule.html", context, status=422 if form.is_bound else 200)


def _enter(request: HttpRequest, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="returns")


def _at(name: str, here: Here, *numbers: int) -> str:
    at = reverse(name, args=[here.desk.slug, *numbers])
    return f"{at}?shop={here.chosen.slug}" if here.chosen else at
