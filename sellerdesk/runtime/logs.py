"""Structured logs on standard error: one line per event, and nothing that names a buyer or opens a door."""

import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog


# Fields that may carry a person or a secret. Their value is replaced, their name stays, so that a log shows what was held back.
PERSONAL = frozenset(
    {
        "email",
        "phone",
        "name",
        "buyer",
        "author",
        "text",
        "title",
        "address",
        "password",
        "token",
        "secret",
        "key",
        "cookie",
        "authorization",
        "raw",
    }
)


# Invitations, forgotten passwords, confirmed addresses: whoever reads such a link may walk in.
PROOFS = re.compile(r"(/(?:invitations|reset/key|confirm-email)/)(?!accept/)[^/\s\"']+")


def without_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces the value of every field named in PERSONAL."""
    for field in PERSONAL & event.keys():
        event[field] = "[held back]"
    return event


def without_link_proofs(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes the proof out of addresses that open a door by themselves; Django names the address of what failed."""
    for field in ("event", "exception"):
        if isinstance(said := event.get(field), str):
            event[field] = PROOFS.sub(r"\1[held back]", said)
    return event


def configure(*, level: str, plain: bool) -> dict[str, Any]:
    """Sets up structlog and the standard library's logging alike; returns the dictConfig that was applied.

    `plain` gives lines for a person at a terminal instead of JSON.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: Any = structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer()
    config = _config(level, shared, last)
    logging.config.dictConfig(config)
    return config


def _config(level: str, shared: list[Any], last: Any) -> dict[str, Any]:
    """The standard library's logging: every line through `shared`, its error in full and without proofs, written by `last`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_link_proofs,
                    last,
                ],
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        # The client libraries write URLs with query strings at INFO.
        "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
    }
