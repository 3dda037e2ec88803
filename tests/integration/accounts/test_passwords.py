"""New passwords: long enough, of any kind, and in no list of stolen ones."""

import hashlib
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import gettext, override
from hypothesis import given, strategies

from sellerdesk import passwords
from sellerdesk.models import User
from sellerdesk.web import password_forms
from sellerdesk.web.forms import AnswerForm
from tests.factories.kernel import PASSWORD


def _line(password: str, end: str = "\r\n") -> bytes:
    return f"{hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()}:7{end}".encode()


def _write(path: Path, listed: set[str], end: str = "\r\n") -> Path:
    path.write_bytes(b"".join(sorted(_line(one, end) for one in listed)))
    return path


def _codes(password: str) -> list[str | None]:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    return [error.code for error in refused.value.error_list]


@pytest.fixture
def listed(tmp_path: Path, settings: Any) -> Path:
    settings.BREACHED_PASSWORDS = str(_write(tmp_path / "pwned.txt", {f"stolen words {number}" for number in range(500)}))
    return Path(settings.BREACHED_PASSWORDS)


@given(
    words=strategies.sets(strategies.text(max_size=6), max_size=40),
    asked=strategies.text(max_size=6),
    end=strategies.sampled_from(["\n", "\r\n"]),
)
def test_the_search_finds_exactly_what_is_listed(tmp_path_factory: pytest.TempPathFactory, words: set[str], asked: str, end: str) -> None:
    words = {word for word in words if word.isprintable() and word.isascii()}
    path = _write(tmp_path_factory.getbasetemp() / "hashes", words, end)

    assert all(passwords.is_listed(path, word) for word in words)
    assert passwords.is_listed(path, f"{asked}!") is (f"{asked}!" in words)


def test_a_large_file_is_not_read_whole(listed: Path) -> None:
    with mock.patch.object(passwords, "_line_from", wraps=passwords._line_from) as reads:
        assert passwords.is_listed(listed, "stolen words 250")
    assert reads.call_count < 25


def test_what_was_stolen_is_refused(listed: Path) -> None:
    assert _codes("stolen words 7") == ["breached"]
    validate_password("words that are mine")


def test_a_list_that_cannot_be_read_lets_nothing_through(listed: Path) -> None:
    listed.unlink()
    assert _codes("words that are mine") == ["list_unreadable"]


def test_length_alone_counts(settings: Any) -> None:
    assert _codes("short words") == ["too_short"]
    assert _codes("x" * 129) == ["too_long"]
    for fine in ("ab" * 64, "583920175846", "в лесу родилась ёлочка", "天地玄黄宇宙洪荒日月盈昃"):
        validate_password(fine)


@pytest.mark.parametrize("taken", ["SellerDesk-2026", "wildberries!123", "harborgoods 2026", "пароль-пароль1", "密码密码密码密码12345"])
def test_names_of_this_place_and_little_else_are_refused(settings: Any, taken: str) -> None:
    settings.SITE_URL = "https://desk.harborgoods.example"
    assert _codes(taken) == ["of_this_place"]
    validate_password(f"{taken} and a walk by the sea")


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "cannot be read"),
        (b"", "no HASH:COUNT"),
        (b"password\n" * 20, "no HASH:COUNT"),
        (b"".join(sorted((_line(str(n)) for n in range(50)), reverse=True)), "not in order"),
    ],
)
def test_the_check_says_what_is_wrong_with_the_list(tmp_path: Path, settings: Any, content: bytes | None, wrong: str) -> None:
    path = tmp_path / "list"
    if content is not None:
        path.write_bytes(content)
    settings.BREACHED_PASSWORDS = str(path)

    assert [message.id for message in passwords.check()] == ["sellerdesk.E002"]
    assert wrong in passwords.check()[0].msg


def test_the_check_is_content_with_a_good_list_and_none(listed: Path, settings: Any) -> None:
    assert passwords.check() == []
    settings.BREACHED_PASSWORDS = ""
    assert passwords.check() == []
    settings.SECOND_FACTOR = "requierd"
    assert [message.id for message in passwords.check()] == ["sellerdesk.E001"]


TOO_MANY = "Many people use this password, and thieves try it first. Choose another one."
LIKE = "This is too much like your name or your e-mail, which others know. Choose another one."
TWICE = "This is not the password above. Type the same one twice."
NOT_YOURS = "That is not your password until now. Nothing was changed."
FINE = "a good long phrase"
WRONG = [
    (PASSWORD, "qwertyuiop123", "qwertyuiop123", "password1", TOO_MANY),
    (PASSWORD, "alice@example.org", "alice@example.org", "password1", LIKE),
    (PASSWORD, FINE, f"{FINE}s", "password2", TWICE),
    ("not it", FINE, FINE, "oldpassword", NOT_YOURS),
]


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_hints_and_refusals_are_in_our_words_and_the_readers_language(client: Client, alice: User, language: str) -> None:
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    address, said = "/accounts/password/change/", {"Accept-Language": language}
    form = client.get(address, headers=said).context["form"]
    with override(language):
        hint = [gettext("At least %(least)s characters. A few words in a row are easy to remember and hard to guess.") % {"least": 12}]
        hint.append(gettext("Not like your name or your e-mail."))
        labels = [gettext(label) for label in ("Password until now", "New password", "New password once more")]
    assert form["password1"].help_text == " ".join(hint)
    assert [field.label for field in form] == labels
    for old, new, again, where, sentence in WRONG:
        cache.clear()
        answer = client.post(address, {"oldpassword": old, "password1": new, "password2": again}, headers=said)
        with override(language):
            assert answer.context["form"].errors == {where: [gettext(sentence)]}
            assert (gettext(sentence) == sentence) == (language == "en")


def test_every_way_to_a_password_says_the_same_beforehand(client: Client, alice: User) -> None:
    """Changing, forgetting and being invited; no rule says nothing, which would be an empty line."""
    changing: Any = password_forms.Change(user=alice)
    forgotten: Any = password_forms.Anew(user=alice)
    invited = AnswerForm(email="dora@example.org")
    hints = [str(form.fields[name].help_text) for form, name in ((changing, "password1"), (forgotten, "password1"), (invited, "password"))]
    assert len(set(hints)) == 1
    assert hints[0].startswith("At least 12 characters.")
    assert "<" not in hints[0]
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    answer = client.post("/accounts/reauthenticate/", {"password": "not it"})
    assert answer.context["form"].errors == {"password": ["That is not your password. Nothing was done yet."]}
