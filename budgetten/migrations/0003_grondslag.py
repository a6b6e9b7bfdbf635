"""What money rests on, held by PostgreSQL: requests, transfers and divisions as decided, and a year that closes.

Beside the guard of the bookings (`0002_wachters`), and made in the same way: plain SQL, the rights of the owner,
each refusal with a name. What concerns one row is checked when it is written. What concerns a request and its
bookings together is checked when the transaction ends, for there they come one after the other.
"""

from django.db import migrations, models

# Before the pots are held, so that nobody waits for it. The request itself is held: its state stays until the end.
# Who decided reserves, under that mandate. Of an agenda's pot who asks does, at once (A-06, B-06).
GRONDSLAG = """
CREATE FUNCTION budgetten_bewaak_grondslag() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    terug boolean := NEW.keert_terug_id IS NOT NULL;
    past record;
BEGIN
    IF NEW.aanvraag_id IS NOT NULL THEN
        SELECT CASE
                WHEN naar.staat = 'gereserveerd' THEN
                    a.stand = CASE a.soort WHEN 'agenda' THEN 'aangevraagd' ELSE 'goedgekeurd' END
                WHEN van.staat = 'gereserveerd' AND naar.staat <> 'verplicht' THEN
                    a.stand = 'goedgekeurd' OR a.stand = 'aangevraagd' AND a.soort = 'agenda'
                ELSE a.stand = 'vastgelegd' END AS stand,
            van.jaar = a.jaar AND van.soort = a.soort
                AND van.wijk_id IS NOT DISTINCT FROM
                    CASE WHEN a.soort IN ('agenda', 'initiatieven') THEN a.wijk_id END
                AND van.cluster_id IS NOT DISTINCT FROM CASE a.soort WHEN 'cluster' THEN a.cluster_id END
                AND van.partner_id IS NOT DISTINCT FROM CASE a.soort WHEN 'partner' THEN a.partner_id END AS pot,
            terug OR NOT (van.staat = 'vrij' OR naar.staat = 'verplicht')
                OR NEW.mandaat_id IS NOT DISTINCT FROM a.mandaat_id
                AND (naar.staat = 'verplicht' OR NEW.door_id IS NOT DISTINCT FROM
                    CASE a.soort WHEN 'agenda' THEN a.aanvrager_id ELSE a.beslisser_id END) AS mandaat
            INTO past FROM budgetten_aanvraag a, budgetten_rekening van, budgetten_rekening naar
            WHERE a.id = NEW.aanvraag_id AND van.id = NEW.van_id AND naar.id = NEW.naar_id
            FOR SHARE OF a;
        IF FOUND AND NOT past.stand THEN
            PERFORM budgetten_weiger('boeking_aanvraag_stand', 'the aanvraag is not in a state for this');
        ELSIF FOUND AND NOT past.pot THEN
            PERFORM budgetten_weiger('boeking_aanvraag_pot', 'the aanvraag is for another pot');
        ELSIF FOUND AND NOT past.mandaat THEN
            PERFORM budgetten_weiger('boeking_onder_mandaat', 'not by who reserves, or not under that mandate');
        END IF;
    END IF;
    IF NEW.overheveling_id IS NOT NULL AND NOT terug THEN
        IF NOT EXISTS (
            SELECT 1 FROM budgetten_overheveling o WHERE o.id = NEW.overheveling_id AND o.stand = 'goedgekeurd'
                AND (o.van_id, o.naar_id, o.bedrag) = (NEW.van_id, NEW.naar_id, NEW.bedrag)) THEN
            PERFORM budgetten_weiger('boeking_overheveling_besloten', 'not what was decided');
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""

AANVRAAG = """
CREATE FUNCTION budgetten_bewaak_aanvraag() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gesloten boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM budgetten_weiger('aanvraag_blijft_staan', 'an aanvraag is withdrawn, never removed');
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.stand <> 'aangevraagd' OR NEW.beslisser_id IS NOT NULL OR NEW.mandaat_id IS NOT NULL THEN
            PERFORM budgetten_weiger('aanvraag_begint_zonder_besluit', 'first asked, then decided');
        END IF;
        -- Held, so that the year does not close in between.
        SELECT j.gesloten_op IS NOT NULL INTO gesloten FROM budgetten_jaarbudget j WHERE j.jaar = NEW.jaar FOR SHARE;
        IF gesloten THEN
            PERFORM budgetten_weiger('aanvraag_in_open_jaar', 'the year is closed');
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.jaar, OLD.soort, OLD.wijk_id, OLD.cluster_id, OLD.partner_id, OLD.bedrag, OLD.onderwerp, OLD.bereik,
            OLD.gericht_op, OLD.aanvrager_id, OLD.aangevraagd_op, OLD.plafond_id, OLD.volgorde_id, OLD.sleutel)
        IS DISTINCT FROM
        (NEW.jaar, NEW.soort, NEW.wijk_id, NEW.cluster_id, NEW.partner_id, NEW.bedrag, NEW.onderwerp, NEW.bereik,
            NEW.gericht_op, NEW.aanvrager_id, NEW.aangevraagd_op, NEW.plafond_id, NEW.volgorde_id, NEW.sleutel) THEN
        PERFORM budgetten_weiger('aanvraag_inhoud_staat_vast', 'what was asked stays as it is');
    END IF;
    IF OLD.beslisser_id IS NOT NULL AND
        (OLD.beslisser_id, OLD.besloten_op, OLD.mandaat_id, OLD.positief_besluit) IS DISTINCT FROM
        (NEW.beslisser_id, NEW.besloten_op, NEW.mandaat_id, NEW.positief_besluit) THEN
        PERFORM budgetten_weiger('aanvraag_besluit_staat_vast', 'a decision stays as it is');
    END IF;
    IF OLD.stand <> NEW.stand AND (OLD.stand, NEW.stand) NOT IN (
            ('aangevraagd', 'goedgekeurd'), ('aangevraagd', 'afgewezen'), ('aangevraagd', 'ingetrokken'),
            ('aangevraagd', 'vervallen'), ('goedgekeurd', 'vastgelegd'), ('goedgekeurd', 'ingetrokken'),
            ('goedgekeurd', 'vervallen'), ('vastgelegd', 'betaald'), ('betaald', 'vastgelegd')) THEN
        PERFORM budgetten_weiger('aanvraag_volgorde', 'not from ' || OLD.stand || ' to ' || NEW.stand);
    END IF;
    IF NEW.stand = 'goedgekeurd' AND OLD.stand <> 'goedgekeurd' AND NOT EXISTS (
        SELECT 1 FROM wijken_mandaat m WHERE m.id = NEW.mandaat_id
            AND (m.tot_bedrag IS NULL OR m.tot_bedrag >= NEW.bedrag)
            AND CASE NEW.soort
                WHEN 'cluster' THEN m.geldsoort = 'clusterbudget' AND m.cluster_id = NEW.cluster_id
                WHEN 'partner' THEN m.geldsoort = 'partnergeld' AND m.partner_id = NEW.partner_id
                ELSE m.geldsoort = 'wijkbudget' END) THEN
        PERFORM budgetten_weiger('aanvraag_binnen_mandaat', 'no mandate for this money, or not for so much');
    END IF;
    RETURN NEW;
