"""Writing to a buyer: two people in two browsers, lost connections, the keyboard, files."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, Route, StorageState, expect

from chat.models import Message, Note
from sellerdesk.models import Shop
from tests.browser.house import House
from tests.browser.looking import assert_accessible, assert_quiet, assert_well, look
from tests.browser.test_door import LANGUAGES, SIZES
from tests.browser.two_writers import desk_of_both
from tests.domain.attachments.files import photo
from tests.factories.chat import message, talk


TEXT = "#reply"
HOSTILE = "\u202eabc <img src=x onerror=alert(1)> " + "ш" * 120
_talks = iter(range(1000))


@pytest.fixture(scope="module")
def desk(house: House, signed_in: StorageState) -> Iterator[str]:
    """A desk where alice and bob answer."""
    with desk_of_both(house, "writing") as desk:
        yield desk


@pytest.fixture
def address(house: House, desk: str) -> str:
    """The composer of a new conversation, whose buyer has waited for 42 minutes."""
    with house.entered():
        shop, now, ref = Shop.objects.get(slug="writing-shop"), datetime.now(UTC), f"T{next(_talks)}"
        at = (now - timedelta(minutes=42)).isoformat()
        thread = talk(shop, [message(f"M-{ref}", conversation=ref, text=HOSTILE) | {"at": at}], now=now, conversation=ref)
    return f"/desks/{desk}/chats/{thread.pk}/composer/"


def sent(house: House) -> list[str]:
    """The texts of what was really sent, but for what was taken back."""
    with house.entered():
        return list(Message.objects.filter(client_key__isnull=False, delivery="queued").order_by("-id").values_list("text", flat=True))


@SIZES
@LANGUAGES
def test_the_composer_is_well(page_at: Callable[..., Page], address: str, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto(address)

    expect(page.locator(TEXT)).to_be_visible()
    assert_well(page, "composer")


def test_who_was_slower_is_shown_the_answer_and_keeps_the_text(alice: Page, bob: Page, house: House) -> None:
    alice.locator(TEXT).fill("Mine")
    alice.locator(TEXT).dispatch_event("focusin")
    bob.locator(TEXT).click()
    expect(bob.locator("[data-holder]")).to_contain_text("Alice is writing")

    bob.locator(TEXT).fill("From bob")
    bob.locator(TEXT).press("Control+Enter")
    expect(bob.locator("[data-message]").last).to_contain_text("From bob")
    alice.get_by_role("button", name="Send", exact=True).click()

    expect(alice.get_by_role("alert")).to_contain_text("Bob answered just now. Your text is kept below, not sent.")
    expect(alice.locator("[data-newer]")).to_contain_text("From bob")
    expect(alice.locator(TEXT)).to_have_value("Mine")
    assert_quiet(alice, expecting=409)
    look(alice, "composer-newer")
    assert_accessible(alice)
    alice.get_by_role("button", name="Send", exact=True).click()
    expect(alice.locator("[data-message]").last).to_contain_text("Mine")
    assert sent(house)[:2] == ["Mine", "From bob"]
    assert_quiet(bob)


def test_what_is_clicked_twice_or_sent_again_is_one_message(alice: Page, house: House) -> None:
    """The answer to the first is lost on its way back, so nobody can know."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    alice.route("**/send/", lose, times=1)
    alice.locator(TEXT).fill("Only once, whatever happens")
    alice.get_by_role("button", name="Send", exact=True).dblclick()
    expect(alice.locator("[data-state=failed]")).to_contain_text("Not sent, the desk did not answer")

    alice.reload()
    alice.locator("[data-client-key]").last.wait_for()
    again = alice.locator("[data-state=failed]").get_by_role("button", name="Send again")
    if again.count():
        again.click()
    expect(alice.locator("[data-state=failed]")).to_have_count(0)
    assert sent(house).count("Only once, whatever happens") == 1


def test_a_message_is_taken_back_by_a_key_with_nothing_lost(alice: Page, house: House) -> None:
    alice.keyboard.press("r")
    alice.keyboard.type("Too early")
    alice.keyboard.press("Control+Enter")
    expect(alice.locator(".toast")).to_contain_text("Message sent")
    alice.locator("h1").click()
    alice.keyboard.press("z")

    expect(alice.locator(TEXT)).to_have_value("Too early")
    expect(alice.locator("[data-message]", has_text="Too early")).to_have_count(0)
    assert "Too early" not in sent(house)
    assert_quiet(alice)


def test_a_draft_survives_reload_and_a_lost_connection(alice: Page, house: House) -> None:
    with alice.expect_response("**/draft/"):
        alice.locator(TEXT).fill("Kept on the server")
    alice.reload()
    expect(alice.locator(TEXT)).to_have_value("Kept on the server")
    expect(alice.locator("[data-draft-note]")).to_contain_text("Draft from")

    alice.context.set_offline(offline=True)
    expect(alice.locator("[data-send-label]")).to_have_text("Send when online")
    alice.locator(TEXT).fill("Goes by itself")
    alice.locator(TEXT).press("Control+Enter")
    expect(alice.locator("[data-state=sending]")).to_contain_text("Waits for the connection")
    alice.context.set_offline(offline=False)

    expect(alice.locator("[data-message]").last).to_contain_text("Goes by itself")
    assert "Goes by itself" in sent(house)


