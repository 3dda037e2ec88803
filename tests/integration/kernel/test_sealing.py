"""Secrets at rest: readable with the installation's key alone."""

import io
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from sellerdesk import connections, env, resealing, sealing
from sellerdesk.models import ShopConnection
from sellerdesk.runtime import keyfiles
from tests.factories.kernel import NOW, Cast


def test_a_secret_comes_back_and_looks_like_nothing() -> None:
    sealed = sealing.seal("ключ 42")

    assert "42" not in sealed
    assert sealing.unseal(sealed) == "ключ 42"
    assert sealing.seal("ключ 42") != sealed
    assert (sealing.seal(""), sealing.unseal("")) == ("", "")


def test_another_key_or_a_changed_text_opens_nothing(settings: Any) -> None:
    sealed = sealing.seal("ключ 42")
    with pytest.raises(sealing.Unsealable):
        sealing.unseal(sealed[:-4] + "AAAA")

    settings.SEAL_KEY = "another"
    with pytest.raises(sealing.Unsealable):
        sealing.unseal(sealed)


def test_an_old_key_opens_and_the_newest_seals(settings: Any) -> None:
    settings.SEAL_KEY = "first"
    sealed = sealing.seal("ключ 42")
    settings.SEAL_KEY, settings.SEAL_KEYS_OLD = "second", ["first"]

    assert sealing.unseal(sealed) == "ключ 42"
    assert not sealing.is_newest(sealed)
    assert sealing.is_newest(sealing.seal("ключ 42"))


@pytest.fixture
def rotating(settings: Any, cast: Cast) -> Cast:
    """A connection and an authenticator app sealed with the key before, and one seed from before anything was sealed."""
    settings.SEAL_KEY, settings.SEAL_KEYS_OLD = "first", []
    ShopConnection.objects.create(desk=cast.desk, shop=cast.shop, kind="simulator", secret=sealing.seal("token"), changed_at=NOW)
    adapter = get_adapter()
    Authenticator.objects.create(user=cast.alice, type="totp", data={"secret": adapter.encrypt("SEED")})
    Authenticator.objects.create(user=cast.bob, type="totp", data={"secret": "OPENSEED"})
    settings.SEAL_KEY, settings.SEAL_KEYS_OLD = "second", ["first"]
    return cast


def rotated() -> str:
    out = io.StringIO()
    call_command("seal_rotate", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_everything_sealed_gets_under_the_newest_key_once(rotating: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resealing, "BATCH", 1)

    assert "mfa.authenticator.data: 2 sealed, 2 sealed anew, 0 unreadable" in rotated()
    assert "mfa.authenticator.data: 2 sealed, 0 sealed anew, 0 unreadable" in rotated()
    settings.SEAL_KEYS_OLD = []
    assert connections.secret(rotating.desk.pk, rotating.shop.pk) == "token"
    seeds = [get_adapter().decrypt(row.data["secret"]) for row in Authenticator.objects.order_by("pk")]
    assert seeds == ["SEED", "OPENSEED"]
    assert "SEED" not in str(list(Authenticator.objects.values_list("data", flat=True)))


@pytest.mark.django_db
def test_cut_off_in_the_middle_everything_is_readable_and_the_rest_is_done_by_the_next_run(
    rotating: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 1)
    seal, left = sealing.seal, iter([True, False])

    def killed(text: str) -> str:
        if not next(left):
            raise KeyboardInterrupt
        return seal(text)

    with monkeypatch.context() as kill:
        kill.setattr(sealing, "seal", killed)
        with pytest.raises(KeyboardInterrupt):
            rotated()

    def sealed() -> list[str]:
        seeds = [row.data["secret"] for row in Authenticator.objects.order_by("pk")]
        return [ShopConnection.objects.get().secret, *(seed for seed in seeds if seed.startswith(sealing.MARK))]

    assert {sealing.is_newest(one) for one in sealed()} == {True, False}
    assert {sealing.unseal(one) for one in sealed()} <= {"token", "SEED", "OPENSEED"}
    rotated()
    settings.SEAL_KEYS_OLD = []
    assert {sealing.unseal(one) for one in sealed()} == {"token", "SEED", "OPENSEED"}


@pytest.mark.django_db
def test_without_the_old_key_it_says_what_it_cannot_open(rotating: Cast, settings: Any) -> None:
    settings.SEAL_KEYS_OLD = []

    with pytest.raises(CommandError, match="2 sealed texts"):
        rotated()
    settings.SEAL_KEYS_OLD = ["first"]
    assert connections.secret(rotating.desk.pk, rotating.shop.pk) == "token"


def test_old_keys_come_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.old_secrets("NO_SUCH_KEYS", tmp_path / "none") == []
    (tmp_path / "keys").write_text("newer\nolder\n")
    assert env.old_secrets("NO_SUCH_KEYS", tmp_path / "keys") == ["newer", "older"]
    monkeypatch.setenv("NO_SUCH_KEYS", "a, b")
    assert env.old_secrets("NO_SUCH_KEYS", tmp_path / "keys") == ["a", "b"]


def test_a_key_that_others_can_read_is_said_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in keyfiles.KEYS:
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    for name, mode in (("seal_key", 0o640), ("secret_key", 0o600), ("pseudonym_key", 0o604)):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)

    said = keyfiles.open_to_others(tmp_path)
    assert [line.split()[0] for line in said] == [str(tmp_path / "pseudonym_key"), str(tmp_path / "seal_key")]
