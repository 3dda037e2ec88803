"""Automatic answers to good reviews: the rules, one rule with its preview, its dry run, and the log."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.domain import rotation
from reviews.domain.automatic import Rule
from reviews.queries import automatic as queries
from reviews.services import automatic_rules, automatic_trial
from reviews.views.automatic_form import RuleForm, initial
from sellerdesk import access, queueing, shop_rules, shops, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.replies.gaps import VARIABLES
from sellerdesk.domain.text_policy import repeated
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Shop
from sellerdesk.web import rule_pages, shell
from sellerdesk.web.asked import whole
from sellerdesk.web.forms import refuse
from sellerdesk.web.fragments import Request


if TYPE_CHECKING:
    from reviews.models import AutomaticRule


SAMPLES: Final = 3
PREVIEWED: Final = 12
"""So many texts of a preview are shown to the guard: it is asked with every pause in typing."""
ON_A_PAGE: Final = 50


@require_safe
@never_cache
def rules(request: Request, desk: str) -> HttpResponse:
    """The rules of the shops, in their order. Needs shops.manage; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    found = queries.rules(here.desk.pk, here.shop_ids, since=now - timedelta(days=queries.LAST))
    by_shop = [(shop, [one for one in found if one.shop_id == shop.pk]) for shop in here.shown]
    return render(request, "reviews/automatic/page.html", {"by_shop": by_shop, "days": queries.LAST, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: Request, desk: str, shop: str) -> HttpResponse:
    """Make a rule of this shop. Needs shops.manage there; otherwise 404. Refused with 422, the form kept."""
    here = _enter(request, desk)
    own = here.named(shop)
    form = RuleForm(request.POST or None, shop=shops.facts(own), initial=initial(None))
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
            return redirect(_at("automatic_rule", here, made))
    return _form(request, form, own)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rule(request: Request, desk: str, rule: int) -> HttpResponse:
    """One rule: look at it, change it. Needs shops.manage in its shop; otherwise 404. Refused with 422, the form kept."""
    here = _enter(request, desk)
    row = rule_pages.one(automatic_rules.TABLE, here, rule)
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
                request, _("The rule is saved. It is for reviews that come from now on.") if row.since else _("The rule is saved.")
            )
            return redirect(_at("automatic_rule", here, row.pk))
    return _form(request, form, own, row)


@require_POST
def do(request: Request, desk: str, rule: int) -> HttpResponse:
    """Turn a rule on or off, move it up or down, delete it, or have it answer what waits (`do`). Needs shops.manage; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    row = rule_pages.one(automatic_rules.TABLE, here, rule)
    which: dict[str, Any] = {
        "desk_id": here.desk.pk, "shop_ids": [row.shop_id], "rule_id": row.pk, "actor": access.actor(request), "now": now,
    }  # fmt: skip
    match request.POST.get("do", ""):
        case "on" | "off" as way:
            automatic_rules.turn(**which, on=way == "on")
            said = _("“%(name)s” is on: it answers reviews that come from now on.") if way == "on" else _("“%(name)s” is off.")
            messages.success(request, said % {"name": row.name})
        case "up" | "down" as way:
            automatic_rules.move(**which, up=way == "up")
            return redirect(_at("automatic_rules", here))
        case "delete":
            automatic_rules.delete(**which)
            messages.success(request, _("“%(name)s” is deleted; what it did stays in the log.") % {"name": row.name})
            return redirect(_at("automatic_rules", here))
        case "ask":
            _ask(request, row, which, now)
        case _:
            raise NotVisible
    return redirect(_at("automatic_rule", here, row.pk))


@require_safe
@never_cache
def trial(request: Request, desk: str, rule: int) -> HttpResponse:
    """What a rule would have done in the past month, or (`of=waiting`) would do with what waits: its counts, and the reviews behind the one
    that `why` names. Needs shops.manage; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    row = rule_pages.one(automatic_rules.TABLE, here, rule)
    own = here.shop_of(row.shop_id)
    of_waiting = request.GET.get("of") == "waiting"
    play = automatic_trial.waiting if of_waiting else automatic_trial.past_month
    found = play(shops.facts(own), automatic_rules.rule_of(row), _before(row), now=now)
    counts = found.counts()
    why = request.GET.get("why", "")
    rows, after = found.of(why), whole(request.GET.get("after"), digits=5) or 0
    context = {
        "rule": row, "shop": own, "now": now, "trial": found, "of_waiting": of_waiting, "why": why, "would": counts.pop("", 0),
        "left": sorted(counts.items(), key=lambda one: -one[1]), "number": len(rows), "rows": rows[after : after + ON_A_PAGE],
        "after": str(after + ON_A_PAGE) if len(rows) > after + ON_A_PAGE else "",
        "samples": [one for one in found.of("") if one.text][:SAMPLES],
    }  # fmt: skip
    return render(request, "reviews/automatic/trial.html", context)


