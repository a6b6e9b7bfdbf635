import pytest
from django.core.signing import Signer

from wijkportaal.links import Link, OngeldigeLink, lees, onderteken

pytestmark = pytest.mark.urls("tests.wijkportaal.adressen")


def token_van(link):
    return onderteken(link).removeprefix(f"/{link.route}/").removesuffix("/")


def test_a_signed_link_is_the_path_of_its_route_and_gives_its_key_back():
    link = Link("plan", "plan-7")

    assert onderteken(link).startswith("/plan/plan-7.")
    assert lees("plan", token_van(link)) == "plan-7"


@pytest.mark.parametrize(
    "sleutel", ["met.punten.erin", "met:dubbelepunt", "0191d8a4-8f6e-7c3a-9d2b-1f0e5a6b7c8d"]
)
def test_any_key_survives_the_round_trip(sleutel):
    assert lees("plan", token_van(Link("plan", sleutel))) == sleutel


def test_the_same_link_is_the_same_address_each_time():
    assert onderteken(Link("plan", "plan-7")) == onderteken(Link("plan", "plan-7"))


def test_a_link_to_one_page_does_not_open_another():
    with pytest.raises(OngeldigeLink):
        lees("stem", token_van(Link("plan", "plan-7")))


@pytest.mark.parametrize(
    "token", ["", "plan-7", "plan-7.", ".", "plan-7.geraden", "é", "plan-7." + "A" * 5000]
)
def test_a_guessed_or_damaged_token_is_refused_with_a_message_for_people(token):
    with pytest.raises(OngeldigeLink, match="Open de link opnieuw vanuit de mail"):
        lees("plan", token)


def test_changing_one_character_of_the_key_breaks_the_signature():
    with pytest.raises(OngeldigeLink):
        lees("plan", token_van(Link("plan", "plan-7")).replace("plan-7", "plan-8"))


def test_a_signature_made_for_something_else_in_this_portal_is_refused():
    with pytest.raises(OngeldigeLink):
        lees("plan", Signer(sep=".").sign("plan-7"))


def test_links_in_mails_survive_a_change_of_the_secret_key(settings):
    token = token_van(Link("plan", "plan-7"))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "een nieuwe sleutel"

    assert lees("plan", token) == "plan-7"


def test_another_installation_cannot_make_our_links(settings):
    token = token_van(Link("plan", "plan-7"))
    settings.SECRET_KEY = "een andere installatie"

    with pytest.raises(OngeldigeLink):
        lees("plan", token)
