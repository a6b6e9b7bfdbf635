"""The demo's web server: gunicorn inside the process that also keeps the database running.

One process tree means that whatever ends this process ends the web workers too, and that the
database is stopped after the last request and not before.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication


class Demoserver(BaseApplication):
    """Serves on this machine only; says so through `gereed` once it answers."""

    def __init__(self, *, poort: int, gereed: Callable[[], None]) -> None:
        self.poort = poort
        self.gereed = gereed
        super().__init__()

    def load_config(self) -> None:
        """One worker, so that the cache in its memory is everyone's; threads for who comes at once."""
        opties: dict[str, Any] = {
            "bind": [f"127.0.0.1:{self.poort}"],
            "worker_class": "gthread",
            "workers": 1,
            "threads": 8,
            "loglevel": "warning",
            "graceful_timeout": 5,
            "control_socket_disable": True,
            "when_ready": self._klaar,
        }
        for naam, waarde in opties.items():
            self.cfg.set(naam, waarde)

    def load(self) -> Callable[..., Any]:
        """Return the application, loaded in the worker."""
        return get_wsgi_application()

    def _klaar(self, _arbiter: object) -> None:
        # To gunicorn a hangup means "load again"; to someone who closes the window it means "stop".
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        self.gereed()
