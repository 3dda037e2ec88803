"""`./desk up --demo`: the demo desk, made or completed by its own command before the web process starts."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

from sellerdesk.runtime import children
from sellerdesk.runtime.failures import Failure


def fill(say: Callable[[str], None], asked_to_stop: Callable[[], bool]) -> None:
    """Runs `demo_fill`, shows its progress and waits for its end. Refused with Failure, in its words.

    When asked to stop it is ended; the next `up --demo` goes on where it was.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "django", "demo_fill"],
        env=dict(os.environ), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        # Ctrl-C is for us, who then end it; should we die, it does too.
        start_new_session=True, preexec_fn=children.tied(signal.SIGTERM),
    )  # fmt: skip
    said: list[str] = []
    with process:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line.strip())
            say(said[-1])
            if asked_to_stop():
                process.terminate()
    if process.returncode != 0 and not asked_to_stop():
        raise Failure(f"The demo desk could not be made: {said[-1] if said else 'no reason given'}", "Start without --demo, or see above.")
