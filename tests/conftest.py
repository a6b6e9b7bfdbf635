"""Every test runs against a real PostgreSQL: the one of DATABASE_URL, or one of our own."""

from contextlib import ExitStack

import pytest

from tests.geen_stille_skips import pytest_runtest_makereport

__all__ = ("pytest_runtest_makereport",)

DRAAIEND = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Have a server before the first test; each xdist worker is one more user of the same one."""
    from django.conf import settings

    from wijkportaal import ingebed

    config.stash[DRAAIEND] = ExitStack()
    if ingebed.is_eigen(settings.DATABASES["default"], settings.EIGEN_CLUSTER):
        config.stash[DRAAIEND].enter_context(ingebed.server(settings.EIGEN_CLUSTER, veilig=False))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave the server; the last one who leaves stops it."""
    config.stash[DRAAIEND].close()