END $$;
"""

OVERHEVELING = """
CREATE FUNCTION budgetten_bewaak_overheveling() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.stand <> 'voorgesteld' THEN
            PERFORM budgetten_weiger('overheveling_begint_als_voorstel', 'first proposed, then decided');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.stand <> 'voorgesteld' THEN
        PERFORM budgetten_weiger('overheveling_blijft_staan', 'a decided overheveling stays as it is');
    END IF;
    IF (OLD.van_id, OLD.naar_id, OLD.bedrag, OLD.reden, OLD.samenspraak, OLD.samenspraak_op, OLD.voorgesteld_door_id)
        IS DISTINCT FROM
        (NEW.van_id, NEW.naar_id, NEW.bedrag, NEW.reden, NEW.samenspraak, NEW.samenspraak_op, NEW.voorgesteld_door_id)
    THEN
        PERFORM budgetten_weiger('overheveling_inhoud_staat_vast', 'what was proposed stays as it is');
    END IF;
    RETURN NEW;
END $$;
"""

# A division is decided when both its columns close: the lines add up to what it is for.
VASTSTELLING = """
CREATE FUNCTION budgetten_bewaak_vaststelling() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.vastgesteld_op IS NULL OR TG_OP = 'UPDATE' AND OLD.vastgesteld_op IS NOT NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM budgetten_weiger('verdeling_begint_als_voorstel', 'first proposed, then decided');
    END IF;
    -- Held, so that no line changes in between.
    PERFORM 1 FROM budgetten_verdeelregel r WHERE r.verdeling_id = NEW.id FOR UPDATE;
    IF (SELECT (sum(r.agenda), sum(r.initiatieven)) IS DISTINCT FROM (NEW.voor_agenda, NEW.voor_initiatieven)
        FROM budgetten_verdeelregel r WHERE r.verdeling_id = NEW.id) THEN
        PERFORM budgetten_weiger('verdeling_sluit', 'a column does not close');
    END IF;
    RETURN NEW;
