"""Asking somebody into a desk, and the answer through the link."""

import json
import re
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client

from sellerdesk import audit, invitations, mailing, outbox, team
from sellerdesk.delivery.senders import Withdrawn
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Permanent, Refusal, Transient
from sellerdesk.models import AuditEntry, Invitation, Membership, Outbound, User
from sellerdesk.runtime import redacting
from tests.factories.kernel import NOW, PASSWORD, Cast, join, make_person, make_shop


pytestmark = pytest.mark.django_db
OTHER_PASSWORD = "seven ships at sea"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


def invite(cast: Cast, email: str = "dora@example.org", role: str = "agent", **changed: Any) -> invitations.Open:
    given = {"desk_id": cast.desk.pk, "email": email, "role": role, "shop_ids": None, "by": cast.alice, "actor": SYSTEM, "now": NOW}
    return invitations.invite(**{**given, **changed})


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        call(**arguments)
    return refusal.value.code


def invited_now(client: Client, cast: Cast, email: str = "dora@example.org", **fields: Any) -> str:
    """Invite through the page; gives the link's path."""
    client.force_login(cast.alice)
    client.post("/desks/harbor/settings/people/invite/", {"email": email, "role": "agent", "every_shop": "on", **fields})
    page = client.get("/desks/harbor/settings/people/").content.decode()
    client.logout()
    return str(re.findall(rf'value="{re.escape(settings.SITE_URL)}(/invitations/[^"]+)"', page)[0])


def test_an_invitation_says_for_which_shops_it_is(client: Client, cast: Cast) -> None:
    pier = make_shop(cast.desk, "pier")
    invited_now(client, cast, every_shop="", shops=[str(cast.shop.pk), str(pier.pk)])
    client.force_login(cast.alice)
    page = "/desks/harbor/settings/people/"

    assert "agent, Harbor-Home and Pier" in client.get(page).content.decode()
    cast.alice.language = "zh-hans"
    cast.alice.save()
    assert "，Harbor-Home和Pier" in client.get(page).content.decode()
    pier.delete()
    cast.shop.delete()
    assert "，无店铺" in client.get(page).content.decode()


def test_an_invitation_opens_for_seven_days(cast: Cast) -> None:
    made = invite(cast, " Dora@Example.ORG ")

    assert (made.email, made.role, made.shop_ids) == ("dora@example.org", "agent", None)
    assert invitations.read(invitations.token(made.desk_id, made.id)) == (made.desk_id, made.id)
    last = NOW + timedelta(days=7) - timedelta(microseconds=1)
    assert invitations.find(made.desk_id, made.id, now=last) is not None
    assert invitations.find(made.desk_id, made.id, now=NOW + timedelta(days=7)) is None
    assert invitations.find(cast.other_desk.pk, made.id, now=NOW) is None


@pytest.mark.parametrize("text", ["", "1-1", "1-1.", "1-1.AAAA", "x" * 10_000, "1-1.\x00", "-.", "1.2.3"])
def test_a_forged_link_is_no_invitation(text: str) -> None:
    assert invitations.read(text) is None


def test_invitations_are_refused_under_conditions(cast: Cast) -> None:
    manager = make_person()
    join(cast.desk, manager, "manager")

    assert refused(invite, cast=cast, email="no address") == "email_malformed"
    assert refused(invite, cast=cast, email="d" * 250 + "@example.org") == "email_malformed"
    assert refused(invite, cast=cast, role="boss") == "role_unknown"
    assert refused(invite, cast=cast, by=cast.bob) == "people_not_yours"
    assert refused(invite, cast=cast, by=manager, role="read_only") == "people_not_yours"
    assert refused(invite, cast=cast, email="bob@example.org") == "already_member"
    assert refused(invite, cast=cast, shop_ids=[]) == "shops_missing"
    assert refused(invite, cast=cast, shop_ids=[cast.other_shop.pk]) == "shop_unknown"
    assert refused(invite, cast=cast, role="owner", shop_ids=[cast.shop.pk]) == "owner_sees_every_shop"
    with pytest.raises(NotVisible):
        invite(cast, by=cast.carol)
    assert not Invitation.objects.exists()


def test_a_known_address_is_invited_like_any_other(cast: Cast) -> None:
    known, new = invite(cast, "carol@example.org"), invite(cast, "dora@example.org")

    assert known.role == new.role
    assert AuditEntry.objects.filter(what="person.invited").count() == 2


def test_inviting_again_ends_the_earlier_link(cast: Cast) -> None:
    first = invite(cast)
    second = invite(cast, role="analyst")

    assert invitations.find(first.desk_id, first.id, now=NOW) is None
    assert [one.id for one in invitations.waiting(cast.desk.pk, now=NOW)] == [second.id]
    assert audit.verify(cast.desk.pk).broken_at is None


def test_the_database_keeps_one_open_invitation_per_address(cast: Cast) -> None:
    invite(cast)
    with pytest.raises(IntegrityError, match="invitation_one_open_per_address"):
        Invitation.objects.create(desk=cast.desk, email="dora@example.org", role="agent", created_at=NOW, expires_at=NOW)


