"""A warning is overridden with a reason, and what stops never is."""

from sellerdesk import policy
from sellerdesk.domain.replies.values import VariableFacts


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