END $$;
"""

# A year closes when it is over and divided, and when nothing is free or only promised any more.
SLUITING = """
CREATE FUNCTION budgetten_bewaak_sluiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.gesloten_op IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM budgetten_weiger('jaarbudget_begint_open', 'a year is closed later');
    END IF;
    IF NEW.jaar >= extract(year FROM clock_timestamp() AT TIME ZONE 'Europe/Amsterdam') THEN
        PERFORM budgetten_weiger('jaarbudget_is_voorbij', 'the year is not over');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM budgetten_verdeling v
        WHERE v.jaar = NEW.jaar AND v.vastgesteld_op IS NOT NULL) THEN
        PERFORM budgetten_weiger('jaarbudget_is_verdeeld', 'the year was never divided');
    END IF;
    -- All pots, in the order of their number: who books now is waited for.
    PERFORM pg_advisory_xact_lock('public.budgetten_rekening'::regclass::oid::int, r.id::int)
        FROM (SELECT id FROM budgetten_rekening WHERE jaar = NEW.jaar ORDER BY id) r;
    IF EXISTS (
        SELECT 1 FROM budgetten_rekening r WHERE r.jaar = NEW.jaar AND r.staat IN ('vrij', 'gereserveerd')
            AND (SELECT coalesce(sum(b.bedrag), 0) FROM budgetten_boeking b WHERE b.naar_id = r.id)
             <> (SELECT coalesce(sum(b.bedrag), 0) FROM budgetten_boeking b WHERE b.van_id = r.id)) THEN
        PERFORM budgetten_weiger('jaarbudget_zonder_vrij_geld', 'money is free or reserved');
    END IF;
    IF EXISTS (SELECT 1 FROM budgetten_aanvraag a
        WHERE a.jaar = NEW.jaar AND a.stand IN ('aangevraagd', 'goedgekeurd')) THEN
        PERFORM budgetten_weiger('jaarbudget_zonder_open_aanvragen', 'requests wait, or hold reserved money');
    END IF;
    RETURN NEW;
END $$;
"""

# At the end of the transaction: a request holds what its state says, and money lapsed in a closed year only.
KLOPT = """
CREATE FUNCTION budgetten_klopt_aan_het_eind() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    nummer bigint;
    past boolean;
BEGIN
    IF TG_TABLE_NAME = 'budgetten_boeking' THEN
        IF EXISTS (SELECT 1 FROM budgetten_rekening n JOIN budgetten_jaarbudget j ON j.jaar = n.jaar
            WHERE n.id = NEW.naar_id AND n.soort = 'algemeen' AND j.gesloten_op IS NULL) THEN
            PERFORM budgetten_weiger('boeking_verval_bij_sluiting', 'money lapses when its year closes');
        END IF;
        nummer := NEW.aanvraag_id;
    ELSE
        nummer := NEW.id;
    END IF;
    IF nummer IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT CASE a.stand
        WHEN 'aangevraagd' THEN houdt.verplicht = 0
            AND houdt.gereserveerd = CASE a.soort WHEN 'agenda' THEN a.bedrag ELSE 0 END
        WHEN 'goedgekeurd' THEN houdt.gereserveerd = a.bedrag AND houdt.verplicht = 0
        WHEN 'vastgelegd' THEN houdt.gereserveerd = 0 AND houdt.verplicht > 0
        ELSE houdt.gereserveerd = 0 AND houdt.verplicht = 0 END
        INTO past FROM budgetten_aanvraag a CROSS JOIN LATERAL (
            SELECT coalesce(sum(b.bedrag) FILTER (WHERE n.staat = 'gereserveerd'), 0)
                    - coalesce(sum(b.bedrag) FILTER (WHERE v.staat = 'gereserveerd'), 0) AS gereserveerd,
                coalesce(sum(b.bedrag) FILTER (WHERE n.staat = 'verplicht'), 0)
                    - coalesce(sum(b.bedrag) FILTER (WHERE v.staat = 'verplicht'), 0) AS verplicht
            FROM budgetten_boeking b
            JOIN budgetten_rekening v ON v.id = b.van_id JOIN budgetten_rekening n ON n.id = b.naar_id
            WHERE b.aanvraag_id = a.id) houdt
        WHERE a.id = nummer;
    IF NOT past THEN
        PERFORM budgetten_weiger('aanvraag_houdt_wat_de_stand_zegt', 'its bookings do not go with its state');
    END IF;
    RETURN NULL;
