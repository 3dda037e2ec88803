"""A stream for tests: one event at once, then silence until the process is asked to stop."""

from sellerdesk.runtime.answers import Receive, Scope, Send


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """`text/event-stream`; ends itself when told, as every stream of the product has to."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": b"data: open\n\n", "more_body": True})
    await scope["extensions"]["desk.stopping"].wait()
    await send({"type": "http.response.body", "body": b"", "more_body": False})
