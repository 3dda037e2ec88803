"""Secrets at rest: readable with the installation's key alone."""

from typing import Any

import pytest

from sellerdesk import sealing


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
