"""Server settings that follow from the machine: PostgreSQL itself assumes a very small one."""

import os
from pathlib import Path

MB = 1024 * 1024


def memory() -> int:
    """Return the bytes of memory this machine, or the container we are in, may use."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        limit = Path(name)
        if limit.is_file() and (text := limit.read_text().strip()).isdigit():
            total = min(total, int(text))
    return total


def between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))


def server_settings(bytes_of_memory: int, *, durable: bool) -> dict[str, str]:
    """Return PostgreSQL settings for a server that shares `bytes_of_memory` with the application.

    A server that is not `durable` loses its data at a power cut and is for tests only.
    """
    megabytes = bytes_of_memory // MB
    settings = {
        "listen_addresses": "",
        "max_connections": "100",
        "shared_buffers": f"{between(32, megabytes // 5, 8192)}MB",
        "effective_cache_size": f"{between(64, megabytes // 2, 65536)}MB",
        "work_mem": f"{between(4, megabytes // 250, 64)}MB",
        "maintenance_work_mem": f"{between(32, megabytes // 20, 1024)}MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        # Our queries take about a millisecond: compiling one costs more than it saves.
        "jit": "off",
        # Containers often have a /dev/shm of 64 MB, too small for a parallel query.
        "dynamic_shared_memory_type": "mmap",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
    }
    if not durable:
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": f"{between(32, megabytes // 20, 256)}MB",
            "autovacuum": "off",
        }
    return settings
