"""What every composer has: templates behind / and the button, gaps, checks as one types, keys on any layout, never during composition."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from sellerdesk.models import ReplyTemplate
from tests.browser.house import House
from tests.browser.looking import assert_accessible, assert_quiet, assert_well
from tests.browser.test_door import LANGUAGES, SIZES
from tests.factories.replies import make_order, make_template


KEY = "(keys) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...keys}))"
COMPOSER = """
<form class="thread-composer" id="try" data-composer data-lint="{lint}" data-language="ru" data-subject="{subject}"
    data-check="/desks/harbor/check/" data-pick="/desks/harbor/templates/pick/?for=chat&subject={subject}">
  <div class="composer">{menu}
    <div class="composer__grow"><div class="composer__mirror" aria-hidden="true" lang="ru"></div>
      <textarea class="composer__text" id="reply" rows="3" lang="ru" aria-label="Message" data-key="KeyR"></textarea></div>
    <div class="composer__bar">
      <button class="btn btn--quiet" type="button" data-templates aria-expanded="false" aria-label="Templates" data-key="Slash">T</button>
      <button class="btn btn--primary" type="submit" data-send data-key="Ctrl+Enter" aria-describedby="why">Send</button>
      <span class="sr-only" id="why" data-send-why></span></div>
  </div>
  <div data-lint-row></div><div data-lint-why></div><p class="sr-only" role="status" data-lint-said></p>
