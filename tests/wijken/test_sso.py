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


def test_de_aanvraag_draagt_state_nonce_en_pkce(client, sso_aan):
    vraag = vraag_van(client.get(START).url)

    assert vraag["code_challenge_method"] == "S256"
    assert min(len(vraag[deel]) for deel in ("state", "nonce", "code_challenge")) >= 32
    assert vraag["scope"] == "openid email"
    assert vraag["redirect_uri"] == f"http://testserver{TERUG}"
    assert len(client.session["oidc_states"][vraag["state"]]["code_verifier"]) == 64


def test_met_de_tweede_stap_van_de_organisatie_is_men_binnen(client, sso_aan, medewerker):
    antwoord = meld_aan(client, sso_aan, adres=f"{START}?next=/beheer/wijken/wijk/", amr=["pwd", "mfa"])

    assert antwoord.url == "/beheer/wijken/wijk/"
    assert is_binnen(client)


def test_hoofdletters_in_het_mailadres_maken_geen_verschil(client, sso_aan, medewerker):
    meld_aan(client, sso_aan, email=MAIL.upper(), amr="mfa")

    assert is_binnen(client)


def test_zonder_tweede_stap_van_de_organisatie_vragen_we_de_onze(client, sso_aan, medewerker):
    app = app_van(medewerker)
    assert meld_aan(client, sso_aan, amr=["pwd"]).url == INDEX
    assert not is_binnen(client)

    assert "Tweede stap" in client.get(LOGIN).content.decode()
    assert geef_code(client, code_van(app.bin_key)).url == INDEX
    assert is_binnen(client)


def test_wie_nergens_een_tweede_stap_heeft_stelt_die_in(client, sso_aan, medewerker):
    meld_aan(client, sso_aan)

    assert not is_binnen(client)
    assert client.get(LOGIN).url == INSTELLEN


def test_een_andere_claim_kan_de_tweede_stap_bewijzen(client, sso_aan, medewerker, settings):
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
def test_wie_hier_geen_account_heeft_wordt_geweigerd_en_niet_gemaakt(client, sso_aan, velden):
    MedewerkerFactory(**{"email": MAIL, **velden})

    assert sso.ONBEKEND in melding_na(client, meld_aan(client, sso_aan, amr=["mfa"]))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("bevestigd", [False, None, "true"])
def test_een_onbevestigd_mailadres_wordt_geweigerd(client, sso_aan, medewerker, bevestigd):
    antwoord = meld_aan(client, sso_aan, email_verified=bevestigd, amr=["mfa"])

    assert sso.NIET_BEVESTIGD in melding_na(client, antwoord)


def test_een_verzonnen_state_wordt_geweigerd(client, sso_aan, medewerker):
    adres = bij_verlener(client.get(START).url, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    assert client.get(vervang(adres, state="x" * 32)).status_code == 400
    assert not is_binnen(client)


def test_het_antwoord_voor_een_ander_brengt_niemand_binnen(client, sso_aan, medewerker):
    aanvaller = Client()
    adres = bij_verlener(aanvaller.get(START).url, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    assert sso.MISLUKT in melding_na(client, client.get(adres))
    client.get(START)
    assert client.get(adres).status_code == 400


def test_een_andere_nonce_wordt_geweigerd(client, sso_aan, medewerker):
    vraag = vervang(client.get(START).url, nonce="y" * 32)
    adres = bij_verlener(vraag, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    assert client.get(adres).status_code == 400
    assert not is_binnen(client)


def test_een_token_zonder_de_naam_van_de_sleutel_geeft_een_melding(client, sso_aan, medewerker, settings):
    settings.OIDC_VERIFY_KID = True

    assert sso.MISLUKT in melding_na(client, meld_aan(client, sso_aan, amr=["mfa"]))


def test_een_code_werkt_een_keer(client, sso_aan, medewerker):
    adres = bij_verlener(client.get(START).url, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])
    client.get(adres)

    assert client.get(adres).status_code == 400


def test_een_token_van_een_ander_wordt_geweigerd(client, sso_aan, medewerker, settings):
    settings.OIDC_OP_ISSUER = "https://ander.example"

    assert meld_aan(client, sso_aan, amr=["mfa"]).status_code == 400


def test_een_token_voor_een_ander_portaal_wordt_geweigerd(client, sso_aan, medewerker):
    vraag = vervang(client.get(START).url, client_id="ander-portaal")
    adres = bij_verlener(vraag, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    assert sso.MISLUKT in melding_na(client, client.get(adres))


def test_een_verlener_die_er_niet_is_geeft_een_melding(client, sso_aan, medewerker, settings):
    adres = bij_verlener(client.get(START).url, sso_aan, email=MAIL, email_verified=True)
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token"

    assert sso.MISLUKT in melding_na(client, client.get(adres))


def test_wie_bij_de_verlener_stopt_krijgt_een_melding(client, sso_aan):
    assert sso.MISLUKT in melding_na(client, client.get(f"{TERUG}?error=access_denied"))


def test_state_en_code_op_de_aanmeldpagina_doen_niets(client, sso_aan, medewerker):
    adres = bij_verlener(client.get(START).url, sso_aan, email=MAIL, email_verified=True, amr=["mfa"])

    client.post(
        f"{LOGIN}?{urlsplit(adres).query}",
        {"aanmelden-current_step": "auth", "auth-username": MAIL, "auth-password": "fout"},
    )
    assert not is_binnen(client)


def test_de_aanmeldpagina_biedt_het_alleen_aan_als_het_er_is(client, sso_aan, settings):
    assert f"{START}?" in client.get(LOGIN).content.decode()
    settings.OIDC_AAN = False
    assert START not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == client.get(TERUG).status_code == 404


@pytest.mark.parametrize("kwaad", ["https://kwaad.example/", "//kwaad.example"])
def test_na_het_aanmelden_gaat_men_nooit_naar_een_andere_site(client, sso_aan, medewerker, kwaad):
    assert meld_aan(client, sso_aan, adres=f"{START}?{urlencode({'next': kwaad})}", amr=["mfa"]).url == INDEX
