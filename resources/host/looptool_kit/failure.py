"""What the kit raises."""


class Failed(Exception):
    """A failure that a user can act on: a code with words in the app, and what lies behind it."""

    def __init__(self, code, detail="", **values):
        super().__init__(f"{code}: {detail}")
        self.code, self.detail, self.values = code, detail, values


class Unusable(Exception):
    """The config cannot be used; nothing was begun."""
