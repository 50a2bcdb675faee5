"""What a reader in a child process may say of a document instead of its words."""


class RefusedError(Exception):
    """The document cannot be taken; `str()` is the reason in French."""


class TooLargeError(Exception):
    """More comes out of the document than any honest one holds."""
