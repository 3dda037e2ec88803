"""What is written to the log meanwhile."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What stands on standard error afterwards."""
    out = io.StringIO()
    ours = next(one for one in logging.getLogger().handlers if isinstance(one.formatter, structlog.stdlib.ProcessorFormatter))
    assert isinstance(ours, logging.StreamHandler)
    before = ours.setStream(out)
    yield out
    ours.setStream(before)