def test_a_withdrawn_invitation_opens_nothing(cast: Cast) -> None:
    made = invite(cast)
    told: dict[str, Any] = {"desk_id": cast.desk.pk, "invitation_id": made.id, "by": cast.alice, "actor": SYSTEM, "now": NOW}
    with pytest.raises(NotVisible):
        invitations.withdraw(**{**told, "desk_id": cast.other_desk.pk, "by": cast.carol})
    assert refused(invitations.withdraw, **{**told, "by": cast.bob}) == "people_not_yours"

    invitations.withdraw(**told)
    invitations.withdraw(**told)

    assert (
        refused(invitations.accept_with_account, desk_id=cast.desk.pk, invitation_id=made.id, person=cast.carol, now=NOW)
        == "invitation_over"
    )
    assert AuditEntry.objects.filter(what="invitation.withdrawn").count() == 1


def test_who_may_no_longer_invite_has_no_links_left(cast: Cast) -> None:
    join(cast.desk, cast.carol, "owner")
    mine, theirs = invite(cast, "one@example.org"), invite(cast, "two@example.org", by=cast.carol)
    member = Membership.objects.get(desk=cast.desk, user=cast.carol)

    team.remove_person(desk_id=cast.desk.pk, member_id=member.pk, by=cast.alice, actor=SYSTEM, now=NOW)

    assert invitations.find(cast.desk.pk, theirs.id, now=NOW) is None
    assert invitations.find(cast.desk.pk, mine.id, now=NOW) is not None


def test_the_link_leads_a_new_person_in(client: Client, cast: Cast) -> None:
    hidden = make_shop(cast.desk, "hidden-store")
    link = invited_now(client, cast, every_shop="", shops=[str(cast.shop.pk)])

    opened = client.get(link)
    page = client.get(opened["Location"]).content.decode()
    weak = client.post(opened["Location"], {"name": "Dora", "password": "12345678"})
    done = client.post(opened["Location"], {"name": "Dora Ivanova", "password": PASSWORD})

    assert opened["Location"] == "/invitations/accept/"
    assert link.split("/")[2] not in page
    assert "Harbor" in page
    assert "dora@example.org" in page
    assert weak.status_code == 422
    assert "12345678" not in weak.content.decode()
    assert "Dora" in weak.content.decode()
    assert done["Location"] == "/desks/harbor/start/"
    assert client.session.get_expire_at_browser_close()
    person = User.objects.get(email="dora@example.org")
    assert person.name == "Dora Ivanova"
    assert person.check_password(PASSWORD)
    member = Membership.objects.get(user=person)
    assert (member.role, member.every_shop) == ("agent", False)
    assert [row.shop_id for row in member.shops.all()] == [cast.shop.pk]
    assert client.get("/desks/harbor/settings/shops/").status_code == 200
    assert hidden.name not in client.get("/desks/harbor/settings/shops/").content.decode()


def test_a_link_opens_once(client: Client, cast: Cast) -> None:
    link = invited_now(client, cast)
    client.get(link)
    client.post("/invitations/accept/", {"name": "Dora", "password": PASSWORD})

    again = Client()
    page = again.get(link, follow=True)

    assert page.status_code == 404
    assert "does not open any more" in page.content.decode()
    assert "Harbor" not in page.content.decode()
    assert again.post("/invitations/accept/", {"name": "Eve", "password": PASSWORD}).status_code == 404


@pytest.mark.parametrize("password", ["dora@example.org", "Dora Ivanova 1"])
def test_a_password_that_resembles_its_owner_is_refused(client: Client, cast: Cast, password: str) -> None:
    client.get(invited_now(client, cast))

    tried = client.post("/invitations/accept/", {"name": "Dora Ivanova", "password": password})

    assert tried.status_code == 422
    assert "too much like your name or your e-mail" in tried.content.decode()


def test_used_forged_and_absent_links_look_the_same(client: Client, cast: Cast) -> None:
    gone = invited_now(client, cast)
    Invitation.objects.update(revoked_at=NOW)

    pages = [Client().get(link, follow=True) for link in (gone, "/invitations/1-1.forged/", "/invitations/accept/")]

    said = {re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page.content.decode()) for page in pages}
    assert {page.status_code for page in pages} == {404}
    assert len(said) == 1


def test_who_has_an_account_accepts_after_signing_in(client: Client, cast: Cast) -> None:
    cast.carol.set_password(PASSWORD)
    cast.carol.save()
    link = invited_now(client, cast, "carol@example.org")
    client.get(link)

    tried = client.post("/invitations/accept/", {"name": "Carol", "password": OTHER_PASSWORD})
    signed_in = client.post("/accounts/login/?next=/invitations/accept/", {"login": "carol@example.org", "password": PASSWORD})
    page = client.get(signed_in["Location"]).content.decode()
    done = client.post("/invitations/accept/")

    assert tried.status_code == 422
    assert OTHER_PASSWORD not in tried.content.decode()
    assert "Sign in" in tried.content.decode()
    assert signed_in["Location"] == "/invitations/accept/"
    assert "Join Harbor" in page
    assert done["Location"] == "/desks/harbor/start/"
    assert Membership.objects.get(desk=cast.desk, user=cast.carol).role == "agent"
    cast.carol.refresh_from_db()
    assert cast.carol.check_password(PASSWORD)


