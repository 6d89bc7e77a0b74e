"""Why a log cannot be recounted."""


class Unreadable(ValueError):
    """A log that cannot be recounted: a code (the keys of UNREADABLE in contest.messages.recount) and its values."""

    def __init__(self, code: str, **values: object) -> None:
        """Take the code and what its sentence names."""
        super().__init__(code, values)
        self.code, self.values = code, values
