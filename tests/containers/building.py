"""The image and its services without containers: the Dockerfile's instructions and the compose file's commands, in directories."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.containers.reading import ROOT, Instruction, compose, dockerfile


VENV, SOURCES, STATE = "/opt/venv", "/srv/sellerdesk", "/var/lib/sellerdesk"
ELSEWHERE = {"/opt/wheel": "wheel", "/opt/postgres": "postgres", "/tmp/base.lock": "base.lock", "/tmp/embedded.lock": "embedded.lock",
    "/tmp/programs.lock": "programs.lock", "/backups": "backups"}  # fmt: skip
# Users of the image cannot be made here; its files belong to whoever runs this.
NEEDS_ROOT = ("groupadd", "useradd")
OWNERS = " -o 10001 -g 10001"


@dataclass(slots=True)
class Image:
    """What the Dockerfile builds, below `folder`."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)

    def build(self) -> None:
        """Every instruction in its order."""
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "python").symlink_to(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")
        for one in dockerfile():
            if one.word == "ENV":
                self.variables |= dict(part.split("=", 1) for part in one.parts)
            elif one.word == "COPY" and one.sources:
                self._copy(one)
            elif one.word == "COPY":
                self._copy_over(one)
            elif one.word == "RUN" and not one.text.startswith(NEEDS_ROOT):
                self._run(one.text)

    def here(self, text: str, state: Path | None = None) -> str:
        """The text with the image's places as they are called here; `state` for a container's own."""
        told = text.replace(STATE, str(state or self.folder / "state")).replace(VENV, str(self.folder / "venv"))
        for place, name in ELSEWHERE.items():
            told = told.replace(place, str(self.folder / name))
        return told.replace(SOURCES, str(self.folder / "sources"))

    def environment(self, state: Path | None = None) -> dict[str, str]:
        """The image's variables and nothing of this test run, but for what a package index needs."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "HTTPS_PROXY", "SSL_CERT_FILE") if name in os.environ}
        kept |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        path = f"{self.folder / 'bin'}:/usr/local/bin:/usr/bin:/bin"
        told = {name: self.here(value.replace("$PATH", path), state) for name, value in self.variables.items()}
        return {"PATH": path, **kept, **told}

    def _copy(self, one: Instruction) -> None:
        (self.folder / "sources").mkdir(exist_ok=True)
        for source in one.sources:
            where = Path(self.here(str(Path(SOURCES) / one.parts[-1])))
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, where, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.mo"))
            else:
                shutil.copy(ROOT / source, where)

    def _copy_over(self, one: Instruction) -> None:
        """From an earlier stage, which lies in the same directory here."""
        *sources, target = (Path(self.here(part)) for part in one.parts[1:])
        for source in sources:
            if source.is_dir() and source != target:
                shutil.copytree(source, target)
            elif source.is_file():
                target.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)

    def _run(self, text: str) -> None:
        place = self.folder / "sources"
        done = subprocess.run(
            ["/bin/sh", "-c", self.here(text.replace(OWNERS, ""))],
            cwd=place if place.exists() else self.folder, env=self.environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{text}\n{done.stdout}"
        self.ran.append(text)


@dataclass(slots=True)
class Container:
    """One container of a service: the image with a state directory of its own."""

    image: Image
    service: dict[str, Any]
    state: Path
    secrets: Path
    redis: str
    port: str
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        """The image's variables and the service's; the stores are where they are here."""
        told = {name: "" if value is None else str(value) for name, value in self.service["environment"].items()}
        own = {name: value.replace("/run/secrets", str(self.secrets)) for name, value in told.items()}
        return {**self.image.environment(self.state), **own, "REDIS_URL": self.redis}

    @property
    def log(self) -> Path:
        """What it says on standard output and standard error."""
        return self.state.with_suffix(".log")

    def create(self) -> None:
        """The files that the image brings."""
        shutil.copytree(self.image.folder / "state", self.state)

    def run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        """A command in it, to its end; after its entry point, where it has one."""
        where = self.image.here(self.service.get("working_dir", SOURCES))
        return subprocess.run(
            self._here([*self.service.get("entrypoint", []), *command]), cwd=where, env=self.environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def start(self) -> None:
        """Its own command."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self._here(self.service["command"]), cwd=self.image.folder / "sources", env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def healthy(self) -> bool:
        """What its health check says now."""
        return self.run(self.service["healthcheck"]["test"][1:]).returncode == 0

    def wait_until_healthy(self, limit: float = 120.0) -> None:
        """Waits; fails with what it said when it ends or takes too long."""
        end = time.monotonic() + limit
        while not self.healthy():
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.5)

    def stop(self) -> int:
        """SIGTERM; its exit status. Failing after the grace that the service gives."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(float(self.service["stop_grace_period"].removesuffix("s")))

    def kill(self) -> None:
        """Whatever is left of it, at the end of the test."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _here(self, command: list[str]) -> list[str]:
        program = str(self.image.folder / "venv" / "bin" / command[0])
        return [program, *(self.port if word == "8000" else word for word in command[1:])]

    @property
    def mounts(self) -> list[str]:
        """The parts of the state directory that may be written: volumes and memory."""
        named = [*self.service.get("volumes", []), *self.service.get("tmpfs", [])]
        found = [place.split(":")[-1] if place in self.service.get("volumes", []) else place.split(":")[0] for place in named]
        return [str(Path(place).relative_to(STATE)) for place in found if place.startswith(STATE)]


def services() -> dict[str, dict[str, Any]]:
    """Those of ours, with their commands."""
    return {name: service for name, service in compose()["services"].items() if "build" in service}