def test_another_account_is_told_so_and_gets_nothing(client: Client, cast: Cast) -> None:
    link = invited_now(client, cast)
    client.force_login(cast.carol)

    page = client.get(link, follow=True).content.decode()
    posted = client.post("/invitations/accept/")

    assert "carol@example.org" in page
    assert posted.status_code == 200
    assert not Membership.objects.filter(desk=cast.desk, user=cast.carol).exists()
    made = invitations.waiting(cast.desk.pk, now=NOW)[0]
    assert (
        refused(invitations.accept_with_account, desk_id=cast.desk.pk, invitation_id=made.id, person=cast.carol, now=NOW)
        == "invitation_for_another"
    )


def test_a_member_who_accepts_keeps_the_role_that_was_given_meanwhile(cast: Cast) -> None:
    made = invite(cast, "carol@example.org")
    join(cast.desk, cast.carol, "manager")

    invitations.accept_with_account(desk_id=cast.desk.pk, invitation_id=made.id, person=cast.carol, now=NOW)

    assert Membership.objects.get(desk=cast.desk, user=cast.carol).role == "manager"
    assert AuditEntry.objects.get(what="invitation.accepted").after == {"role": "manager"}


def posted() -> None:
    """A worker sends the mail that is owed."""
    claimed = outbox.claim(limit=5, lease_until=datetime.now(UTC) + timedelta(minutes=1), now=datetime.now(UTC))
    assert [one.kind for one in claimed] == ["mail"]
    mailing.send(claimed[0])


def test_the_link_is_mailed_where_mail_is_sent(client: Client, cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = LOCMEM
    link = invited_now(client, cast)
    assert link.split("/")[2] not in json.dumps(list(Outbound.objects.values("payload", "dedupe_key")))
    posted()

    assert [message.to for message in mail.outbox] == [["dora@example.org"]]
    assert f"{settings.SITE_URL}{link}" in mail.outbox[0].body
    assert "Alice" in mail.outbox[0].subject


def test_a_guest_with_an_account_is_written_to_in_their_language(client: Client, cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = LOCMEM
    User.objects.filter(pk=cast.carol.pk).update(language="ru")
    for guest in (cast.carol.email, "dora@example.org"):
        invited_now(client, cast, guest)
        posted()

    theirs, new = mail.outbox
    assert (theirs.to, new.to) == ([cast.carol.email], ["dora@example.org"])
    assert "Откройте ссылку" in theirs.body
    assert "оператор" in theirs.body
    assert "Open this link" in new.body


def test_an_invitation_that_is_over_by_then_is_not_mailed(client: Client, cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = LOCMEM
    invited_now(client, cast)
    Invitation.objects.update(revoked_at=NOW)
    with pytest.raises(Withdrawn):
        posted()

    assert mail.outbox == []


@pytest.mark.parametrize(("error", "raised"), [(ConnectionRefusedError, Transient), (SMTPRecipientsRefused({}), Permanent)])
def test_a_mail_that_does_not_leave_says_why(client: Client, cast: Cast, settings: Any, error: Any, raised: type[Exception]) -> None:
    settings.EMAIL_BACKEND = LOCMEM
    invited_now(client, cast)

    with mock.patch("sellerdesk.mailing.EmailMessage.send", side_effect=error), pytest.raises(raised):
        posted()
    assert invitations.waiting(cast.desk.pk, now=NOW)


def test_without_mail_nothing_is_owed(client: Client, cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    invited_now(client, cast)

    assert not Outbound.objects.exists()


def test_a_name_that_tricks_mail_headers_stays_a_name(client: Client, cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = LOCMEM
    User.objects.filter(pk=cast.alice.pk).update(name="Alice\nBcc: eve@example.org")
    invited_now(client, cast)
    posted()

    assert mail.outbox[0].bcc == []
    assert "\n" not in mail.outbox[0].subject


def test_links_are_held_back_from_logs(cast: Cast) -> None:
    token = invitations.token(cast.desk.pk, 1)

    assert redacting.of_text(f"Not Found: /invitations/{token}/") == "Not Found: /invitations/[held back]/"
    assert redacting.of_text("Forbidden: /invitations/accept/") == "Forbidden: /invitations/accept/"
    assert "1-abc-def" not in redacting.of_text("Not Found: /accounts/password/reset/key/1-abc-def/")


def test_the_audit_log_holds_no_link(client: Client, cast: Cast) -> None:
    link = invited_now(client, cast)

    assert link.split("/")[2] not in json.dumps(list(AuditEntry.objects.values("what", "subject", "before", "after")))


def test_answering_is_throttled(client: Client, cast: Cast) -> None:
    client.get(invited_now(client, cast))

    answers = [client.post("/invitations/accept/", {"name": "Dora", "password": "123"}).status_code for _ in range(31)]

    assert set(answers[:30]) == {422}
    assert answers[30] == 429
