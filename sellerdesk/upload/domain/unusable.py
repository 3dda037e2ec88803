"""Why a file cannot be used."""


class Unusable(Exception):
    """The whole file is refused. `code` has its sentence in `sellerdesk.upload.sentences`; `facts` are its named parts."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, str | int] = facts
