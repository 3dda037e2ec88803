"""Structured logs on standard error: one line per event, and nothing that names a buyer or opens a door."""

import logging.config
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from sellerdesk.runtime import redacting


_OWN = frozenset({"event", "level", "logger", "timestamp", "request_id", "task_id", "exception"})
"""Fields that we write ourselves; only the words of the event are looked through."""


class HoldBack(logging.Filter):
    """Takes out of the records of libraries what they put into their words: Celery writes a failed task's message and arguments.

    Runs before the words are put together. A record's exception stays, and is written by `redacting.failure`.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always written, sometimes with less."""
        if isinstance(record.args, Mapping):
            record.args = {name: _argument(str(name), value) for name, value in record.args.items()}
        elif isinstance(record.args, tuple):
            record.args = tuple(redacting.said(one) if isinstance(one, BaseException) else one for one in record.args)
        if record.name == "asyncio":
            # Its further lines are what an object says of itself.
            record.msg = record.getMessage().splitlines()[0]
            record.args = None
        if record.name == "django.security.DisallowedHost":
            record.msg, record.args = "A request named a host that is not ours.", None
        return True


_OF_CELERY = frozenset({"exc", "traceback", "return_value", "args", "kwargs", "internal"})


def _argument(name: str, value: Any) -> Any:
    if name in _OF_CELERY:
        return redacting.said(value) if isinstance(value, BaseException) else redacting.HELD
    return value


def without_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Holds back fields of `redacting.PERSONAL`, at any depth, and what looks like a person's or a secret thing in all others."""
    for name, value in event.items():
        if name.startswith("_") or name in {"exc_info", "positional_args"}:
            continue
        if name not in _OWN:
            event[name] = redacting.HELD if redacting.is_personal(name) else redacting.of_value(value)
        elif name == "event":
            event[name] = redacting.of_text(str(value))
    return event


def with_failure(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The exception of the event as text, without values and without messages that may repeat what somebody wrote."""
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    error = told if isinstance(told, BaseException) else told[1] if isinstance(told, tuple) else None
    if error is not None:
        event["exception"] = redacting.failure(error)
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
    """The standard library's logging: every line through `shared`, its error without anybody's words, written by `last`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"hold back": {"()": HoldBack}},
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, with_failure, last],
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["hold back"]}},
        "root": {"handlers": ["stderr"], "level": level},
        # The client libraries write URLs with query strings at INFO.
        "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
    }
