"""What is asked of every page: nothing wrong in the console, nothing for axe to find, nothing to scroll sideways."""

import os
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response


NARROWEST = 320
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
# A failed load is told twice; the answer itself says more than this line.
TOLD_TWICE = "Failed to load resource"
# A page that is left while a part of it is asked for: htmx tells the end of that request as two errors.
LEFT = ("htmx:afterRequest", "htmx:sendAbort")
VIOLATIONS = """
addEventListener("securitypolicyviolation", event =>
    sellerdeskViolation(`${event.effectiveDirective} forbids ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""
SIDEWAYS = Path(__file__).with_name("sideways.js").read_text(encoding="utf-8")
# A change of theme moves colours; axe must not look while they are on their way. What is folded away keeps transitions that have ended.
SETTLED = """
async () => {
    const frame = () => new Promise(requestAnimationFrame), moves = one => one instanceof CSSTransition && one.playState !== "finished";
    do { await frame(); await frame(); } while (document.getAnimations().some(moves));
}
"""
HAS_AXE = "typeof axe !== 'undefined'"
RUN_AXE = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"

_heard: WeakKeyDictionary[Page, list[tuple[int, str]]] = WeakKeyDictionary()


def listen(context: BrowserContext, origin: str) -> None:
    """From now on everything that goes wrong on any page of this context is kept for `assert_quiet`."""
    context.expose_binding("sellerdeskViolation", lambda source, what: _keep(source["page"], f"policy: {what}"))
    context.add_init_script(VIOLATIONS)
    context.on("page", lambda page: _listen(page, origin))


def _listen(page: Page, origin: str) -> None:
    _heard[page] = []
    page.on("console", lambda message: _console(page, message))
    page.on("pageerror", lambda error: _keep(page, f"script: {error}"))
    page.on("requestfailed", lambda request: _failed(page, request))
    page.on("response", lambda response: _answered(page, response))
    page.on("request", lambda request: _asked(page, request, origin))


def _keep(page: Page, what: str, status: int = 0) -> None:
    _heard[page].append((status, what))


def _console(page: Page, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"} and not message.text.startswith((TOLD_TWICE, *LEFT)):
        _keep(page, f"console {message.type}: {message.text}")


def _failed(page: Page, request: Request) -> None:
    # A page that is left ends what it was still asking for.
    if request.failure != "net::ERR_ABORTED":
        _keep(page, f"request: {request.url} {request.failure}")


def _answered(page: Page, response: Response) -> None:
    if response.status >= 400:
        _keep(page, f"answer: {response.status} {response.url}", response.status)


def _asked(page: Page, request: Request, origin: str) -> None:
    if not request.url.startswith((f"{origin}/", "data:", "blob:")):
        _keep(page, f"another host: {urlsplit(request.url).netloc}")


def assert_quiet(page: Page, *, expecting: int = 0) -> None:
    """No console error or warning, no violated policy, no failed request, no other host, since the last time it was asked.

    `expecting` is a status that belongs to the journey, such as 404: it must have come.
    """
    page.wait_for_load_state()
    # One round trip, so that what the page has reported until now has arrived here.
    page.evaluate("0")
    heard, _heard[page] = _heard[page], []
    wrong = [what for status, what in heard if not expecting or status != expecting]
    assert not wrong, "\n".join(wrong)
    assert not expecting or any(status == expecting for status, _ in heard), f"no answer was {expecting}"


def assert_accessible(page: Page) -> None:
    """axe finds nothing, by any of its rules, in the theme in which the page is shown."""
    page.evaluate(SETTLED)
    if not page.evaluate(HAS_AXE):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN_AXE)
    assert not found, _findings(found)


def _findings(violations: list[dict[str, Any]]) -> str:
    lines = []
    for violation in violations:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}: {node.get('failureSummary', '')}")
    return "\n".join(lines)


def assert_no_overflow(page: Page) -> None:
    """Nothing scrolls sideways, neither at the page's own width nor at 320 px, unless the stylesheet means it to."""
    size = page.viewport_size
    assert size is not None
    for width in sorted({size["width"], NARROWEST}, reverse=True):
        page.set_viewport_size({"width": width, "height": size["height"]})
        found = page.evaluate(SIDEWAYS, width)
        assert not found, f"at {width} px: " + "\n".join(found)
    page.set_viewport_size(size)


def assert_well(page: Page, name: str, *, expecting: int = 0) -> None:
    """All of it, in both themes: quiet, accessible, nothing to scroll sideways. Pictures are kept by this name."""
    assert_quiet(page, expecting=expecting)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        look(page, name)
        assert_accessible(page)
    page.emulate_media(color_scheme="null")
    assert_no_overflow(page)
    # axe, the other theme and the other width leave no trace either.
    assert_quiet(page)


def look(page: Page, name: str) -> None:
    """Keeps a picture in the directory that SELLERDESK_SHOTS names, as name-width-theme-language.png; without it, nothing."""
    folder = os.environ.get("SELLERDESK_SHOTS")
    if not folder:
        return
    theme, language = page.evaluate(
        "[matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light', document.documentElement.lang]"
    )
    width = page.viewport_size["width"] if page.viewport_size else 0
    Path(folder).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=Path(folder) / f"{name}-{width}-{theme}-{language}.png", full_page=True, animations="disabled")