def test_two_windows_offer_each_others_text(alice: Page, address: str) -> None:
    other = alice.context.new_page()
    other.goto(address)
    with alice.expect_response("**/draft/"):
        alice.locator(TEXT).fill("In the first")
    with other.expect_response("**/draft/"):
        other.locator(TEXT).fill("In the second")

    expect(other.locator("[data-offered]")).to_have_text("In the first")
    expect(other.locator(TEXT)).to_have_value("In the second")
    other.get_by_role("button", name="Use that text").click()
    expect(other.locator(TEXT)).to_have_value("In the first")
    expect(other.locator("[data-offer]")).to_be_hidden()


def test_files_are_picked_removed_and_refused_with_the_reason(alice: Page) -> None:
    picker = alice.locator("[name=pick]")
    picker.set_input_files(FilePayload(name="joint.jpg", mimeType="image/jpeg", buffer=photo()))
    expect(alice.locator("[data-files]")).to_contain_text("joint.jpg")
    alice.locator(TEXT).fill("With a file")
    look(alice, "composer-files")
    picker.set_input_files(FilePayload(name="evil.jpg", mimeType="image/jpeg", buffer=b"<svg onload=alert(1)>"))
    expect(alice.get_by_role("alert")).to_contain_text("evil.jpg")
    assert_quiet(alice, expecting=422)
    picker.set_input_files(FilePayload(name="huge.jpg", mimeType="image/jpeg", buffer=b"\0" * (5 * 1024 * 1024 + 1)))
    expect(alice.get_by_role("alert")).to_contain_text("at most 5 MB")

    alice.get_by_role("button", name="Remove joint.jpg").click()
    expect(alice.locator("[data-files] li")).to_have_count(0)
    assert_quiet(alice)


def test_a_note_names_a_colleague_by_keyboard(alice: Page, house: House) -> None:
    alice.get_by_title("Private note").click()
    alice.locator(TEXT).press_sequentially("Look at this @bo")
    expect(alice.locator("#mention-menu [aria-selected=true]")).to_have_text("Bob")
    look(alice, "composer-note")
    alice.keyboard.press("Enter")
    expect(alice.locator(TEXT)).to_have_value("Look at this @Bob ")
    alice.keyboard.press("Control+Enter")

    expect(alice.locator("[data-note]")).to_contain_text("Look at this @Bob")
    with house.entered():
        assert Note.objects.latest("id").mentions == [house.cast.bob.pk]
    assert_quiet(alice)


def test_enter_sends_only_by_choice_and_never_while_a_word_is_composed(alice: Page) -> None:
    alice.locator(TEXT).fill("你好")
    alice.locator(TEXT).press("Enter")
    expect(alice.locator(TEXT)).to_have_value("你好\n")
    alice.evaluate("document.body.toggleAttribute('data-enter-sends')")
    alice.locator(TEXT).fill("你好")
    alice.locator(TEXT).evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', code: 'Enter', isComposing: true, bubbles: true}))"
    )
    expect(alice.locator(TEXT)).to_have_value("你好")
    alice.locator(TEXT).press("Shift+Enter")
    expect(alice.locator(TEXT)).to_have_value("你好\n")
    alice.locator(TEXT).press("Enter")
    expect(alice.locator("[data-message]").last).to_contain_text("你好")


def test_a_message_for_later_waits_above_the_text(alice: Page) -> None:
    alice.locator(TEXT).fill("Tomorrow morning")
    alice.get_by_role("button", name="More ways to send").click()
    alice.get_by_role("button", name="Send later…").click()
    alice.locator("[name=later]").fill((datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    alice.get_by_role("dialog").get_by_role("button", name="Send later").click()

    expect(alice.locator("[data-later]")).to_contain_text("Tomorrow morning")
    look(alice, "composer-later")
    assert_accessible(alice)
    alice.get_by_text("Change the time").click()
    alice.locator("[data-later] [name=later]").fill((datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT11:11"))
    alice.get_by_role("button", name="Change", exact=True).click()
    expect(alice.locator("[data-later]")).to_contain_text("11:11")
    alice.get_by_role("button", name="Back to the draft").click()
    expect(alice.locator(TEXT)).to_have_value("Tomorrow morning")
    assert_quiet(alice)


def test_templates_are_asked_for_this_conversation(alice: Page) -> None:
    with alice.expect_request(re.compile("/pick/")) as asked:
        alice.get_by_role("button", name="Templates (/)").click()

    thread = alice.locator("form[data-composer]").get_attribute("data-thread")
    assert f"subject=thread%3A{thread}" in asked.value.url
    assert_quiet(alice)


def test_what_the_log_shows_by_now_is_not_shown_twice(alice: Page) -> None:
    """On the thread's own page the log is kept current by another script, which knows nothing of our bubbles."""
    alice.evaluate("const log = document.querySelector('[data-thread-log]'); log.id = 'messages'; delete log.dataset.threadLog")
    alice.locator(TEXT).fill("Shown once")
    alice.locator(TEXT).press("Control+Enter")
    expect(alice.locator("[data-tray] [data-message]")).to_contain_text("Shown once")

    alice.evaluate("document.getElementById('messages').append(document.querySelector('[data-tray]').firstElementChild.cloneNode(true))")
    alice.evaluate("document.dispatchEvent(new CustomEvent('live:swapped'))")

    expect(alice.locator(".bubble", has_text="Shown once")).to_have_count(1)
    expect(alice.locator("[data-tray] > *")).to_have_count(0)
