"""The pictograms that pages use: our name for each, and the name it has in the library."""

from functools import cache
from xml.etree import ElementTree as Trees

import lucide
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


ICONS = {
    "today": "calendar-check",
    "chat": "message-square-text",
    "review": "star",
    "return": "undo-2",
    "gauge": "gauge",
    "sliders": "sliders-horizontal",
    "store": "store",
    "search": "search",
    "bell": "bell",
    "help": "circle-question-mark",
    "moon": "moon",
    "sun": "sun",
    "globe": "languages",
    "user": "user",
    "users": "users",
    "out": "log-out",
    "key": "key-round",
    "lock": "lock",
    "shield": "shield",
    "flag": "flag",
    "check": "check",
    "x": "x",
    "dot": "circle",
    "minus": "minus",
    "equal": "equal",
    "plus": "plus",
    "more": "ellipsis",
    "clock": "clock",
    "alert": "triangle-alert",
    "stop": "octagon-alert",
    "info": "info",
    "image": "image",
    "file": "file-text",
    "table": "table-2",
    "download": "download",
    "upload": "upload",
    "box": "package",
    "truck": "truck",
    "undo": "undo-2",
    "edit": "pencil",
    "eye": "eye",
    "copy": "copy",
    "refresh": "refresh-cw",
    "link": "external-link",
    "trash": "trash-2",
    "spark": "trending-up",
    "coins": "coins",
    "down": "chevron-down",
    "right": "chevron-right",
    "left": "chevron-left",
    "arrow-up": "arrow-up",
    "arrow-down": "arrow-down",
    "arrow-right": "arrow-right",
    "inbox": "inbox",
    "bolt": "zap",
    "send": "send",
    "clip": "paperclip",
    "command": "command",
    "group": "list-tree",
    "drive": "hard-drive",
    "panel": "panel-right",
    "star": "star",
}
_KEPT = {"d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points"}


@cache
def sprite() -> SafeString:
    """All pictograms once, as symbols that a page refers to: a list of hundred rows repeats none of them."""
    drawn = ((name, _shapes(theirs)) for name, theirs in ICONS.items())
    symbols = format_html_join("", '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>', drawn)
    return format_html('<svg class="sprite" width="0" height="0" aria-hidden="true">{}</svg>', symbols)


def _shapes(name: str) -> SafeString:
    """The shapes inside one pictogram; colour and width come from our stylesheet."""
    drawing = Trees.fromstring(lucide._render_icon(name, None))  # noqa: S314 - the library's own drawing
    return format_html_join("", "<{}{}/>", ((shape.tag, _attributes(shape)) for shape in drawing))


def _attributes(shape: Trees.Element) -> SafeString:
    return format_html_join("", ' {}="{}"', ((key, value) for key, value in shape.attrib.items() if key in _KEPT))
