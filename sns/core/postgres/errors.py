import psycopg


class ServerError(psycopg.OperationalError):
    """The embedded server cannot be had; the text is one line for the person who runs it."""
