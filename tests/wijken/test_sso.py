"""Single sign-on against a real OpenID provider: real HTTP, real signed tokens, a process of its own."""

import socket
import subprocess
import sys
import time
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.wijken.aanmeldstappen import INDEX, INSTELLEN, LOGIN, app_van, code_van, geef_code, is_binnen
from wijken import sso

pytestmark = pytest.mark.django_db
START = reverse("two_factor:sso")
TERUG = reverse("two_factor:sso_terug")
MAIL = "medewerker@voorbeeldstad.example"


@pytest.fixture(scope="session")
def verlener():
    """The provider's address."""
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort = vrij.getsockname()[1]
    opdracht = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(poort)]
    with subprocess.Popen(opdracht, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as proces:
        adres = f"http://127.0.0.1:{poort}"
        _wacht_op(adres)
        yield adres
        proces.terminate()


def _wacht_op(adres):
    for _ in range(150):
        try:
            return requests.get(f"{adres}/jwks", timeout=2)
        except requests.ConnectionError:
            time.sleep(0.2)
    raise TimeoutError(adres)


@pytest.fixture
def sso_aan(settings, verlener):
    settings.TWEEDE_FACTOR_VERPLICHT = True
    settings.OIDC_AAN = True
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "wijken.sso.SsoBackend"]
    settings.OIDC_RP_CLIENT_ID = "wijkportaal"
    settings.OIDC_RP_CLIENT_SECRET = "geheim-van-de-test"
    settings.OIDC_VERIFY_KID = False  # this provider has one key, and does not name it
    settings.OIDC_OP_ISSUER = verlener
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{verlener}/oauth2/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{verlener}/oauth2/token"
    settings.OIDC_OP_USER_ENDPOINT = f"{verlener}/userinfo"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{verlener}/jwks"
    return verlener


@pytest.fixture
def medewerker():
    return RolFactory(beheerder=True, medewerker__email=MAIL).medewerker


def bij_verlener(adres, verlener, **gegevens):
    """Sign in at the provider as somebody with these claims; return where the browser is sent to."""
    requests.put(f"{verlener}/users/persoon", json=gegevens, timeout=5).raise_for_status()
    antwoord = requests.post(adres, data={"sub": "persoon"}, allow_redirects=False, timeout=5)
    assert antwoord.status_code == 302, antwoord.text
    deel = urlsplit(antwoord.headers["Location"])
    return f"{deel.path}?{deel.query}"


def meld_aan(client, verlener, *, adres=START, **gegevens):
    gegevens = {"email": MAIL, "email_verified": True, **gegevens}
    return client.get(bij_verlener(client.get(adres).url, verlener, **gegevens))


def vraag_van(adres):
    return dict(parse_qsl(urlsplit(adres).query))


def vervang(adres, **waarden):
    deel = urlsplit(adres)
    return urlunsplit(deel._replace(query=urlencode({**vraag_van(adres), **waarden})))


def test_the_request_carries_state_nonce_and_pkce(client, sso_aan):
    vraag = vraag_van(client.get(START).url)

    assert vraag["code_challenge_method"] == "S256"
    assert min(len(vraag[deel]) for deel in ("state", "nonce", "code_challenge")) >= 32
    assert vraag["scope"] == "openid email"
    assert vraag["redirect_uri"] == f"http://testserver{TERUG}"
    assert len(client.session["oidc_states"][vraag["state"]]["code_verifier"]) == 64


def test_with_the_second_step_of_the_organisation_one_is_in(client, sso_aan, medewerker):
    antwoord = meld_aan(client, sso_aan, adres=f"{START}?next=/beheer/wijken/wijk/", amr=["pwd", "mfa"])

    assert antwoord.url == "/beheer/wijken/wijk/"
    assert is_binnen(client)


def test_capitals_in_the_address_make_no_difference(client, sso_aan, medewerker):
    meld_aan(client, sso_aan, email=MAIL.upper(), amr="mfa")

    assert is_binnen(client)


def test_without_the_second_step_of_the_organisation_we_ask_ours(client, sso_aan, medewerker):
    app = app_van(medewerker)
    assert meld_aan(client, sso_aan, amr=["pwd"]).url == INDEX
    assert not is_binnen(client)

    assert "Tweede stap" in client.get(LOGIN).content.decode()
    assert geef_code(client, code_van(app.bin_key)).url == INDEX
    assert is_binnen(client)


