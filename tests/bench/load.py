"""Four clients who ask for one page over and over, each on its own connection."""

import http.client
import threading
import time
from dataclasses import dataclass, field


CLIENTS = 4


@dataclass
class Target:
    """A page of a running server, and the cookies of whoever asks for it."""

    port: int
    path: str
    cookie: str = ""
    spent: list[float] = field(default_factory=list)  # milliseconds a request

    def ask(self, requests: int) -> None:
        """`requests` for each client, all clients at once; adds to `spent`."""
        failures: list[str] = []
        clients = [
            threading.Thread(target=self._client, args=(requests, failures))
            for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        if failures:
            raise RuntimeError(f"{self.path}: {failures[0]}")

    def _client(self, requests: int, failures: list[str]) -> None:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        for _ in range(requests):
            started = time.perf_counter()
            connection.request("GET", self.path, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                failures.append(f"status {answer.status}")
                return
            self.spent.append((time.perf_counter() - started) * 1000)
        connection.close()

    def percentile(self, percent: int) -> float:
        """The time within which that share of the requests was answered."""
        ordered = sorted(self.spent)
        return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 2)


def side_by_side(targets: list[Target], *, rounds: int, requests: int) -> None:
    """Ask each page in turn, round after round, so that a slow moment meets all.

    A first round warms both sides and is not counted.
    """
    for number in range(rounds + 1):
        for target in targets:
            target.ask(requests)
            if number == 0:
                target.spent.clear()
