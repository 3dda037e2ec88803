"""What receivers said, and switching off those that are gone or fail for days."""

from datetime import datetime

from sellerdesk import access, audit, commands, notices, setwise
from sellerdesk.domain import actor as actors, permissions, webhooks as rules
from sellerdesk.domain.actor import Actor
from sellerdesk.models import Outbound, Webhook, WebhookAnswer
from sellerdesk.webhooks import lane
from sellerdesk.webhooks.wire import Answer


OFF = "webhook_off"
"""The notice that a webhook was switched off by itself."""
AT_ONCE = 5000
_OLD = """
    SELECT id FROM sellerdesk_outbound WHERE kind IN ('webhook', 'telegram') AND state IN ('sent', 'cancelled') AND settled_at < %s LIMIT %s
    FOR UPDATE SKIP LOCKED
"""
"""Locked: what somebody has sent again at this moment is not old any more."""


@commands.command
def note(*, desk_id: int, webhook_id: int, outbound_id: int, answer: Answer | None, now: datetime) -> bool:
    """Keep what came of an attempt, None for no answer; returns whether nothing more is to be tried: the webhook is off.

    It is switched off by 410, when it has failed for three days, and when too much waits for it, also where it takes what it is sent,
    but slowly; those who manage webhooks are told.
    """
    hook = Webhook.objects.select_for_update(no_key=True).filter(desk_id=desk_id, pk=webhook_id).first()
    if hook is None:
        return True
    said = {"status": None, "milliseconds": 0, "body": ""}
    if answer is not None:
        said = {"status": answer.status, "milliseconds": answer.milliseconds, "body": answer.text[:500]}
    facts = {"webhook_id": webhook_id, "at": now, **said}
    WebhookAnswer.objects.update_or_create(desk_id=desk_id, outbound_id=outbound_id, defaults=facts)
    if answer is not None and rules.is_taken(answer.status):
        if hook.failing_since is not None:
            Webhook.objects.filter(desk_id=desk_id, pk=webhook_id).update(failing_since=None)
            commands.note(desk_id, "webhooks.changed", webhook=webhook_id)
        why = rules.why_given_up(None, _waiting(hook), now) if hook.state == Webhook.State.ON else None
        if why is not None:
            _give_up(hook, why, now)
        return False
    return _failed(hook, answer, now)


def _failed(hook: Webhook, answer: Answer | None, now: datetime) -> bool:
    if hook.failing_since is None:
        Webhook.objects.filter(desk_id=hook.desk_id, pk=hook.pk).update(failing_since=now)
        commands.note(hook.desk_id, "webhooks.changed", webhook=hook.pk)
    if hook.state == Webhook.State.OFF:
        return True
    why = None
    if answer is not None and answer.status == rules.GONE:
        why = Webhook.Why.GONE.value
    elif hook.failing_since is not None:
        # A first failure switches nothing off, whatever waits.
        why = rules.why_given_up(hook.failing_since, _waiting(hook), now)
    if why is not None:
        _give_up(hook, why, now)
    return why is not None


def _give_up(hook: Webhook, why: str, now: datetime) -> None:
    switch_off(hook, why, actor=actors.SYSTEM, now=now)
    people = access.people(hook.desk_id, may=permissions.WEBHOOKS_MANAGE)
    notices.tell(hook.desk_id, people, OFF, f"webhook:{hook.pk}", now=now)


def _waiting(hook: Webhook) -> int:
    return Outbound.objects.filter(desk_id=hook.desk_id, lane=lane(hook.pk), state="queued").count()


def switch_off(hook: Webhook, why: str, *, actor: Actor, now: datetime) -> None:
    """Send nothing more to a webhook, inside a command that holds its row: what waits for it is called off, and can be sent later."""
    Webhook.objects.filter(desk_id=hook.desk_id, pk=hook.pk).update(state=Webhook.State.OFF, off_why=why)
    setwise.run(
        "UPDATE sellerdesk_outbound SET state = 'cancelled', settled_at = %s WHERE desk_id = %s AND lane = %s AND state = 'queued'",
        [now, hook.desk_id, lane(hook.pk)],
    )
    audit.record(
        hook.desk_id, actor, "webhook.switched_off", f"webhook:{hook.pk}", {"state": hook.state}, {"state": "off", "why": why}, now
    )
    commands.note(hook.desk_id, "webhooks.changed", webhook=hook.pk)


@commands.command
def forget_old(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Delete what was sent or called off so long ago that nobody asks for it any more; returns how many. Over all desks.

    What failed stays: a person decides about it.
    """
    old = [pk for (pk,) in setwise.rows(_OLD, [now - rules.KEPT, limit])]
    if old:
        setwise.run("DELETE FROM sellerdesk_webhookanswer WHERE outbound_id = ANY(%s)", [old])
        setwise.run("DELETE FROM sellerdesk_outbound WHERE id = ANY(%s)", [old])
    return len(old)
