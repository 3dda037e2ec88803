"""The stream of a desk's log to open pages: raw ASGI, one reader for each desk and process, many clients. See docs/mechanisms/live.md."""
