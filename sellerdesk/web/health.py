"""The two signs of life."""

import shutil
import threading
import time

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import signs
from sellerdesk.runtime import migrations


NEEDED = ("database", "redis", "migrations")
"""Without these no page can be shown. What else is told needs somebody, but not this process taken out of service."""
LEAST_FREE_BYTES = 500_000_000
MIGRATED_SECONDS = 60.0
_lock = threading.Lock()
_migrated_until = 0.0


@login_not_required
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when both stores answer and the schema is this program's, else 503. Room on the disk and living workers are told as well."""
    database, redis_answers = _database_answers(), _redis_answers()
    found = {
        "database": database,
        "redis": redis_answers,
        "migrations": database and _is_migrated(),
        "disk": shutil.disk_usage(settings.STATE_DIR).free >= LEAST_FREE_BYTES,
        "workers": redis_answers and _workers_live(),
    }
    return JsonResponse(found, status=200 if all(found[name] for name in NEEDED) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _is_migrated() -> bool:
    """Looked up once a minute: it costs more than the rest together, and a database only goes forward."""
    global _migrated_until  # noqa: PLW0603 - one of the process, like what it remembers
    with _lock:
        if time.monotonic() >= _migrated_until and migrations.pending() == 0:
            _migrated_until = time.monotonic() + MIGRATED_SECONDS
        return time.monotonic() < _migrated_until


def _workers_live() -> bool:
    try:
        return not signs.silent()
    except redis.RedisError:
        return False
