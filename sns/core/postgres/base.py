"""The database engine: Django's PostgreSQL one, plus a server that is there when it is needed."""

from pathlib import Path

from django.db import connections
from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as PostgresClient

from .account import programs, server_account
from .handle import ensure_server

DATABASE = "engawa"


class DatabaseClient(PostgresClient):
    """`manage.py dbshell` with the `psql` of the embedded server."""

    def runshell(self, parameters):
        self.connection.ensure_server()
        home = Path(self.connection.settings_dict["DATA"])
        self.executable_name = str(programs(server_account(), home) / "psql")
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the embedded server under `DATABASES[…]["DATA"]`, started when it does not run.

    `DURABLE: False` makes a server for tests: fast, and lost at a power cut.
    """

    client_class = DatabaseClient

    def get_connection_params(self):
        self.ensure_server()
        return super().get_connection_params()

    def ensure_server(self):
        """Start the server, fill in where it listens and return our share in it."""
        settings = self.settings_dict
        handle = ensure_server(Path(settings["DATA"]), DATABASE, durable=settings.get("DURABLE", True))
        options = handle.cluster.connection_options()
        settings.update(HOST=options["host"], PORT=options["port"], USER=options["user"])
        return handle


def hold_server() -> None:
    """Start the embedded server, if that is what we use, and keep it until this process ends.

    For a process that starts others: the server does not stop and start again between them.
    """
    connection = connections["default"]
    if isinstance(connection, DatabaseWrapper):
        connection.ensure_server()


def database_is_up() -> bool:
    """Tell whether the embedded server still runs; somebody else looks after any other one."""
    connection = connections["default"]
    return not isinstance(connection, DatabaseWrapper) or connection.ensure_server().cluster.is_running()
