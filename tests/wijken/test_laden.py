"""The data of Roermond, row by row against bijlage 1 and 2 of "Werk aan de wijk!", and how it is loaded."""

import datetime
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.fabrieken import GemeenteFactory, MedewerkerFactory
from wijken import laden
from wijken.models import (
    Buurt,
    CbsWijk,
    Cluster,
    Gemeente,
    Inwonertal,
    Mandaat,
    Medewerker,
    Partner,
    Rol,
    Wijk,
    Wijkteamoverleg,
)
from wijkportaal.fixtures import Laadfout

pytestmark = pytest.mark.django_db

ROERMOND = Path(settings.ROOT) / "fixtures" / "roermond"
HERTEN_MAASPLASSEN = ["WK095707", "WK095709"]
DOHO = "Donderberg + Hoogvonderen"
MALT = "MALT (Maasniel en Asenray)"

# Bijlage 1 and the first column of bijlage 2: number, wijk, CBS wijken, wijkregisseur, wijkteamoverleg,
# wijkwethouder, inhabitants on 1-1-2023.
BIJLAGE = [
    (1, "Centrum", ["WK095700"], "Maria Pastwa", "Centrum", "Dirk Franssen", 11175),
    (2, "Herten/Maasplassen", HERTEN_MAASPLASSEN, "Maria Pastwa", "Herten", "Vincent Zwijnenberg", 8310),
    (3, "Swalmen", ["WK095708"], "Sanne Jansen", "Swalmen Asselt Boukoul", "Felix van Ballegooij", 8895),
    (4, "Asenray", ["WK095706"], "Youri van der Land", MALT, "Felix van Ballegooij", 1075),
    (5, "Maasniel", ["WK095703"], "Youri van der Land", MALT, "Marianne Smitsmans – Burhenne", 7730),
    (6, "Roermond-Oost", ["WK095701"], "Youri van der Land", "Oost (Veld, Vrijveld)", "Jos van Rey", 6095),
    (7, "Donderberg", ["WK095704"], "Shaun op den Kamp", DOHO, "Jos van Rey", 7135),
    (8, "Hoogvonderen", ["WK095705"], "Shaun op den Kamp", DOHO, "Vincent Zwijnenberg", 3300),
    (9, "Roermond-Zuid", ["WK095702"], "Shaun op den Kamp", "Zuid", "Marianne Smitsmans – Burhenne", 6260),
]

BUURTEN = {
    "Centrum": "Binnenstad, roer-Zuid, Roerzicht, Voorstad, Akcros, Roerdelta, Willem-Alexander",
    "Herten/Maasplassen": "Herten, Merum, Ool, Oolderveste, Maasplassen",
    "Swalmen": (
        "Swalmen-Centrum, Groenekruisgebied, Heide, Martin Giessen-Bosstraat, Buitengebied Swalmen, Asselt, "
        "Boukoul"
    ),
    "Asenray": "Kern Asenray, Buitengebied Asenray",
    "Maasniel": (
        "Kern Maasniel, Tegelarijveld, Leeuwen, Brikkenoven, De Wijkers e.o., Neelderveld en Broekhin, "
        "Stadsrandzone-Noord"
    ),
    "Roermond-Oost": "Roermondse Veld, Vrijveld",
    "Donderberg": "Componistenbuurt, Kastelenbuurt, Vliegeniersbuurt, Sterrenberg",
    "Hoogvonderen": "Hoogvonderen",
    "Roermond-Zuid": "De Kemp, Kapel-Muggenbroek, Kitkensberg, Kitkensdal, 't Parcje, Roerstreek",
}


@pytest.fixture
def roermond():
    laden.laad(ROERMOND)


@pytest.fixture
def kopie(tmp_path):
    """A copy of the files, to break."""
    return Path(shutil.copytree(ROERMOND, tmp_path / "kopie"))


