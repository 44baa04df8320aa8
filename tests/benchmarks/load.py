"""A small closed-loop load generator: so many connections, each asking again as soon as it has its answer."""

import http.client
import threading
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from time import monotonic, perf_counter


@dataclass(frozen=True)
class Result:
    """``rate`` in requests a second, times in milliseconds, ``size`` of the last answer in bytes."""

    rate: float
    p50: float
    p95: float
    size: int


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    cookie: str
    body: str = ""


def measure(
    host: str, port: int, headers: dict[str, str], make: Callable[[int], Request], *, seconds: float, connections: int
) -> Result:
    """Run ``make(n)``'s requests for ``seconds`` over kept connections; raises on any answer of 400 or more."""
    times: list[float] = []
    errors: list[str] = []
    sizes: list[int] = [0]
    number = iter(range(10**9))
    end = monotonic() + seconds

    def client():
        connection = http.client.HTTPConnection(host, port, timeout=30)
        while monotonic() < end and not errors:
            request = make(next(number))
            begin = perf_counter()
            connection.request(request.method, request.path, request.body or None, headers | {"Cookie": request.cookie})
            answer = connection.getresponse()
            body = answer.read()
            times.append(perf_counter() - begin)
            sizes[0] = len(body)
            if answer.status >= 400:
                errors.append(f"{request.method} {request.path}: {answer.status}")
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(connections)]
    begin = monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise RuntimeError(errors[0])
    marks = quantiles(times, n=100)
    return Result(len(times) / (monotonic() - begin), marks[49] * 1000, marks[94] * 1000, sizes[0])
