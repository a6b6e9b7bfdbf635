"""Reading people and roles from a file: shown first, all or nothing, and the same twice."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.fabrieken import ClusterFactory, MedewerkerFactory, PartnerFactory, RolFactory, WijkFactory
from wijken.invoer import KOLOMMEN, Melding, OnleesbaarBestand, lees_in, proef
from wijken.models import Medewerker, Rol
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]
PAGINA = reverse("admin:wijken_rol_inlezen")
KOP = ";".join(KOLOMMEN)
WIL = "wil@stad.example;Wil Wijk;Wijkregisseur;Wijkregisseur;Centrum;;;01-01-2025;"


def bestand(*regels, kop=KOP):
    return "\r\n".join([kop, *regels, ""]).encode("utf-8-sig")


def stand():
    return (
        list(Medewerker.objects.order_by("email").values_list("email", "naam", "functie")),
        list(Rol.objects.order_by("pk").values_list("medewerker__email", "soort", "van", "tot")),
    )


@pytest.fixture(autouse=True)
def huis():
    WijkFactory(naam="Centrum")
    ClusterFactory(naam="Groen")
    PartnerFactory(naam="VIJF")


@pytest.fixture
def beheerder():
    return RolFactory(beheerder=True).medewerker


def test_new_people_and_roles_of_each_kind(beheerder):
    uitkomst = lees_in(
        inhoud=bestand(
            WIL,
            "Eef@stad.example;Eef Één;;vakambtenaar;;groen;;2025-02-01;31-12-2026",
            "ben@vijf.example;Ben Beurs;;Partner;;;VIJF;1-3-2025",
            "kim@stad.example;Kim Kcc",
            ";;;;;;;;",
        ),
        door=beheerder,
        reden="Eerste vulling",
    )

    assert uitkomst.fouten == []
    assert uitkomst.wijzigingen[:2] == [
        Melding(2, "Nieuw account: Wil Wijk (wil@stad.example)"),
        Melding(2, "Wil Wijk: Wijkregisseur Centrum vanaf 01-01-2025"),
    ]
    eef = Rol.objects.get(medewerker__email="eef@stad.example")
    assert (eef.cluster.naam, eef.van, eef.tot) == (
        "Groen",
        datetime.date(2025, 2, 1),
        datetime.date(2026, 12, 31),
    )
    assert Rol.objects.get(medewerker__email="ben@vijf.example").partner.naam == "VIJF"
    kim = Medewerker.objects.get(email="kim@stad.example")
    assert (kim.rollen.exists(), kim.has_usable_password(), kim.is_superuser) == (False, False, False)
    spoor = eef.history.get()
    assert (spoor.history_user, spoor.history_change_reason) == (beheerder, "Eerste vulling")


@pytest.mark.regel("B-11")
def test_a_role_with_power_does_not_come_from_a_file_of_one_beheerder(beheerder):
    ben = bestand("ben@vijf.example;Ben Beurs;;Budgethouder van een partner;;;VIJF;1-3-2025")

    uitkomst = lees_in(inhoud=ben, door=beheerder, reden="x")

    assert "een andere beheerder bevestigt" in uitkomst.fouten[0].tekst
    assert not Medewerker.objects.filter(email="ben@vijf.example").exists()
    assert lees_in(inhoud=ben, door=None, reden="Op de server").fouten == []


def test_importing_again_changes_nothing(beheerder):
    lees_in(inhoud=bestand(WIL, WIL), door=beheerder, reden="x")
    voor = stand()

    assert lees_in(inhoud=bestand(WIL), door=beheerder, reden="x").wijzigingen == []
    assert stand() == voor


def test_name_and_last_day_are_updated(beheerder):
    lees_in(inhoud=bestand(WIL), door=beheerder, reden="x")
    uitkomst = lees_in(
        inhoud=bestand(WIL.replace("Wil Wijk", "Wil de Wijk") + "31-12-2025"), door=beheerder, reden="x"
    )

    assert [melding.tekst for melding in uitkomst.wijzigingen] == [
        "wil@stad.example: naam “Wil Wijk” wordt “Wil de Wijk”",
        "Wil de Wijk: Wijkregisseur Centrum wordt vanaf 01-01-2025 tot en met 31-12-2025",
    ]
    assert Rol.objects.get(soort="wijkregisseur").tot == datetime.date(2025, 12, 31)


def test_a_dry_run_shows_the_same_and_does_nothing(beheerder):
    voor = stand()
    uitkomst = proef(inhoud=bestand(WIL), door=beheerder)

    assert stand() == voor
    assert uitkomst == lees_in(inhoud=bestand(WIL), door=beheerder, reden="x")


@pytest.mark.parametrize(
    ("regel", "fout"),
    [
        ("geen-adres;Naam", "Voer een geldig e-mailadres in."),
        ("x@stad.example;", "Dit veld kan niet leeg zijn"),
        ("x@stad.example;X;;tovenaar;;;;1-1-2025", "De rol “tovenaar” bestaat niet."),
        ("x@stad.example;X;;wijkregisseur;Atlantis;;;1-1-2025", "Wijk “Atlantis” bestaat niet."),
        ("x@stad.example;X;;vakambtenaar;;Zee;;1-1-2025", "Cluster “Zee” bestaat niet."),
        ("x@stad.example;X;;kcc;;;;", "Vul bij een rol in vanaf wanneer die geldt."),
        ("x@stad.example;X;;kcc;;;;31-2-2025", "“31-2-2025” is geen datum. Schrijf bijvoorbeeld 31-12-2026."),
        ("x@stad.example;X;;kcc;;;;2-1-2025;1-1-2025", "De laatste dag ligt voor de eerste dag."),
        (
            "x@stad.example;X;;kcc;Centrum;;;1-1-2025",
            "Alleen een wijkregisseur of wijkwethouder hoort bij een wijk.",
        ),
        (
            "x@stad.example;X;;wijkregisseur;Centrum;;;1-6-2025",
            "Deze wijk heeft in die periode al iemand met deze rol.",
        ),
        ("wil@stad.example;;;wijkregisseur;Centrum;;;1-6-2025", "Heeft deze rol al vanaf 01-01-2025."),
    ],
)
def test_each_mistake_stands_by_its_line_and_nothing_is_done(beheerder, regel, fout):
    lees_in(inhoud=bestand(WIL), door=beheerder, reden="x")
    voor = stand()

    uitkomst = lees_in(
        inhoud=bestand("goed@stad.example;Goed", "", regel, "nog@stad.example;"), door=beheerder, reden="x"
    )

    assert [melding.regel for melding in uitkomst.fouten] == [4, 5]
    assert fout in uitkomst.fouten[0].tekst
    assert stand() == voor


JO = "jo@stad.example;Jo Inval;;Wijkregisseur;Centrum;;;01-07-2025;31-08-2025;Wil@stad.example"


def test_a_substitute_is_read_in_and_the_dry_run_shows_it(beheerder):
    uitkomst = proef(inhoud=bestand(WIL, JO), door=beheerder)
    assert uitkomst.wijzigingen[-1] == Melding(
        3, "Jo Inval: Wijkregisseur (waarnemend) Centrum voor Wil Wijk vanaf 01-07-2025 tot en met 31-08-2025"
    )
    assert not Rol.objects.filter(soort="wijkregisseur").exists()

    assert lees_in(inhoud=bestand(WIL, JO), door=beheerder, reden="Zomer") == uitkomst
    jo = Rol.objects.get(medewerker__email="jo@stad.example")
    assert jo.waarnemer_voor == Rol.objects.get(medewerker__email="wil@stad.example")
    assert lees_in(inhoud=bestand(WIL, JO), door=beheerder, reden="x").wijzigingen == []

    lees_in(inhoud=bestand(JO.replace("31-08-2025", "15-09-2025")), door=beheerder, reden="Langer ziek")
    jo.refresh_from_db()
    assert jo.tot == datetime.date(2025, 9, 15)


@pytest.mark.parametrize(
    ("regel", "fout"),
    [
        (JO.replace("31-08-2025", ""), "Waarnemen is tijdelijk: vul de laatste dag in."),
        (JO.replace("Wil@", "niemand@"), "niemand@stad.example heeft deze rol niet op 01-07-2025"),
        (JO.replace("01-07-2025", "01-07-2024"), "wil@stad.example heeft deze rol niet op 01-07-2024"),
        (JO.replace("Wijkregisseur", "Wijkwethouder"), "wil@stad.example heeft deze rol niet"),
        (JO.replace("jo@", "wil@"), "Een waarnemer neemt de rol van iemand anders over"),
        (JO.replace("jo@", "piet@"), "In die periode neemt al iemand waar."),
    ],
)
def test_a_substitution_that_is_wrong_is_told_with_its_line(beheerder, regel, fout):
    lees_in(inhoud=bestand(WIL, *([JO] if "piet@" in regel else [])), door=beheerder, reden="x")
    voor = stand()
    uitkomst = lees_in(inhoud=bestand("goed@stad.example;Goed", regel), door=beheerder, reden="x")
    assert [melding.regel for melding in uitkomst.fouten] == [3]
    assert fout in uitkomst.fouten[0].tekst
    assert stand() == voor


def test_new_people_are_mailed_to_choose_a_password_and_a_dry_run_mails_nobody(beheerder):
    proef(inhoud=bestand(WIL), door=beheerder)
    assert not Bericht.objects.exists()
    lees_in(inhoud=bestand(WIL), door=beheerder, reden="x")
    lees_in(inhoud=bestand(WIL), door=beheerder, reden="x")
    assert [bericht.naar for bericht in Bericht.objects.all()] == ["wil@stad.example"]


@pytest.mark.parametrize("veld", ["is_superuser", "is_active"])
def test_who_may_do_everything_or_is_closed_is_not_changed(beheerder, veld):
    MedewerkerFactory(email="x@stad.example", naam="Was", **{veld: veld == "is_superuser"})

    uitkomst = lees_in(inhoud=bestand("x@stad.example;Wordt;;kcc;;;;1-1-2025"), door=beheerder, reden="x")

    assert len(uitkomst.fouten) == 1
    assert Medewerker.objects.get(email="x@stad.example").naam == "Was"


def test_nobody_imports_a_role_for_themself(beheerder):
    uitkomst = lees_in(inhoud=bestand(f"{beheerder.email};;;kcc;;;;1-1-2025"), door=beheerder, reden="x")

    assert uitkomst.fouten == [Melding(2, "Uw eigen rollen regelt een andere beheerder.")]


@pytest.mark.parametrize(
    ("inhoud", "fout"),
    [
        (b"", "De eerste regel moet zijn"),
        (b"email,naam\r\n", "De eerste regel moet zijn"),
        (bestand("a;b;c;d;e;f;g;h;i;j;k"), "Regel 2 heeft te veel kolommen."),
        (bestand('"a;b'), "geen goed CSV-bestand"),
        (f"{KOP}\r\nx@y.example;Eén".encode("cp1252"), "geen UTF-8"),
    ],
)
def test_an_unreadable_file_is_explained(inhoud, fout):
    with pytest.raises(OnleesbaarBestand, match=fout):
        proef(inhoud=inhoud, door=None)


def test_what_has_changed_since_is_not_done(beheerder):
    voorbeeld = proef(inhoud=bestand(WIL), door=beheerder)
    Medewerker.objects.create_user("wil@stad.example", "Wil")
    voor = stand()

    with pytest.raises(VerouderdeActie):
        lees_in(inhoud=bestand(WIL), door=beheerder, reden="x", verwacht=voorbeeld.vingerafdruk)
    assert stand() == voor


# --- In the admin ---


def upload(client, inhoud):
    return client.post(PAGINA, {"bestand": SimpleUploadedFile("mensen.csv", inhoud)})


def test_first_seen_then_imported(client, beheerder):
    client.force_login(beheerder)
    voorbeeld = upload(client, bestand(WIL))
    assert "Regel 2: Wil Wijk: Wijkregisseur Centrum vanaf 01-01-2025" in voorbeeld.text
    assert not Medewerker.objects.filter(email="wil@stad.example").exists()

    antwoord = client.post(PAGINA, {"voorstel": voorbeeld.context["voorstel"]}, follow=True)

    assert "Ingelezen. Aantal wijzigingen: 2." in antwoord.text
    spoor = Rol.objects.get(soort="wijkregisseur").history.get()
    assert (spoor.history_user, spoor.history_change_reason) == (beheerder, "Ingelezen uit mensen.csv")


def test_a_preview_with_mistakes_cannot_be_imported(client, beheerder):
    client.force_login(beheerder)
    voorbeeld = upload(client, bestand("x@stad.example;X;;tovenaar;;;;1-1-2025"))
    assert "Regel 2: De rol “tovenaar” bestaat niet." in voorbeeld.text
    assert 'name="voorstel"' not in voorbeeld.text

    client.post(PAGINA, {"voorstel": voorbeeld.context["voorstel"]})
    assert not Medewerker.objects.filter(email="x@stad.example").exists()


def test_confirming_what_has_changed_since_is_409(client, beheerder):
    client.force_login(beheerder)
    voorstel = upload(client, bestand(WIL)).context["voorstel"]
    client.post(PAGINA, {"voorstel": voorstel})

    assert client.post(PAGINA, {"voorstel": voorstel}).status_code == 409


@pytest.mark.parametrize("knoeien", [lambda tekst: "", lambda tekst: tekst + "x", lambda tekst: "a:b:c"])
def test_a_forged_proposal_does_nothing(client, beheerder, knoeien):
    client.force_login(beheerder)
    voorstel = upload(client, bestand(WIL)).context["voorstel"]

    assert client.post(PAGINA, {"voorstel": knoeien(voorstel)}).status_code == 409
    assert not Medewerker.objects.filter(email="wil@stad.example").exists()


def test_the_proposal_of_another_does_nothing(client, beheerder):
    client.force_login(beheerder)
    voorstel = upload(client, bestand(WIL)).context["voorstel"]
    client.force_login(RolFactory(beheerder=True).medewerker)

    assert client.post(PAGINA, {"voorstel": voorstel}).status_code == 409


@pytest.mark.parametrize("inhoud", [b"", b"onzin", b"x" * 500_001])
def test_a_wrong_file_is_refused(client, beheerder, inhoud):
    client.force_login(beheerder)

    assert upload(client, inhoud).status_code == 422


@pytest.mark.parametrize("soort", ["kcc", "wijkregisseur", "vakambtenaar", "clustermanager", "budgethouder"])
def test_a_colleague_imports_nothing(client, soort):
    client.force_login(RolFactory(**{soort: True}).medewerker)

    assert client.get(PAGINA).status_code == 403
    assert upload(client, bestand(WIL)).status_code == 403


# --- On the server ---


def test_the_command_shows_first(tmp_path, capsys):
    pad = tmp_path / "mensen.csv"
    pad.write_bytes(bestand(WIL))

    call_command("importeer_mensen", str(pad))
    assert not Medewerker.objects.filter(email="wil@stad.example").exists()
    call_command("importeer_mensen", str(pad), "--doe-het")
    assert Medewerker.objects.filter(email="wil@stad.example").exists()
    assert capsys.readouterr().out.splitlines()[2::3] == [
        "2 wijzigingen. Er is niets gewijzigd. Met --doe-het wel.",
        "2 wijzigingen. Ingelezen.",
    ]


def test_the_command_names_every_mistake(tmp_path):
    pad = tmp_path / "mensen.csv"
    pad.write_bytes(bestand("x@stad.example;X;;tovenaar;;;;1-1-2025"))

    with pytest.raises(CommandError, match="Regel 2: De rol “tovenaar” bestaat niet"):
        call_command("importeer_mensen", str(pad), "--doe-het")
    with pytest.raises(CommandError):
        call_command("importeer_mensen", str(tmp_path / "weg.csv"))