def vervang(pad, oud, nieuw):
    tekst = pad.read_text()
    assert oud in tekst
    pad.write_text(tekst.replace(oud, nieuw, 1))


def alles_geteld():
    modellen = (
        *(Gemeente, Wijk, CbsWijk, Buurt, Inwonertal, Wijkteamoverleg, Cluster, Partner, Medewerker, Rol),
        Mandaat,
        *(Wijk.history.model, Medewerker.history.model, Rol.history.model),
    )
    return {model.__name__: model.objects.count() for model in modellen}


# --- Bijlage 1 and 2 ---


def als_rij(wijk):
    wethouder, regisseur = (
        Rol.objects.bekleder(soort, wijk=wijk).naam for soort in ("wijkwethouder", "wijkregisseur")
    )
    codes = [vlak.code for vlak in wijk.cbs_wijken.all()]
    overleg, inwonertal = wijk.wijkteamoverleggen.get(), wijk.inwonertallen.get()
    return (wijk.nummer, wijk.naam, codes, regisseur, overleg.naam, wethouder, inwonertal.aantal)


@pytest.mark.regel("W-01", "W-02", "W-03", "W-04")
def test_each_wijk_is_there_as_in_the_annexes(roermond):
    assert [als_rij(wijk) for wijk in Wijk.objects.all()] == BIJLAGE


@pytest.mark.regel("W-01")
def test_each_wijk_has_the_buurten_of_bijlage_1(roermond):
    buurten = {
        wijk.naam: ", ".join(buurt.naam for buurt in wijk.buurten.all()) for wijk in Wijk.objects.all()
    }

    assert buurten == BUURTEN


@pytest.mark.regel("W-01", "W-03", "W-04")
def test_the_counts_and_the_total_agree_with_the_annexes(roermond):
    assert Wijk.objects.count() == 9
    assert CbsWijk.objects.count() == 10
    assert Buurt.objects.count() == 41
    assert Wijkteamoverleg.objects.count() == 7
    assert sum(rij.aantal for rij in Inwonertal.objects.all()) == 59975
    assert set(Inwonertal.objects.values_list("peildatum", "bron")) == {
        (datetime.date(2023, 1, 1), "Werk aan de wijk!, bijlage 2")
    }


@pytest.mark.regel("W-03")
def test_a_wijkteamoverleg_can_be_about_two_wijken(roermond):
    malt = Wijkteamoverleg.objects.get(naam=MALT)

    assert [wijk.naam for wijk in malt.wijken.all()] == ["Asenray", "Maasniel"]


@pytest.mark.regel("W-02")
def test_the_wijkregisseurs_and_wijkwethouders_begin_on_1_january_2024(roermond):
    per_wijk = Rol.objects.filter(wijk__isnull=False)

    assert {(rol.van, rol.tot) for rol in per_wijk} == {(datetime.date(2024, 1, 1), None)}
    assert per_wijk.count() == 18


@pytest.mark.regel("W-01")
def test_each_cbs_wijk_has_a_closed_boundary_and_a_source(roermond):
    for vlak in CbsWijk.objects.all():
        (ring, *_) = vlak.grens["coordinates"]
        assert ring[0] == ring[-1]
        assert all(5.8 < lengte < 6.2 and 51.0 < breedte < 51.4 for lengte, breedte in ring)
        assert vlak.bron.startswith("CBS en Kadaster, Wijk- en buurtkaart 2023")


def test_the_municipality_has_its_code_and_prefix(roermond):
    gemeente = Gemeente.objects.get()

    assert (gemeente.naam, gemeente.cbs_code) == ("Roermond", "GM0957")
    assert gemeente.kenmerk_voorvoegsel == "RM"