@require_POST
def preview(request: Request, desk: str, shop: str) -> HttpResponse:
    """What the rule in the form would have done in the past month, in short: a part of its page. Needs shops.manage; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    own = here.named(shop)
    row = shop_rules.seen(automatic_rules.TABLE, here.desk.pk, [own.pk], whole(request.POST.get("rule")) or 0)
    form = RuleForm(request.POST, shop=shops.facts(own))
    if not form.is_valid() and set(form.errors) - {"name"}:
        return render(request, "reviews/automatic/preview.html", {"form": form})
    form.cleaned_data.setdefault("name", "-")
    wanted = form.wanted()
    if refusal := automatic_rules.why_not_save(wanted, shops.facts(own).rules):
        return render(request, "reviews/automatic/preview.html", {"refusal": refusal})
    tried = automatic_rules.rule_as(wanted, row.pk if row else 0)
    found = automatic_trial.past_month(shops.facts(own), tried, _before(row, own), now=now, judge=PREVIEWED)
    would = found.of("")
    number = rotation.wordings(wanted.blocks)
    context = {
        "would": len(would), "tried": len(found.tried), "samples": would[:SAMPLES], "wordings": number, "now": now,
        "few": number * repeated.TIMES < wanted.cap * repeated.WITHIN.days, "saved": row,
    }  # fmt: skip
    return render(request, "reviews/automatic/preview.html", context)


@require_safe
@never_cache
def log(request: Request, desk: str) -> HttpResponse:
    """What the rules did over `days`: all, of one `rule`, only what was sent or left (`did`). Needs shops.manage; otherwise 404."""
    context = rule_pages.log(
        automatic_rules.TABLE, queries.log, _enter(request, desk), request.GET, size=queries.ON_A_PAGE, now=datetime.now(UTC)
    )  # fmt: skip
    return render(request, "reviews/automatic/log.html", context)


def _ask(request: Request, row: "AutomaticRule", which: dict[str, Any], now: datetime) -> None:
    facts = shops.by_id(row.shop_id)
    if facts is None:
        raise NotVisible
    found = automatic_trial.waiting(facts, automatic_rules.rule_of(row), _before(row), now=now)
    try:
        number = automatic_rules.ask(**which, review_ids=[one.review.id for one in found.tried if not one.why])
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return
    queueing.ask("reviews.answer_good", shop_id=row.shop_id)
    said = ngettext(
        "%(number)s review is being answered, at most %(cap)s a day.",
        "%(number)s reviews are being answered, at most %(cap)s a day.",
        number,
    )
    messages.success(request, said % {"number": wording.number(number), "cap": wording.number(row.cap)})


def _form(request: Request, form: RuleForm, own: Shop, row: "AutomaticRule | None" = None) -> HttpResponse:
    now = datetime.now(UTC)
    waiting = 0
    if row is not None and row.since is not None:
        # The guard sees them when they are asked for: here only their number is shown.
        waiting = (
            automatic_trial.waiting(shops.facts(own), automatic_rules.rule_of(row), _before(row), now=now, judge=0).counts().get("", 0)
        )
    context = {
        "form": form, "rule": row, "shop": own, "now": now, "waiting": waiting, "asked": queries.asked(row) if row else 0,
        "variables": [name for name in VARIABLES if name not in {"agent_name", "eta"}],
    }  # fmt: skip
    return render(request, "reviews/automatic/rule.html", context, status=422 if form.is_bound else 200)


def _before(row: "AutomaticRule | None", shop: Shop | None = None) -> list[Rule]:
    """The rules that come before one; before a new one all of its shop."""
    if row is not None:
        return [automatic_rules.rule_of(one) for one in shop_rules.before(automatic_rules.TABLE, row)]
    return automatic_rules.on(shops.facts(shop)) if shop else []


def _enter(request: Request, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="reviews")


def _at(name: str, here: Here, *numbers: int) -> str:
    at = reverse(name, args=[here.desk.slug, *numbers])
    return f"{at}?shop={here.chosen.slug}" if here.chosen else at
