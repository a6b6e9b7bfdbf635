"""Is the port free? Asked before anything that takes long, so it runs without anything installed."""

import socket
import sys
import time

# A server that was just stopped may still be on its way out.
WACHT_SECONDEN = 2.0


def is_vrij(poort: int, *, wacht: float = WACHT_SECONDEN) -> bool:
    """Return whether a server may listen on `poort` of this machine within `wacht` seconds."""
    einde = time.monotonic() + wacht
    while not _kan_luisteren(poort):
        if time.monotonic() > einde:
            return False
        time.sleep(0.1)
    return True


def bezet_melding(poort: int) -> str:
    """Say what is the matter and what to type instead."""
    return (
        f"Poort {poort} is al in gebruik (port {poort} is taken). "
        f"Kies een andere poort (choose another): PORT={poort + 1} make run"
    )


def _kan_luisteren(poort: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind(("127.0.0.1", poort))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    gevraagd = int(sys.argv[1])
    if not is_vrij(gevraagd):
        sys.exit(bezet_melding(gevraagd))
