"""Where rooms hang pages that anybody may see without signing in. Called in ready(), read once when the addresses are built."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path


_pages: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {}


def register(route: str, view: Callable[..., HttpResponseBase], name: str) -> None:
    """Serve `view` at `route`. A name is given once: ValueError.

    The view must be `login_not_required`, and is named with its reason in the strangers' test.
    """
    if name in _pages and _pages[name] != (route, view):
        raise ValueError(f"The public page {name} is registered already.")
    _pages[name] = (route, view)


def patterns() -> list[URLPattern]:
    """What was registered, as URL patterns."""
    return [path(route, view, name=name) for name, (route, view) in _pages.items()]
