"""Names of steps that start in several phases: the step from each phase has a name of its own."""

from initiatieven.models import FASEN_OP_VOLGORDE, Fase

# The submitters may stop at any moment, and say why if they like (RM 4.2: the initiative stays theirs).
TREKT_IN = {fase: f"intrekken-{fase}" for fase in FASEN_OP_VOLGORDE[1:]}
# A double goes on in another case (I-22). `verbindingen.voeg_samen` takes this step: it has no button.
VOEGT_SAMEN = {fase: f"samenvoegen-{fase}" for fase in (Fase.TRIAGE, Fase.ORIENTATIE, Fase.TOETS)}
