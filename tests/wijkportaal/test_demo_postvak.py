import pytest
from django.urls import reverse

from tests.wijkportaal.proefbericht import maak_bericht

LIJST = "/demo/postvak/"


@pytest.mark.usefixtures("db", "eigen_adressen")
class TestPostvak:
    def test_an_empty_postbox_says_what_to_do(self, client):
        assert "Er zijn nog geen mails" in client.get(LIJST).content.decode()

    def test_the_newest_message_comes_first_and_leads_to_its_page(self, client):
        oud = maak_bericht("oud:1", onderwerp="Oudste")
        nieuw = maak_bericht("nieuw:1", onderwerp="Nieuwste")

        html = client.get(LIJST).content.decode()

        assert html.index("Nieuwste") < html.index("Oudste")
        for bericht in (oud, nieuw):
            assert f'href="{LIJST}{bericht.pk}/"' in html

    @pytest.mark.parametrize("aantal", [1, 60])
    def test_the_list_is_one_query_and_ends_at_fifty(self, client, aantal, django_assert_num_queries):
        for nummer in range(aantal):
            maak_bericht(f"proef:{nummer}")
        with django_assert_num_queries(1):
            html = client.get(LIJST).content.decode()
        assert html.count("sanne@voorbeeld.example") == min(aantal, 50)

    def test_a_message_reads_as_it_was_mailed_with_a_link_that_works(self, client, bericht):
        html = client.get(f"{LIJST}{bericht.pk}/").content.decode()
        adres = html.partition('href="https://wijken.voorbeeldstad.example')[2].partition('"')[0]

        assert "Beste Sanne," in html
        assert adres.startswith("/plan/plan-7.")
        assert client.get(adres).content.decode() == adres.removeprefix("/plan/").removesuffix("/")

    def test_what_people_wrote_is_shown_as_text(self, client):
        bericht = maak_bericht(tekst="<script>alert(1)</script>")
        assert "<script>alert(1)" not in client.get(f"{LIJST}{bericht.pk}/").content.decode()

    def test_a_message_that_is_not_there_is_not_found(self, client):
        assert client.get(f"{LIJST}0/").status_code == 404

    def test_reading_is_all_that_one_can_do(self, client, bericht):
        assert client.post(LIJST).status_code == 405
        assert client.post(reverse("postvak:bericht", args=[bericht.pk])).status_code == 405
