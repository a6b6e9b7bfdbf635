"""The coalities, talks and convenanten of Roermond's demo: by the rules, once, and never against staff."""

import datetime
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from wijken import laden
from wijken.models import Coalitielid, Convenant, Partner, VerkennendGesprek, Wijk, Wijkcoalitie
from wijkportaal.fixtures import Laadfout

pytestmark = pytest.mark.django_db

ROERMOND = Path(settings.ROOT) / "fixtures" / "roermond"


@pytest.fixture
def roermond():
    laden.laad(ROERMOND)


@pytest.mark.regel("W-06")
def test_every_wijk_has_a_coalition_with_its_fixed_members(roermond):
    for wijk in Wijk.objects.all():
        coalitie = Wijkcoalitie.objects.geldend().get(wijk=wijk)
        plaatsen = {lid.plaats for lid in Coalitielid.objects.aan_tafel(wijk)}
        assert plaatsen >= {"beleidsmedewerker", "opbouwwerker", "corporatie"}
        assert coalitie.voorzitter() == wijk.rollen.get(soort="wijkregisseur").medewerker
        assert coalitie.leden.filter(kernteam=True).count() >= 2


@pytest.mark.regel("W-06")
def test_there_is_a_partner_of_each_kind(roermond):
    assert set(Partner.objects.values_list("soort", flat=True)) == set(Partner.Soort.values)


@pytest.mark.regel("W-07")
def test_of_two_wijkraden_one_has_a_formal_seat(roermond):
    uitkomsten = dict(VerkennendGesprek.objects.values_list("wijk__naam", "uitkomst"))

    assert uitkomsten == {"Swalmen": "formeel", "Maasniel": "meedenken"}
    lid = Coalitielid.objects.get(plaats="wijkraad")
    assert (lid.coalitie.wijk.naam, lid.gesprek.uitkomst) == ("Swalmen", "formeel")


@pytest.mark.regel("W-09")
def test_the_convenant_has_its_parties(roermond):
    convenant = Convenant.objects.get()

    assert [str(partij) for partij in convenant.partijen.all()] == [
        "Politie",
        "VIJF",
        "Wonen Limburg",
        "Wonen Zuid",
    ]


def test_loading_again_undoes_nobodys_work(roermond):
    lid = Coalitielid.objects.filter(plaats="vereniging").get()
    lid.tot = datetime.date(2025, 1, 31)
    lid.save(update_fields=["tot"])
    eerst = Coalitielid.objects.count(), VerkennendGesprek.objects.count(), Convenant.objects.count()

    laden.laad(ROERMOND)

    assert (
        Coalitielid.objects.count(),
        VerkennendGesprek.objects.count(),
        Convenant.objects.count(),
    ) == eerst
    lid.refresh_from_db()
    assert lid.tot == datetime.date(2025, 1, 31)


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ('partner = "Wonen Zuid"', 'partner = "Wonen Noord"', "partner “Wonen Noord” bestaat niet."),
        ('uitkomst = "formeel"', 'uitkomst = "meedenken"', "nog geen verkennend gesprek"),
        ("voldoet = true", "voldoet = false", "moet de raad aan alle vereisten voldoen"),
        (
            'medewerker = "Bea Beleid"',
            'medewerker = "Vera Voorbeeld"',
            "is op die dag geen beleidsmedewerker",
        ),
    ],
)
def test_what_is_wrong_with_the_file_is_told_and_nothing_is_loaded(tmp_path, oud, nieuw, melding):
    kopie = Path(shutil.copytree(ROERMOND, tmp_path / "kopie"))
    tekst = (kopie / "samenwerking.toml").read_text()
    assert oud in tekst
    (kopie / "samenwerking.toml").write_text(tekst.replace(oud, nieuw, 1))

    with pytest.raises(Laadfout, match=melding) as fout:
        laden.laad(kopie)

    assert "samenwerking.toml" in str(fout.value)
    assert not Wijk.objects.exists()
