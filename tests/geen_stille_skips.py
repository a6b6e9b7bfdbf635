"""Where CI is set, a browser test that is skipped has failed: a green run may not hide a missing browser."""

import os

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    verslag = yield
    if verslag.skipped and item.get_closest_marker("browser") and os.environ.get("CI"):
        verslag.outcome = "failed"
        verslag.longrepr = f"Where CI is set, a browser test must run: {_reden(verslag.longrepr)}"
    return verslag


def _reden(melding: object) -> str:
    return str(melding[2]) if isinstance(melding, tuple) else str(melding)
