"""Where apps hang their API views. Called in ready(), read once when the addresses are built."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path


_routes: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {}


def register(route: str, view: Callable[..., HttpResponseBase], name: str) -> None:
    """Serve `view` below /api/v1/, for example "shops/<slug:shop>/feed/". A name is given once: ValueError."""
    if name in _routes and _routes[name] != (route, view):
        raise ValueError(f"The API route {name} is registered already.")
    _routes[name] = (route, view)


def patterns() -> list[URLPattern]:
    """What was registered, as URL patterns."""
    return [path(route, view, name=name) for name, (route, view) in _routes.items()]
