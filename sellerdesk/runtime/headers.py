"""What every answer tells the browser to refuse, whoever gives the answer: Django, a stream, the front itself."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from sellerdesk.runtime.answers import Message, Send


YEAR: Final = 31_536_000
POLICY: Final = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
"""For answers that are no page of ours (files, problems, streams); a page has its own, stricter one."""
_NEVER: Final = (
    "accelerometer", "autoplay", "camera", "display-capture",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
ALWAYS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _NEVER),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Nearly everything here names a buyer or a person; what may be kept (static files, checked pictures) says so itself.
    "Cache-Control": "no-store",
}
"""Each is added where the answer does not say it already."""
TRANSPORT: Final = "Strict-Transport-Security"


def missing(told: Collection[str], *, tls: bool, subdomains: bool) -> Iterator[tuple[str, str]]:
    """The headers that an answer with these (in lower case) lacks. The transport's is told over TLS alone."""
    every = {**ALWAYS, TRANSPORT: f"max-age={YEAR}{'; includeSubDomains' if subdomains else ''}"} if tls else ALWAYS
    for name, value in every.items():
        if name.lower() not in told:
            yield name, value


def completed(send: Send, *, tls: bool, subdomains: bool) -> Send:
    """`send` of an ASGI application, which adds what an answer lacks."""

    async def complete(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: list[tuple[bytes, bytes]] = list(message.get("headers", []))
            told = {bytes(name).lower().decode("latin-1") for name, _value in headers}
            more: list[tuple[Any, Any]] = [
                (name.lower().encode(), value.encode()) for name, value in missing(told, tls=tls, subdomains=subdomains)
            ]
            message = {**message, "headers": [*headers, *more]}
        await send(message)

    return complete
