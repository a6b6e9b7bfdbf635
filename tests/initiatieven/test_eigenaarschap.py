"""What an inwonerinitiatief is: of residents, for the public, without commercial aim (I-01, RM 4.1)."""

import pytest

from initiatieven import services, toetsing, triage
from initiatieven.models import Fase, Initiatief, Toetsbevinding
from initiatieven.overgangen import OVERGANGEN
from initiatieven.toetsing import Bevinding
from tests.fabrieken import RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, beantwoord_alles, in_toets
from wijkportaal.models import Bericht

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-01")]
VAN_BEWONERS = {"definitief-ja", "afronden"}  # rest on the plan, and on the account, of the residents


@pytest.mark.parametrize(
    ("regel", "grond"),
    [
        ("commercieel", "Het dient een commercieel belang. (RM 4.1)"),
        ("prive", "Het dient vooral een privébelang. (RM bijlage 3)"),
    ],
)
def test_a_commercial_or_private_aim_is_refused_on_its_ground(regel, grond):
    zaak = InitiatiefFactory()
    door = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    beantwoord_alles(zaak, door)
    triage.beantwoord(
        zaak=zaak,
        door=door,
        vraag="ontvankelijk",
        antwoord="nee",
        regel=regel,
        reden="Het is voor de winkel.",
    )
    zaak.refresh_from_db()
    with pytest.raises(services.OvergangNietToegestaan, match="negatieve lijst"):
        services.voer_overgang_uit(zaak=zaak, naam="toewijzen", door=door)
    services.voer_overgang_uit(zaak=zaak, naam="weigeren", door=door)
    zaak.refresh_from_db()
    assert zaak.fase == Fase.AFGEWEZEN
    brief = Bericht.objects.get(naar=zaak.indiener.email, tekst__contains="De regel:")
    assert grond in brief.tekst
    assert "Het is voor de winkel." in brief.tekst


@pytest.mark.regel("I-13")
def test_what_serves_no_public_purpose_does_not_pass_the_toets():
    zaak = in_toets()
    bevinding = {
        Toetsbevinding.Steen.BEZWAREN: Bevinding("voldoet_niet", "Alleen de eigen tuin wordt mooier.")
    }
    toetsing.leg_toets_vast(zaak=zaak, door=zaak.vakambtenaar, bevindingen=bevinding)
    with pytest.raises(services.OvergangNietToegestaan, match="voldoet niet aan alle toetsstenen"):
        services.voer_overgang_uit(zaak=zaak, naam="principebesluit-ja", door=zaak.vakambtenaar)


def test_only_what_residents_own_is_decided_on_and_closed_by_their_plan_and_account():
    eigen = {rij.naam for rij in OVERGANGEN if rij.soorten == (Initiatief.Soort.INITIATIEF,)}
    assert eigen == VAN_BEWONERS
    for soort in ("verzoek", "beleidswens"):
        zaak = InitiatiefFactory(toegewezen=True, fase=Fase.UITVOERING, soort=soort)
        for rij in OVERGANGEN:
            if rij.naam in VAN_BEWONERS:
                assert rij.ontbreekt(zaak) == [
                    f"Deze stap is er niet bij een {zaak.get_soort_display().lower()} (regel I-01)."
                ]
