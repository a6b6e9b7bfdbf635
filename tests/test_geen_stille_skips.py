import pytest

BESTAND = """
import pytest

@pytest.mark.browser
def test_in_a_browser():
    pytest.skip("chromium is missing")

@pytest.fixture
def browser():
    pytest.skip("chromium is missing")

@pytest.mark.browser
def test_with_a_browser(browser):
    pass

def test_without_a_browser():
    pytest.skip("no need")
"""


@pytest.fixture
def uitslag(pytester, monkeypatch):
    """Run BESTAND with the real hook in a pytest of its own."""
    pytester.makeini("[pytest]\nmarkers = browser\n")
    pytester.makeconftest("from tests.geen_stille_skips import pytest_runtest_makereport")
    pytester.makepyfile(BESTAND)

    def draai(ci):
        monkeypatch.setenv("CI", ci)
        return pytester.runpytest("-rs", "-p", "no:django", "-p", "no:playwright")

    return draai


def test_with_ci_a_skipped_browser_test_fails_and_says_why(uitslag):
    resultaat = uitslag("true")
    resultaat.assert_outcomes(failed=1, errors=1, skipped=1)
    resultaat.stdout.fnmatch_lines(["*Where CI is set, a browser test must run: *chromium is missing*"])


def test_without_ci_a_skipped_browser_test_is_a_skip(uitslag):
    uitslag("").assert_outcomes(skipped=3)
