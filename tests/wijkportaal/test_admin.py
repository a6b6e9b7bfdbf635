import datetime

import pytest
from django.urls import reverse

from tests.fabrieken import MedewerkerFactory
from tests.wijkportaal.proefbericht import maak_bericht
from wijken.models import Rol
from wijkportaal.models import Beleidsparameter, Bericht
from wijkportaal.templatetags.beheer import met_koppen

LIJST = "admin:wijkportaal_bericht_changelist"
PAGINA = "admin:wijkportaal_bericht_change"


def als(client, soort):
    """Sign in as somebody with one role, or with none."""
    medewerker = MedewerkerFactory()
    if soort:
        Rol.objects.create(medewerker=medewerker, soort=soort, van=datetime.date(2024, 1, 1))
    client.force_login(medewerker)
    return client


@pytest.fixture
def beheerder(db, client):
    return als(client, Rol.Soort.BEHEERDER)


class TestBericht:
    def test_a_beheerder_reads_back_what_was_sent_without_the_recipients_link(self, beheerder, bericht):
        html = beheerder.get(reverse(PAGINA, args=[bericht.pk])).content.decode()

        assert "Bekijk uw plan: [persoonlijke link]" in html
        assert "plan-7" not in html

    def test_the_list_is_found_by_recipient(self, beheerder):
        maak_bericht("a:1", onderwerp="Voor Sanne")
        maak_bericht("a:1", naar="omar@voorbeeld.example", onderwerp="Voor Omar")

        html = beheerder.get(reverse(LIJST), {"q": "omar@voorbeeld.example"}).content.decode()

        assert "Voor Omar" in html
        assert "Voor Sanne" not in html

    @pytest.mark.parametrize("aantal", [1, 40])
    def test_the_list_costs_the_same_however_long_it_is(self, beheerder, aantal, django_assert_num_queries):
        for nummer in range(aantal):
            maak_bericht(f"a:{nummer}")
        with django_assert_num_queries(8):
            beheerder.get(reverse(LIJST))

    def test_nobody_writes_changes_or_removes_a_message(self, beheerder, bericht):
        wijzig = reverse(PAGINA, args=[bericht.pk])
        assert beheerder.get(reverse("admin:wijkportaal_bericht_add")).status_code == 403
        assert beheerder.post(wijzig, {"onderwerp": "Anders"}).status_code == 403
        assert (
            beheerder.post(reverse("admin:wijkportaal_bericht_delete", args=[bericht.pk])).status_code == 403
        )
        assert Bericht.objects.get().onderwerp == "Dag Sanne"

    @pytest.mark.parametrize("soort", [Rol.Soort.KCC, None])
    def test_a_colleague_without_the_role_reads_nothing(self, client, bericht, soort):
        collega = als(client, soort)
        assert collega.get(reverse(LIJST)).status_code == 403
        assert collega.get(reverse(PAGINA, args=[bericht.pk])).status_code == 403

    def test_a_stranger_is_asked_to_sign_in(self, client, bericht):
        assert client.get(reverse(PAGINA, args=[bericht.pk])).status_code == 302


class TestBeleidsparameter:
    def test_a_beheerder_adds_a_version_and_history_says_who(self, beheerder):
        antwoord = beheerder.post(
            reverse("admin:wijkportaal_beleidsparameter_add"),
            {
                "sleutel": "plafond-wijk",
                "waarde": '"2500.00"',
                "geldig_vanaf": "01-01-2027",
                "bron": "RM 4.3",
                "toelichting": "",
            },
        )
        assert antwoord.status_code == 302
        versie = Beleidsparameter.objects.get()
        assert (versie.waarde, versie.geldig_vanaf) == ("2500.00", datetime.date(2027, 1, 1))
        assert versie.history.get().history_user.email == MedewerkerFactory._meta.model.objects.get().email


def test_a_cell_of_a_list_names_its_column_and_its_part_in_the_table():
    koppen = [
        {"class_attrib": ' class="action-checkbox-column"', "text": "<input>"},
        {"class_attrib": "", "text": "naam & functie"},
    ]
    cellen = met_koppen(["<td><input></td>", '<th class="field-naam">Jo &amp; Co</th>'], koppen)
    assert cellen == [
        '<td role="cell" data-label=""><input></td>',
        '<th role="rowheader" data-label="Naam &amp; functie" class="field-naam">Jo &amp; Co</th>',
    ]
