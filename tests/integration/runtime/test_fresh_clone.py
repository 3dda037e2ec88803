"""What a newcomer does: clone, one command."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.integration.runtime.driving import ROOT, busy, gone, surroundings


@pytest.mark.long
@pytest.mark.timeout(600)
def test_fresh_clone_stands_up_by_itself(state: Path) -> None:
    """Environment from the locks, stores, migrations, first sign-in; then a command; then again, warm."""
    checkout = state / "checkout"
    cloned = subprocess.run(
        ["git", "-c", "safe.directory=*", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(checkout)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert cloned.returncode == 0, cloned.stderr
    variables = {name: value for name, value in surroundings(checkout / ".state").items() if not name.startswith("SELLERDESK_")}
    began = time.monotonic()
    with subprocess.Popen(
        [str(checkout / "desk"), "up"],
        cwd="/",
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as up:
        assert up.stdout is not None
        said = []
        for line in up.stdout:
            said.append(line)
            if "SellerDesk is ready" in line:
                break
        took, room = time.monotonic() - began, busy()
        up.terminate()
        said += list(up.stdout)
    asked = subprocess.run(
        [str(checkout / "desk"), "manage", "shop_create", "north", "--rules", "standard", "--time-zone", "Asia/Shanghai"],
        cwd="/", env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip

    assert "First sign-in, shown this once" in "".join(said)
    assert up.returncode == 0, said
    assert took < 60 * room
    assert asked.returncode == 0, asked.stderr
    assert isinstance(json.loads(asked.stdout), dict)
    assert gone(checkout, 5)
    changed = subprocess.run(["git", "-C", str(checkout), "status", "--porcelain"], capture_output=True, text=True, check=True)
    assert changed.stdout == ""


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_normal_user_without_a_home_stands_up_too() -> None:
    folder = Path("/tmp") / f"sd-t-user-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        subprocess.run(
            ["git", "-c", "safe.directory=*", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder / "checkout")], check=True
        )
        subprocess.run(["chown", "-R", "65534:65534", str(folder)], check=True)
        variables = surroundings(
            folder / "state", SELLERDESK_VENV=str(folder / "venv"), HOME=str(folder), XDG_CACHE_HOME=str(folder / "cache")
        )
        asked = subprocess.run(
            [str(folder / "checkout" / "desk"), "manage", "shell", "-v", "0", "-c", "print(1)"],
            cwd="/", env=variables, user=65534, group=65534, extra_groups=[], stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=400, check=False,
        )  # fmt: skip

        assert (asked.returncode, asked.stdout) == (0, "1\n"), asked.stderr
    finally:
        shutil.rmtree(folder)
