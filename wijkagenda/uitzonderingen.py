"""What can be refused, in Dutch; the names are those of the constraints in the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


class StapNietToegestaan(Domeinfout):
    """Something must be there before this step can be taken; the message says what."""


class NietCompleet(Domeinfout):
    """A maatregel misses parts that the policy asks (A-05)."""


NU_VAST = (
    "De agenda ligt vast in deze stap. Ga eerst terug naar de uitwerking, of begin een nieuwe versie (A-09)."
)
VEROUDERD = {
    "beoordeling_actueel": "De maatregel is gewijzigd. Bekijk de nieuwe tekst en beslis opnieuw (A-06).",
    "beoordeling_in_fase": "De agenda is niet meer in de beoordeling.",
    "beoordeling_blijft_staan": "Hierover is al beslist.",
    "versie_bij_vaststelling": "De agenda ligt niet bij het college.",
    "versie_nummer_uniek": "Deze versie is al vastgesteld.",
    "coalitieakkoord_in_fase": "De agenda ligt niet (meer) bij de wijkcoalitie.",
    "coalitieakkoord_een_per_lid": "Het akkoord van dit lid ligt al vast.",
    "voortgang_agenda_loopt": "Deze agenda is afgesloten.",
    "voortgang_in_versie": "Deze maatregel staat niet (meer) in de vastgestelde agenda.",
    "evaluatie_in_fase": "Deze evaluatie kan nu niet (meer) worden vastgelegd.",
    "evaluatie_een_eind": "De eindevaluatie ligt al vast.",
    "toetsvraag_na_oordeel": "De wijkcoalitie heeft al over dit idee besloten.",
    "maatregel_bevroren": NU_VAST,
    "bijdrage_bevroren": NU_VAST,
    "bronverkenning_bevroren": NU_VAST,
    "deelagenda_bevroren": NU_VAST,
    "wijkagenda_bevroren": NU_VAST,
    "peiling_vast": "De peiling is al geopend. De regels liggen vast.",
    "peilingkeuze_vast": "De peiling is al geopend. De regels liggen vast.",
    "peiling_in_fase": "De agenda is niet (meer) in de toets bij inwoners.",
    "peiling_gestopt": "De peiling is gestopt. U kunt niet meer stemmen.",
    "stem_verbeteren_loopt": "De peiling loopt niet (meer). Een formulier verbeteren kan niet meer.",
    "stem_na_opening": "De peiling is nog niet begonnen.",
    "stem_voor_sluiting": "De peiling is gesloten. U kunt niet meer stemmen.",
    "stem_voor_uitslag": "De toets bij inwoners is afgerond. De uitslag ligt vast.",
    "stem_blijft_staan": "Deze stem telt al mee en blijft staan.",
}
GEWEIGERD = {
    "versie_met_maatregelen": "Er staat nog geen maatregel in de agenda.",
    "versie_volgens_beleid": "Van een maatregel ligt niet vast dat hij past bij het beleid (A-11; RM 6.2).",
    "versie_sluit": "Bij een maatregel is het bedrag van de bijdragen niet gelijk aan wat nodig is (A-05).",
    "versie_alles_akkoord": "Nog niet elk deel van elke maatregel is akkoord (A-08; RM 3.6).",
    "versie_met_geld": "Voor een maatregel is minder geld gereserveerd dan nodig (A-08).",
    "wijkagenda_met_evaluatie": "Leg eerst de eindevaluatie vast (A-10).",
    "deelagenda_buurt_in_wijk": "Deze buurt ligt in een andere wijk.",
    "idee_buurt_in_wijk": "Deze buurt ligt in een andere wijk.",
    "idee_samengevoegd_in_agenda": "Dit idee hoort bij een andere agenda.",
    "idee_tegen_beleid": "Dit past niet bij het beleid van de gemeente en kan niet haalbaar zijn (A-11).",
    "idee_een_laag": "Dit idee is al samengevoegd met een ander idee.",
    "maatregel_deelagenda_van_agenda": "Deze deelagenda hoort bij een andere agenda.",
    "peiling_een_concept": "Er staat al een peiling klaar voor deze agenda.",
    "peiling_een_tegelijk": "In deze tijd loopt al een peiling voor deze agenda.",
    "peiling_zonder_stemmen": "Er is al gestemd. De peiling loopt door tot zij sluit.",
    "stem_alleen_van_papier": "Een stem die online is gegeven, kan niemand verbeteren.",
    "peiling_met_keuzes": "Kies minstens één idee voor de peiling.",
    "peiling_sluit_nog": "De peiling is al voorbij als zij opengaat. Kies een later moment om te sluiten.",
    "peilingkeuze_haalbaar": "Een van de ideeën is niet (meer) haalbaar. Bekijk de peiling opnieuw.",
    "stem_binnen_punten": "Er zijn meer punten verdeeld dan er zijn.",
    "stem_buurt_in_wijk": "Deze buurt ligt in een andere wijk.",
    "stem_formulier_een_keer": "Een formulier met dit nummer is al ingevoerd.",
    "stem_zegt_iets": "Op het formulier staat nog geen keuze.",
    "stemmer_een_keer_per_adres": "Met dit mailadres is al een stem uitgebracht. Die blijft staan.",
    "stemregel_keuze_van_peiling": "Dit idee hoort niet bij deze peiling.",
    "stemregel_punten_niet_negatief": "Het aantal punten klopt niet.",
}


@contextmanager
def in_woorden() -> Iterator[None]:
    """Tell a refusal of the database in Dutch; one without a name that we know goes up as it is.

    Raises:
        VerouderdeActie: what the person saw is no longer so.
        Domeinfout: a rule says no.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fout:
        naam = getattr(getattr(fout.__cause__, "diag", None), "constraint_name", None) or ""
        if naam in VEROUDERD:
            raise VerouderdeActie(VEROUDERD[naam]) from fout
        if naam in GEWEIGERD:
            raise Domeinfout(GEWEIGERD[naam]) from fout
        raise
