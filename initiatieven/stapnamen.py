"""Names of steps that others refer to. A step that starts in several phases has a name for each."""

from initiatieven.models import FASEN_OP_VOLGORDE, Fase

# Staff wrote down what a resident said or mailed (I-02). `kanalen.voer_in` takes this step: it has no button.
INVOEREN = "invoeren"
# The submitters may stop at any moment, and say why if they like (RM 4.2: the initiative stays theirs).
TREKT_IN = {fase: f"intrekken-{fase}" for fase in FASEN_OP_VOLGORDE[1:]}
# A double goes on in another case (I-22). `verbindingen.voeg_samen` takes this step: it has no button.
VOEGT_SAMEN = {fase: f"samenvoegen-{fase}" for fase in (Fase.TRIAGE, Fase.ORIENTATIE, Fase.TOETS)}