END $$;
"""

FUNCTIES = {
    "budgetten_bewaak_grondslag()": GRONDSLAG,
    "budgetten_bewaak_aanvraag()": AANVRAAG,
    "budgetten_bewaak_overheveling()": OVERHEVELING,
    "budgetten_bewaak_vaststelling()": VASTSTELLING,
    "budgetten_bewaak_sluiting()": SLUITING,
    "budgetten_klopt_aan_het_eind()": KLOPT,
}
# Table, trigger, when, function. PostgreSQL fires those of one moment in the order of their names:
# `boeking_heeft_grondslag` comes before `budgetten_bewaak_boeking`, which holds the pots.
WACHTERS = (
    ("boeking", "boeking_heeft_grondslag", "BEFORE INSERT", "budgetten_bewaak_grondslag()"),
    (
        "aanvraag",
        "budgetten_bewaak_aanvraag",
        "BEFORE INSERT OR UPDATE OR DELETE",
        "budgetten_bewaak_aanvraag()",
    ),
    (
        "overheveling",
        "budgetten_bewaak_overheveling",
        "BEFORE INSERT OR UPDATE OR DELETE",
        "budgetten_bewaak_overheveling()",
    ),
    (
        "verdeling",
        "budgetten_bewaak_vaststelling",
        "BEFORE INSERT OR UPDATE",
        "budgetten_bewaak_vaststelling()",
    ),
    ("jaarbudget", "budgetten_bewaak_sluiting", "BEFORE INSERT OR UPDATE", "budgetten_bewaak_sluiting()"),
)
AAN_HET_EIND = (
    ("boeking", "boeking_klopt", "AFTER INSERT"),
    ("aanvraag", "aanvraag_klopt", "AFTER INSERT OR UPDATE OF stand"),
)


def _operaties():
    for naam, sql in FUNCTIES.items():
        yield migrations.RunSQL(sql, f"DROP FUNCTION {naam}")
    for tabel, naam, wanneer, functie in WACHTERS:
        yield migrations.RunSQL(
            f"CREATE TRIGGER {naam} {wanneer} ON budgetten_{tabel} FOR EACH ROW EXECUTE FUNCTION {functie}",
            f"DROP TRIGGER {naam} ON budgetten_{tabel}",
        )
    for tabel, naam, wanneer in AAN_HET_EIND:
        yield migrations.RunSQL(
            f"CREATE CONSTRAINT TRIGGER {naam} {wanneer} ON budgetten_{tabel} DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION budgetten_klopt_aan_het_eind()",
            f"DROP TRIGGER {naam} ON budgetten_{tabel}",
        )


class Migration(migrations.Migration):
    dependencies = [("budgetten", "0002_wachters")]

    operations = [
        migrations.AddConstraint(
            model_name="aanvraag",
            constraint=models.CheckConstraint(
                condition=models.Q(stand__in=("goedgekeurd", "vastgelegd", "betaald"), _negated=True)
                | models.Q(soort="opstart")
                | models.Q(positief_besluit="", _negated=True),
                name="aanvraag_na_positief_besluit",
            ),
        ),
        migrations.AddConstraint(
            model_name="boeking",
            constraint=models.UniqueConstraint(
                fields=("overheveling",),
                condition=models.Q(keert_terug__isnull=True),
                name="boeking_een_per_overheveling",
            ),
        ),
        *_operaties(),
    ]