@pytest.mark.regel("W-05")
def test_each_cluster_has_a_manager_and_vakambtenaren(roermond):
    clusters = {cluster.naam: cluster for cluster in Cluster.objects.all()}

    assert set(clusters) == {
        "Beheer Openbare Ruimte",
        "Leefbaarheid & Veiligheid",
        "Vergunningen, Toezicht en Handhaving",
    }
    assert [naam for naam, cluster in clusters.items() if cluster.beheert_wijkbudget] == [
        "Leefbaarheid & Veiligheid"
    ]
    for cluster in clusters.values():
        assert cluster.rollen.filter(soort=Rol.Soort.CLUSTERMANAGER).count() == 1
        assert cluster.rollen.filter(soort=Rol.Soort.VAKAMBTENAAR).count() >= 2


@pytest.mark.regel("W-05")
def test_each_kind_of_role_has_somebody(roermond):
    assert set(Rol.objects.values_list("soort", flat=True)) == set(Rol.Soort.values)


def test_the_wethouder_wijken_is_that_of_the_preface(roermond):
    rol = Rol.objects.get(soort=Rol.Soort.WETHOUDER_WIJKEN)

    assert rol.medewerker.naam == "Felix van Ballegooij"


def test_no_address_really_exists(roermond):
    adressen = [
        *Medewerker.objects.values_list("email", flat=True),
        *Gemeente.objects.values_list("email", flat=True),
        *Gemeente.objects.values_list("klachtencoordinator_email", flat=True),
    ]

    assert [adres for adres in adressen if not adres.endswith(".example")] == []


# --- Loading again ---


def test_loading_again_doubles_nothing():
    laden.laad(ROERMOND)
    eerst = alles_geteld()

    laden.laad(ROERMOND)

    assert alles_geteld() == eerst


def test_loading_again_does_not_undo_the_work_of_staff(roermond):
    oud = Rol.objects.get(soort=Rol.Soort.WIJKREGISSEUR, wijk__slug="swalmen")
    oud.tot = datetime.date(2026, 1, 31)
    oud.save(update_fields=["tot"])
    opvolger = MedewerkerFactory()
    Rol.objects.create(medewerker=opvolger, soort=oud.soort, wijk=oud.wijk, van=datetime.date(2026, 2, 1))
    Buurt.objects.filter(naam="Akcros").update(naam="Ackros")
    Gemeente.objects.update(telefoon="14 0475")

    laden.laad(ROERMOND)

    assert list(oud.wijk.rollen.filter(soort=oud.soort).order_by("van").values_list("tot", flat=True)) == [
        datetime.date(2026, 1, 31),
        None,
    ]
    assert not Buurt.objects.filter(naam="Akcros").exists()
    assert Gemeente.objects.get().telefoon == "14 0475"


def test_loading_again_does_follow_the_boundaries(roermond):
    CbsWijk.objects.update(bron="verouderd")

    laden.laad(ROERMOND)

    assert not CbsWijk.objects.filter(bron="verouderd").exists()


# --- What is wrong with a file is told ---


@pytest.mark.parametrize(
    ("bestand", "oud", "nieuw", "melding"),
    [
        ("wijken.toml", "nummer = 3\n", "", "wijken.toml: 'nummer' ontbreekt."),
        ("wijken.toml", "[inwoners]", "[inwoners", "wijken.toml: Expected ']' at the end of a table"),
        ("wijken.toml", '"WK095708"', '"WK999999"', "wijken.toml: 'WK999999' ontbreekt."),
        ("gemeente.toml", 'naam = "Roermond"', 'naam = ""', "gemeente.toml: gemeente “”: Dit veld kan niet"),
        ("organisatie.toml", "afkorting", "afkortign", "organisatie.toml: Cluster() got unexpected keyword"),
        ("mensen.toml", '"raadslid"', '"raadsheer"', "Waarde 'raadsheer' is geen geldige keuze"),
        ("mensen.toml", 'wijk = "Asenray"', 'wijk = "Asenrode"', "wijk “Asenrode” bestaat niet."),
        (
            "mensen.toml",
            '"wijkregisseur", wijk = "Asenray"',
            '"wijkregisseur", wijk = "Swalmen"',
            "Deze wijk heeft in die periode al iemand met deze rol.",
        ),
    ],
)
def test_a_mistake_in_a_file_loads_nothing_and_says_what_is_wrong(kopie, bestand, oud, nieuw, melding):
    vervang(kopie / bestand, oud, nieuw)

    with pytest.raises(Laadfout) as fout:
        laden.laad(kopie)

    assert melding in str(fout.value)
    assert Gemeente.objects.count() == 0


