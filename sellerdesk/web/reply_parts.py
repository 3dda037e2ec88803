"""What a composer asks for while somebody writes: templates to insert, the checks of the text, what a buyer would read."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sellerdesk import access, guarding, policy, replies
from sellerdesk.access import Here
from sellerdesk.domain.replies import filling
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.domain.text_policy.policy import ALLOW, STOP, WARN, Findings, Place
from sellerdesk.replies import finding, using
from sellerdesk.web.reply_pages import enter


LONGEST_TEXT = 20_000
_UTF16_ONE = 0xFFFF


@require_safe
@never_cache
def pick(request: HttpRequest, desk: str) -> HttpResponse:
    """The choices of a composer's menu for `q`, filled for `subject`, as `<li role=option>`.

    Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
    """
    here = enter(request, desk)
    language = request.GET.get("lang", "")
    found = finding.pick(
        here.desk.pk,
        access.reader(request).pk,
        typed=request.GET.get("q", "")[:200],
        public=request.GET.get("for", "") == "public",
        language=language if language in filling.LANGUAGES else "en",
        facts=_known(request, here, request.GET.get("subject", "")) or VariableFacts(agent_name=_agent(request)),
    )
    return render(request, "replies/options.html", {"options": found})


@require_POST
def use(request: HttpRequest, desk: str, template: int) -> HttpResponse:
    """Count that a template was inserted. Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404."""
    here = enter(request, desk)
    uses = using.use(desk_id=here.desk.pk, template_id=template, person_id=access.reader(request).pk, now=datetime.now(UTC))
    return JsonResponse({"uses": uses})


@require_POST
def check(request: HttpRequest, desk: str) -> HttpResponse:
    """What is found in `text` for `place` (chat, public or template): the row of checks, and the places to mark.

    `subject` is whom it is for. Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
    """
    here = enter(request, desk)
    text, asked = request.POST.get("text", "")[:LONGEST_TEXT], request.POST.get("place", "")
    known = _known(request, here, request.POST.get("subject", ""))
    is_template = asked == "template"
    place: Place = "chat" if asked == "chat" or (is_template and request.POST.get("for") == "chat") else "public"
    language = request.POST.get("language", "")
    chosen = guarding.of(here.desk.pk, known.shop_id) if known else None
    facts = policy.text_facts(known if not is_template else None, language=language, is_template=is_template, chosen=chosen)
    found = policy.check(text, language=language, place=place, facts=facts)
    return render(request, "components/lint.html", lint(text, found, facts, is_template=is_template))


@require_POST
def preview(request: HttpRequest, desk: str) -> HttpResponse:
    """What the buyer of `order` reads of a template's text in `language`. Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404."""
    here = enter(request, desk)
    language = request.POST.get("language", "")
    text = request.POST.get(f"text_{language}", "")[:LONGEST_TEXT]
    order = request.POST.get("order", "")
    facts = _known(request, here, f"order:{order}") or VariableFacts(agent_name=_agent(request))
    language = language if language in filling.LANGUAGES else "en"
    return render(request, "replies/preview.html", {"parts": filling.fill(text, facts, language), "language": language})


def _known(request: HttpRequest, here: Here, subject: str) -> VariableFacts | None:
    return replies.facts_of(here.desk.pk, subject, here.shop_ids, agent_name=_agent(request), may=here.may)


def _agent(request: HttpRequest) -> str:
    return access.reader(request).name


def lint(text: str, found: Findings, facts: policy.TextFacts, *, is_template: bool = False) -> dict[str, Any]:
    """The row's six items, the sentences under it, and for the script: places in the browser's own count, why it may not go."""
    labels = policy.SHORT_LABELS if found.place == "chat" and not is_template else policy.LABELS
    shown = policy.CHECKS if found.place == "public" or facts.rules.contacts_in_chat != ALLOW else policy.CHECKS[:-1]
    items = []
    for code in shown:
        against = found.of(code)
        state = "ok" if against is None else against.severity if against.severity in {STOP, WARN} else "todo"
        items.append({"code": code, "label": labels[code], "state": state, "why": policy.sentence(against, found.place) if against else ""})
    blamed = [finding for finding in found.found if policy.blames(finding)]
    marks = [(start, end, one.code) for one in blamed for start, end in one.places]
    warned = found.warnings if not is_template else ()
    stops = [finding for finding in found.stops if not is_template]
    return {
        "items": items,
        "blamed": [
            {
                "code": one.code,
                "stop": one.severity == STOP,
                "said": policy.sentence(one, found.place),
                "better": one.better,
                "better_label": policy.better_label(one),
            }
            for one in blamed
        ],
        "places": json.dumps(list(_in_utf16(text, marks))),
        "why": policy.sentence(stops[0], found.place) if stops and text.strip() else "",
        "warned": " ".join(policy.sentence(one, found.place) for one in warned),
        "length": found.length,
        "most": (facts.rules.chat_length if found.place == "chat" else facts.rules.answer_length)[1],
        "is_template": is_template,
    }


def _in_utf16(text: str, marks: Iterable[tuple[int, int, str]]) -> Iterable[tuple[int, int, str]]:
    """Places as a browser counts them: a character beyond the first 65,536 is two there."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > _UTF16_ONE else 1))
    for start, end, code in sorted(marks):
        yield offsets[start], offsets[end], code
