"""What a shop wants of the guard: the page, what is kept, and what is refused."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from sellerdesk import guarding, policy
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.models import AuditEntry


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_warning_goes_with_a_reason_and_a_stop_never_does() -> None:
    facts = policy.text_facts(VariableFacts(rules="wildberries"))

    warned = policy.judge("Вы просто тупой", place="public", facts=facts)
    told = policy.judge("Вы просто тупой", place="public", facts=facts, reason=" цитата  покупателя ")

    assert warned.refusal
    assert (warned.refusal.code, warned.overridden) == ("warned", {})
    assert (told.refusal, told.overridden) == (None, {"warned": ["insult"], "reason": "цитата покупателя"})
    stopped = policy.why_not_send("Звоните +79161112233", place="public", facts=facts, reason="очень надо")
    assert stopped
    assert stopped.code == "contacts"
    long = policy.why_not_send("Вы просто тупой", place="public", facts=facts, reason="я" * 201)
    assert long
    assert long.code == "reason_too_long"