</form>
"""


@pytest.fixture(scope="module")
def subject(house: House) -> Iterator[str]:
    """Two templates and an order, whom the composer writes to."""
    with house.entered():
        make_template(house.cast, name="Late", shortcut="late", texts={"ru": "{buyer_name}, заказ {order_no}: {eta}. {track_no}. {eta}!"})
        make_template(house.cast, name="Bye", shortcut="bye", texts={"ru": "Хорошего дня!", "zh": "再见", "en": "Bye"})
        order = make_order(house.cast.shop, "45690", tracking="RA1")
    yield f"order:{order.pk}"
    with house.entered():
        ReplyTemplate.objects.all().delete()


@pytest.fixture
def composer(page_at: Callable[..., Page], subject: str) -> Callable[..., Page]:
    """`composer(lint="chat")`: a page of alice with a composer in it; what is sent is counted in `sent`."""

    def make(lint: str = "chat") -> Page:
        page = page_at()
        page.goto("/desks/harbor/settings/look/")
        desk = type("Desk", (), {"desk": type("Slug", (), {"slug": "harbor"})})
        menu = render_to_string("components/template_menu.html", {"here": desk})
        put = COMPOSER.format(menu=menu, subject=subject, lint=lint)
        page.evaluate(
            """(html) => { document.querySelector('#main').insertAdjacentHTML('beforeend', html); window.sent = 0;
                document.querySelector('#try').addEventListener('submit', (event) => { event.preventDefault(); window.sent += 1; }); }""",
            put,
        )
        return page

    return make


def press(page: Page, **keys: Any) -> None:
    page.evaluate(KEY, {"keyCode": 0, **keys})


def test_templates_go_in_at_the_cursor_and_gaps_are_filled(composer: Callable[..., Page]) -> None:
    page = composer()
    text, menu = page.locator("#reply"), page.locator("[data-template-menu]")
    text.focus()
    press(page, key="л", code="KeyK", ctrlKey=False)
    page.keyboard.press("/")
    expect(menu).to_be_visible()
    assert_accessible(page)
    page.keyboard.type("late")
    expect(menu.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")

    expect(text).to_have_value("Анна, заказ 45690: ⟦когда доставят⟧. RA1. ⟦когда доставят⟧!")
    expect(text).to_be_focused()
    expect(page.locator(".composer__mirror mark[data-kind=gap]")).to_have_count(2)
    send = page.get_by_role("button", name="Send")
    expect(send).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#why")).to_have_text("Fill in the gap that is marked.")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("window.sent") == 0

    page.keyboard.type("завтра")
    page.keyboard.press("Tab")
    page.keyboard.type("до вечера")
    expect(text).to_have_value("Анна, заказ 45690: завтра. RA1. до вечера!")
    page.keyboard.press("End")
    page.keyboard.type(" /")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Templates").click()
    menu.get_by_role("option", name="Bye").click()
    expect(text).to_have_value("Анна, заказ 45690: завтра. RA1. до вечера! Хорошего дня!")
    expect(send).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("window.sent") == 1
    assert_quiet(page)


def test_the_menu_opens_on_any_keyboard_and_never_while_composing(composer: Callable[..., Page]) -> None:
    page = composer()
    text, menu = page.locator("#reply"), page.locator("[data-template-menu]")
    text.focus()
    for composing in ({"isComposing": True}, {"keyCode": 229}):
        press(page, **{"key": "/", "code": "Slash", **composing})
        expect(menu).to_be_hidden()
    for key in ("、", "."):
        press(page, key=key, code="Slash")
        expect(menu).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(text).to_be_focused()
    page.keyboard.insert_text("、")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.type("и")
    page.keyboard.press("/")
    page.keyboard.type("или ")
    expect(text).to_have_value("и/или ")
    press(page, key=".", code="Slash")
    expect(menu).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.press("/")
    expect(text).to_have_value("и/или /")
    expect(menu).to_be_hidden()


def test_a_contact_is_marked_stops_and_is_rewritten(composer: Callable[..., Page]) -> None:
    page = composer("public")
    text, send = page.locator("#reply"), page.get_by_role("button", name="Send")
    text.fill("😀 Анна, спасибо! Позвоните нам по номеру +7 495 120-44-10.")

    expect(page.locator(".composer__mirror mark[data-kind=contacts]")).to_have_text("+7 495 120-44-10")
    expect(page.locator(".lint__item[data-code=name]")).to_have_attribute("data-state", "ok")
    expect(send).to_have_attribute("aria-disabled", "true")
    send.click(force=True)
    assert page.evaluate("window.sent") == 0
    chosen = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert text.evaluate(chosen) == "+7 495 120-44-10"
    expect(page.locator("#toasts")).to_contain_text("a phone number")
    assert_accessible(page)
    page.get_by_role("button", name="instead").click()
    expect(text).to_have_value("😀 Анна, спасибо! Напишите нам в чат заказа.")
    expect(page.locator(".lint__item[data-code=contacts]")).to_have_attribute("data-state", "ok")
    expect(page.locator("[data-lint-said]")).to_contain_text("No contacts")
    expect(page.locator("[data-lint-said]")).not_to_contain_text("Thanks")
    send.click()
    assert page.evaluate("window.sent") == 1


def test_keys_press_what_a_page_marks(composer: Callable[..., Page]) -> None:
    page = composer()
    press(page, key="к", code="KeyR", isComposing=True)
    expect(page.locator("#reply")).not_to_be_focused()
    press(page, key="к", code="KeyR")
    expect(page.locator("#reply")).to_be_focused()
    page.keyboard.type("r?")
    expect(page.locator("#reply")).to_have_value("r?")
    page.keyboard.press("Enter")
    expect(page.locator("#reply")).to_have_value("r?\n")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    here = page.locator("[data-keys-here]")
    expect(here).to_contain_text("Message")
    expect(here).to_contain_text("Ctrl")
    page.get_by_role("checkbox", name="Use single-letter shortcuts").uncheck()
    page.keyboard.press("Escape")
    press(page, key="r", code="KeyR")
    expect(page.locator("#reply")).not_to_be_focused()
    page.evaluate("localStorage.clear(); document.body.setAttribute('data-enter-sends', '')")
    page.locator("#reply").fill("Спасибо")
    press(page, key="Enter", code="Enter", isComposing=True)
    assert page.evaluate("window.sent") == 0
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("window.sent") == 0
    page.keyboard.press("Enter")
    assert page.evaluate("window.sent") == 1
    assert_quiet(page)


def test_the_palette_jumps_and_remembers(page_at: Callable[..., Page], subject: str) -> None:
    page = page_at()
    page.goto("/desks/harbor/")
    press(page, key="л", code="KeyK", ctrlKey=True)
    palette = page.get_by_role("dialog", name="Search or run a command")
    expect(palette).to_be_visible()
    expect(palette.get_by_role("option", name="Insert a template")).to_be_hidden()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("?")
    page.keyboard.press("Control+k")
    page.keyboard.type("nothing")
    page.keyboard.press("Control+k")
    page.keyboard.type("45690")
    found = palette.get_by_role("option", name="Order 45690")
    expect(found.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Order+45690")
    page.go_back()
    page.keyboard.press("Control+k")
    palette.get_by_role("option", name="Order 45690").first.wait_for()
    with page.context.expect_page() as another:
        page.keyboard.press("Control+Enter")
    assert another.value.url.endswith("/search/?q=Order+45690")
    another.value.close()
    page.goto("/desks/harbor/search/?q=Order+45690")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or run a command").fill("")
    expect(palette.get_by_role("group", name="Opened last").get_by_role("option")).to_have_text("Order 45690")
    page.keyboard.type("dark")
    expect(palette.get_by_role("option", name="Switch between light and dark theme")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert_quiet(page)


@SIZES
@LANGUAGES
def test_templates_are_well(page_at: Callable[..., Page], subject: str, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    for address in ("templates/", "templates/new/"):
        page.goto(f"/desks/harbor/{address}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert_well(page, f"replies-{address.strip('/').replace('/', '-')}")


def test_the_editor_checks_previews_and_says_what_is_not_saved(page_at: Callable[..., Page], subject: str) -> None:
    page = page_at()
    page.goto("/desks/harbor/templates/")
    page.locator("a.list-row", has_text="Late").click()
    expect(page.locator(".well mark").first).to_have_text("Анна")
    page.get_by_role("tab", name="中文").click()
    page.locator("#id_text_zh").fill("您好 ")
    page.locator("#panel-zh").get_by_role("button", name="{order_no}").click()
    expect(page.locator("#id_text_zh")).to_have_value("您好 {order_no}")
    expect(page.locator(".well mark")).to_have_text("45690")
    expect(page.locator("[data-unsaved-said]")).to_have_text("Not saved: Chinese text")
    expect(page.locator("#panel-zh .lint__item[data-code=thanks]")).to_have_attribute("data-state", "todo")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("The template is saved.")).to_be_visible()
    expect(page.locator(".badge--soon").first).to_have_text("older than 中文")
    assert_quiet(page)
