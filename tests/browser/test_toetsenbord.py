"""A vakambtenaar brings a case from triage to the decision without a mouse."""

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from initiatieven import services
from initiatieven.models import Fase, Toetsbevinding
from tests.browser.mensen import GEWOON, VAKAMBTENAAR, kop, loop_naar, meld_aan
from tests.initiatieven.fabrieken import (
    AdviesFactory,
    IndienerFactory,
    InitiatiefFactory,
    ToetsbevindingFactory,
    leg_gesprek_klaar,
)
from wijken.models import Medewerker, Wijk

TITEL = "Een waterpomp voor de volkstuinen"


@pytest.fixture
def zaak(portaal):
    """A case that the vakambtenaar wrote down for a resident, and so triages."""
    with transaction.atomic():
        kenmerk = services.nieuw_kenmerk(timezone.now())
    rij = InitiatiefFactory(
        kenmerk=kenmerk,
        titel=TITEL,
        wijk=Wijk.objects.get(slug="centrum"),
        kanaal="vakambtenaar",
        ingevoerd_door=Medewerker.objects.get(email=VAKAMBTENAAR),
        indiener=None,
    )
    IndienerFactory(initiatief=rij)
    return rij


@pytest.mark.regel("I-04", "I-14")
def test_from_triage_to_the_decision_with_the_keyboard_alone(bureau, zaak):
    meld_aan(bureau, VAKAMBTENAAR)
    bureau.goto(f"/beheer/initiatieven/initiatief/{zaak.pk}/change/")
    kop(bureau, TITEL)
    doe_triage(bureau)
    zaak.refresh_from_db()
    assert zaak.fase == Fase.ORIENTATIE
    leg_gesprek_klaar(zaak)
    ga_naar_toets(bureau)
    for steen in Toetsbevinding.Steen:
        ToetsbevindingFactory(initiatief=zaak, steen=steen, door=zaak.vakambtenaar)
    AdviesFactory(initiatief=zaak)
    besluit(bureau)
    zaak.refresh_from_db()
    assert zaak.fase == Fase.UITVOERING


def gezegd(page, tekst):
    """What was done stands in a region that a screen reader says aloud."""
    expect(page.get_by_role("status").filter(has_text=tekst)).to_be_visible()


def doe_triage(page):
    """The page comes back at the questions each time: the next one is a few presses away."""
    for nummer, antwoord in enumerate(GEWOON, start=1):
        vraag = page.locator(".wp-triagevraag").filter(has_text=f"Vraag {nummer} van 8")
        keuzes = vraag.get_by_role("radio")
        loop_naar(page, keuzes.first)
        page.keyboard.press("Space")
        for _ in range(keuzes.count()):
            if vraag.get_by_label(antwoord, exact=True).is_checked():
                break
            page.keyboard.press("ArrowDown")
        loop_naar(page, vraag.get_by_role("button", name="Antwoord bewaren"), hoogstens=30)
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Vraag {nummer} van 8")).to_have_count(0)
        gezegd(page, "Het antwoord is bewaard.")
    loop_naar(page, page.get_by_label("Wie wordt het vaste contact?"), hoogstens=60)
    page.keyboard.type("Beheer Openbare Ruimte: Bram")
    loop_naar(page, page.get_by_role("button", name="Toewijzen aan de vakambtenaar"))
    page.keyboard.press("Enter")
    gezegd(page, "De vakambtenaar is nu het vaste contact.")


def ga_naar_toets(page):
    page.reload()
    loop_naar(page, page.get_by_role("button", name="Naar de toets"))
    page.keyboard.press("Enter")
    gezegd(page, "De zaak is klaar voor de toets.")


def besluit(page):
    """The link beside the next step skips what is filled in already."""
    page.reload()
    loop_naar(page, page.get_by_role("link", name="Ga naar “Principebesluit”"))
    page.keyboard.press("Enter")
    loop_naar(page, page.get_by_label("Waarom besluit u dit?"), hoogstens=2)
    page.keyboard.type("De tuinen hebben dan het hele jaar water.")
    loop_naar(page, page.get_by_role("button", name="Besluiten: meewerken"), hoogstens=8)
    page.keyboard.press("Enter")
    gezegd(page, "Het principebesluit is genomen: de gemeente werkt mee.")