def test_who_has_no_second_step_anywhere_sets_one_up(client, sso_aan, medewerker):
    meld_aan(client, sso_aan)

    assert not is_binnen(client)
    assert client.get(LOGIN).url == INSTELLEN


def test_another_claim_can_prove_the_second_step(client, sso_aan, medewerker, settings):
    settings.OIDC_TWEEDE_FACTOR_CLAIM = "acr"
    settings.OIDC_TWEEDE_FACTOR_WAARDEN = ["hoog"]
    meld_aan(client, sso_aan, acr="hoog")

    assert is_binnen(client)


def melding_na(client, antwoord):
    assert antwoord.url == LOGIN
    return client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    "velden", [{"email": "niemand@voorbeeldstad.example"}, {"is_active": False}, {"is_staff": False}]
)
def test_who_has_no_account_here_is_refused_and_not_made(client, sso_aan, velden):
    MedewerkerFactory(**{"email": MAIL, **velden})

    assert sso.ONBEKEND in melding_na(client, meld_aan(client, sso_aan, amr=["mfa"]))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("bevestigd", [False, None, "true"])
def test_an_unconfirmed_address_is_refused(client, sso_aan, medewerker, bevestigd):
    antwoord = meld_aan(client, sso_aan, email_verified=bevestigd, amr=["mfa"])

    assert sso.NIET_BEVESTIGD in melding_na(client, antwoord)


def test_a_made_up_state_is_refused(client, sso_aan, medewerker):
    adres = bij_verlener(client.get(START).url, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    assert client.get(vervang(adres, state="x" * 32)).status_code == 400
    assert not is_binnen(client)


def test_the_answer_for_another_lets_nobody_in(client, sso_aan, medewerker):
    aanvaller = Client()
    adres = bij_verlener(aanvaller.get(START).url, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    assert sso.MISLUKT in melding_na(client, client.get(adres))
    client.get(START)
    assert client.get(adres).status_code == 400


def test_another_nonce_is_refused(client, sso_aan, medewerker):
    vraag = vervang(client.get(START).url, nonce="y" * 32)
    adres = bij_verlener(vraag, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    assert client.get(adres).status_code == 400
    assert not is_binnen(client)


def test_a_token_without_the_name_of_its_key_gives_a_message(client, sso_aan, medewerker, settings):
    settings.OIDC_VERIFY_KID = True

    assert sso.MISLUKT in melding_na(client, meld_aan(client, sso_aan, amr=["mfa"]))


def test_a_code_works_once(client, sso_aan, medewerker):
    adres = bij_verlener(client.get(START).url, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])
    client.get(adres)

    assert client.get(adres).status_code == 400


def test_a_token_of_another_is_refused(client, sso_aan, medewerker, settings):
    settings.OIDC_OP_ISSUER = "https://ander.example"

    assert meld_aan(client, sso_aan, amr=["mfa"]).status_code == 400


def test_a_token_for_another_portal_is_refused(client, sso_aan, medewerker):
    vraag = vervang(client.get(START).url, client_id="ander-portaal")
    adres = bij_verlener(vraag, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    assert sso.MISLUKT in melding_na(client, client.get(adres))


def test_a_provider_that_is_not_there_gives_a_message(client, sso_aan, medewerker, settings):
    adres = bij_verlener(client.get(START).url, sso_aan, email=MAIL, email_verified=True)
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token"

    assert sso.MISLUKT in melding_na(client, client.get(adres))


def test_who_stops_at_the_provider_gets_a_message(client, sso_aan):
    assert sso.MISLUKT in melding_na(client, client.get(f"{TERUG}?error=access_denied"))


def test_state_and_code_on_the_sign_in_page_do_nothing(client, sso_aan, medewerker):
    adres = bij_verlener(client.get(START).url, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    client.post(
        f"{LOGIN}?{urlsplit(adres).query}",
        {"aanmelden-current_step": "auth", "auth-username": MAIL, "auth-password": "fout"},
    )
    assert not is_binnen(client)


def test_the_sign_in_page_offers_it_only_when_it_is_there(client, sso_aan, settings):
    assert f"{START}?" in client.get(LOGIN).content.decode()
    settings.OIDC_AAN = False
    assert START not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == client.get(TERUG).status_code == 404


@pytest.mark.parametrize("kwaad", ["https://kwaad.example/", "//kwaad.example"])
def test_after_signing_in_one_never_goes_to_another_site(client, sso_aan, medewerker, kwaad):
    assert meld_aan(client, sso_aan, adres=f"{START}?{urlencode({'next': kwaad})}", amr=["mfa"]).url == INDEX