def test_a_missing_file_is_named(kopie):
    (kopie / "wijken-2023.geojson").unlink()

    with pytest.raises(Laadfout, match=r"Het bestand .*wijken-2023\.geojson ontbreekt\."):
        laden.laad(kopie)


def test_a_second_municipality_does_not_fit_in_the_same_installation():
    GemeenteFactory(naam="Voorbeeldstad")

    with pytest.raises(Laadfout, match=r"Deze installatie is van Voorbeeldstad\."):
        laden.laad(ROERMOND)


# --- Accounts of the demo ---


def test_the_demo_accounts_can_sign_in_and_the_others_cannot(roermond):
    met_wachtwoord = {rij.email for rij in Medewerker.objects.all() if rij.has_usable_password()}

    assert met_wachtwoord == {email for _, email in laden.demo_accounts()}
    assert all(
        Medewerker.objects.get(email=email).check_password(settings.DEMO_WACHTWOORD)
        for email in met_wachtwoord
    )


def test_the_demo_accounts_are_called_after_their_roles(roermond):
    assert laden.demo_accounts() == [
        (
            "Wethouder Wijken, Wijkwethouder Swalmen, Wijkwethouder Asenray",
            "f.van.ballegooij@roermond.example",
        ),
        (
            "Wijkregisseur Centrum, Wijkregisseur Herten/Maasplassen, Vakambtenaar Leefbaarheid & Veiligheid",
            "m.pastwa@roermond.example",
        ),
        ("KCC-medewerker", "v.voorbeeld@roermond.example"),
        ("Clustermanager Leefbaarheid & Veiligheid", "m.mandaat@roermond.example"),
        ("Clustermanager Beheer Openbare Ruimte", "g.groenstrook@roermond.example"),
        ("Vakambtenaar Beheer Openbare Ruimte", "b.beheer@roermond.example"),
        ("Beleidsmedewerker wijkgericht werken", "b.beleid@roermond.example"),
        ("Collegesecretaris", "s.secretaris@roermond.example"),
        ("Beheerder", "a.applicatie@roermond.example"),
    ]


def test_outside_the_demo_nobody_signs_in_with_a_loaded_account(settings):
    del settings.DEMO_WACHTWOORD

    laden.laad(ROERMOND)

    assert laden.demo_accounts() == []


def test_nobody_gets_more_rights_than_the_own_role(roermond):
    assert not Medewerker.objects.filter(is_superuser=True).exists()


@pytest.mark.regel("B-11")
def test_the_wijkbudget_is_for_the_manager_leefbaarheid_en_veiligheid(roermond):
    wijkbudget = Mandaat.objects.get(geldsoort="wijkbudget")

    assert wijkbudget.cluster == Cluster.objects.get(beheert_wijkbudget=True)
    assert (wijkbudget.tot_bedrag, wijkbudget.van, wijkbudget.tot) == (None, datetime.date(2024, 1, 1), None)
    assert set(Mandaat.objects.filter(geldsoort="clusterbudget").values_list("cluster", flat=True)) == set(
        Cluster.objects.values_list("pk", flat=True)
    )


def test_a_mandate_that_was_arranged_differently_does_not_come_back(roermond):
    Mandaat.objects.filter(geldsoort="wijkbudget").update(tot=datetime.date(2025, 12, 31))
    laden.laad(ROERMOND)

    assert Mandaat.objects.get(geldsoort="wijkbudget").tot == datetime.date(2025, 12, 31)
