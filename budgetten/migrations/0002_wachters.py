"""What PostgreSQL itself holds about the ledger, whoever writes: the portal, a script, psql, another program.

Plain SQL on purpose. django-pgtrigger's triggers can be switched off by a session setting
(`pgtrigger.ignore`), which whoever can reach the database could set; these cannot. The functions run with
the rights of their owner, so that the portal's own database user needs no right to change a row.

A booking is guarded by one function, because it holds two rekeningen while it runs: what cannot change is
looked up before, and each query that is saved shortens the queue for a busy pot (docs/besluiten/0008).

Every refusal has a name, given as the name of a constraint; `budgetten.grootboek` maps it to Dutch.
"""

from django.db import migrations

WEIGER = """
CREATE FUNCTION budgetten_weiger(naam text, melding text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = naam, MESSAGE = naam || ': ' || melding;
END $$;
"""

# Rows that stay as they are. A test database is emptied between tests; no other ledger ever is.
BLIJFT_STAAN = """
CREATE FUNCTION budgetten_blijft_staan() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_ARGV[0],
        MESSAGE = TG_ARGV[0] || ': ' || TG_OP || ' on ' || TG_TABLE_NAME || ' is refused';
END $$;
"""

# Its names are bound when it is made, so it needs no search_path of its own and can be inlined.
ROUTE = """
CREATE FUNCTION budgetten_route_mag(van public.budgetten_rekening, naar public.budgetten_rekening)
RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN CASE
        -- Within one pot: forth to being paid, or back to free.
        WHEN van.soort = naar.soort AND van.wijk_id IS NOT DISTINCT FROM naar.wijk_id
            AND van.cluster_id IS NOT DISTINCT FROM naar.cluster_id
            AND van.partner_id IS NOT DISTINCT FROM naar.partner_id
        THEN (van.staat, naar.staat) IN (
            ('vrij', 'gereserveerd'), ('gereserveerd', 'vrij'), ('gereserveerd', 'verplicht'),
            ('verplicht', 'vrij'), ('verplicht', 'betaald'))
        -- Money that comes in.
        WHEN van.soort = 'begroting' THEN naar.soort IN ('wijkbudget', 'opstart') AND naar.staat = 'vrij'
        WHEN van.soort IN ('wijkbudget', 'extra_krediet')
            AND naar.soort IN ('agenda', 'initiatieven') THEN naar.staat = 'vrij'
        WHEN van.soort = 'elders' THEN naar.soort IN ('cluster', 'partner') AND naar.staat = 'vrij'
        -- Money that is not used: to the general means, or back to whom it belongs to.
        WHEN naar.soort = 'algemeen' THEN van.staat IN ('vrij', 'gereserveerd', 'verplicht')
            AND van.soort NOT IN ('cluster', 'partner')
        WHEN naar.soort = 'elders' THEN van.staat IN ('vrij', 'gereserveerd', 'verplicht')
            AND van.soort IN ('cluster', 'partner')
        -- From one wijkpot to another: free money only.
        ELSE van.soort IN ('agenda', 'initiatieven') AND naar.soort IN ('agenda', 'initiatieven')
            AND van.staat = 'vrij' AND naar.staat = 'vrij'
    END;
"""

# How far an account may go below zero: a source gives no more than was granted to it.
ONDERGRENS = """
CREATE FUNCTION budgetten_ondergrens(rekening bigint) RETURNS numeric
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE r.soort
        WHEN 'begroting' THEN (SELECT -j.bedrag FROM budgetten_jaarbudget j WHERE j.jaar = r.jaar)
        WHEN 'extra_krediet' THEN (
            SELECT -coalesce(sum(k.bedrag), 0) FROM budgetten_extrakrediet k
            JOIN budgetten_rekening andere ON andere.id = k.rekening_id WHERE andere.jaar = r.jaar)
        WHEN 'elders' THEN '-Infinity'::numeric
        ELSE 0
    END FROM budgetten_rekening r WHERE r.id = rekening
$$;
"""

# One plan that uses the indexes, whatever the statistics say: a plan per booking would cost more than the booking.
BEWAAK = """
CREATE FUNCTION budgetten_bewaak_boeking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    terug boolean := NEW.keert_terug_id IS NOT NULL;
    weg record;
    stand record;
    slot text;
BEGIN
    -- An older snapshot would not see what others booked while this one waited for the lock.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM budgetten_weiger('boeking_read_committed', 'book in a transaction that is READ COMMITTED');
    END IF;

    -- First what never changes: which way the money goes.
    SELECT van.jaar, van.jaar <> naar.jaar AS ander_jaar, budgetten_route_mag(van, naar) AS mag,
        van.staat IN ('gereserveerd', 'verplicht', 'betaald') AS toegezegd,
        van.staat IN ('gereserveerd', 'verplicht', 'betaald')
            OR naar.staat IN ('gereserveerd', 'verplicht', 'betaald') AS voor_aanvraag,
        van.soort IN ('agenda', 'initiatieven') AND naar.soort IN ('agenda', 'initiatieven')
            AND van.staat = 'vrij' AND naar.staat = 'vrij' AS tussen_wijkpotten,
        van.staat = 'verplicht' AND naar.staat IN ('betaald', 'buiten')
            OR van.staat = 'betaald' AND terug AS ook_na_sluiting
        INTO weg FROM budgetten_rekening van, budgetten_rekening naar
        WHERE van.id = NEW.van_id AND naar.id = NEW.naar_id;
    IF NOT FOUND THEN
        PERFORM budgetten_weiger('boeking_rekening_bestaat', 'no such rekening');
    END IF;
    IF weg.ander_jaar THEN
        PERFORM budgetten_weiger('boeking_binnen_een_jaar', 'the rekeningen are of different years');
    END IF;
    IF NOT terug THEN
        IF NOT weg.mag THEN
            PERFORM budgetten_weiger('boeking_route', 'money does not go this way');
        END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM budgetten_boeking b
        WHERE b.id = NEW.keert_terug_id AND b.keert_terug_id IS NULL
            AND b.van_id = NEW.naar_id AND b.naar_id = NEW.van_id AND b.bedrag = NEW.bedrag
            AND b.aanvraag_id IS NOT DISTINCT FROM NEW.aanvraag_id
            AND b.overheveling_id IS NOT DISTINCT FROM NEW.overheveling_id) THEN
        PERFORM budgetten_weiger('boeking_terug_past', 'not the exact opposite of a booking');
    END IF;
    IF weg.voor_aanvraag <> (NEW.aanvraag_id IS NOT NULL) THEN
        PERFORM budgetten_weiger('boeking_grondslag', 'money is promised and paid for an aanvraag only');
    END IF;
    IF weg.tussen_wijkpotten <> (NEW.overheveling_id IS NOT NULL) THEN
        PERFORM budgetten_weiger('boeking_grondslag', 'between wijkpotten only by an overheveling');
    END IF;

    -- Then both rekeningen, in the order of their number: two bookings never wait for each other.
    slot := pg_advisory_xact_lock('public.budgetten_rekening'::regclass::oid::int,
        least(NEW.van_id, NEW.naar_id)::int)::text;
    slot := pg_advisory_xact_lock('public.budgetten_rekening'::regclass::oid::int,
        greatest(NEW.van_id, NEW.naar_id)::int)::text;
    -- Given under the locks, so that number and moment follow the order of the money.
    NEW.id := nextval('public.budgetten_boeking_id_seq'::regclass);
    NEW.op := clock_timestamp();

    -- What is in the rekening: the latest tussenstand and what came after it.
    SELECT coalesce(max(t.saldo), 0) + coalesce(sum(b.bedrag), 0) AS saldo,
        count(b.id) AS staart, max(b.id) AS laatste,
        (SELECT j.gesloten_op IS NOT NULL FROM budgetten_jaarbudget j WHERE j.jaar = weg.jaar) AS gesloten
        INTO stand FROM (SELECT 1) een
        LEFT JOIN LATERAL (
            SELECT t.saldo, t.tot_en_met_id FROM budgetten_tussenstand t
            WHERE t.rekening_id = NEW.van_id ORDER BY t.tot_en_met_id DESC LIMIT 1) t ON true
        LEFT JOIN LATERAL (
            SELECT i.id, i.bedrag FROM budgetten_boeking i
                WHERE i.naar_id = NEW.van_id AND i.id > coalesce(t.tot_en_met_id, 0)
            UNION ALL
            SELECT u.id, -u.bedrag FROM budgetten_boeking u
                WHERE u.van_id = NEW.van_id AND u.id > coalesce(t.tot_en_met_id, 0)) b ON true;
    IF stand.gesloten AND NOT weg.ook_na_sluiting THEN
        PERFORM budgetten_weiger('boeking_jaar_gesloten', 'the year only pays its commitments');
    END IF;
    -- Nested, because an IF with a query inside costs that query even when its first half is false.
    IF stand.saldo < NEW.bedrag THEN
        IF stand.saldo - NEW.bedrag < budgetten_ondergrens(NEW.van_id) THEN
            PERFORM budgetten_weiger('boeking_saldo_niet_negatief', 'there is only ' || stand.saldo);
        END IF;
    END IF;
    IF weg.toegezegd THEN
        IF NEW.bedrag > (
            SELECT coalesce(sum(CASE WHEN b.naar_id = NEW.van_id THEN b.bedrag ELSE -b.bedrag END), 0)
            FROM budgetten_boeking b
            WHERE b.aanvraag_id = NEW.aanvraag_id AND NEW.van_id IN (b.naar_id, b.van_id)) THEN
            PERFORM budgetten_weiger('boeking_aanvraag_saldo', 'this aanvraag does not hold that much here');
        END IF;
    END IF;
    IF stand.staart >= 20 THEN
        INSERT INTO budgetten_tussenstand (rekening_id, tot_en_met_id, saldo)
            VALUES (NEW.van_id, stand.laatste, stand.saldo);
    END IF;
    RETURN NEW;
END $$;
"""

# A tussenstand is written by the guard above and by nobody else.
TUSSENSTAND = """
CREATE FUNCTION budgetten_bewaak_tussenstand() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        PERFORM budgetten_weiger('tussenstand_van_de_database', 'only a booking writes a tussenstand');
    END IF;
    RETURN NEW;
END $$;
"""

JAAR = """
CREATE FUNCTION budgetten_bewaak_jaar() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.gesloten_op IS NOT NULL THEN
        PERFORM budgetten_weiger('jaarbudget_blijft_gesloten', 'a closed year stays as it is');
    END IF;
    IF (OLD.jaar, OLD.bedrag, OLD.opstartkosten) IS DISTINCT FROM (NEW.jaar, NEW.bedrag, NEW.opstartkosten)
        AND EXISTS (SELECT 1 FROM budgetten_verdeling v
            WHERE v.jaar = OLD.jaar AND v.vastgesteld_op IS NOT NULL) THEN
        PERFORM budgetten_weiger('jaarbudget_staat_vast', 'the division of this year was decided');
    END IF;
    -- By the clock that bookings have, so that before and after are certain.
    IF NEW.gesloten_op IS NOT NULL THEN
        NEW.gesloten_op := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;
"""

VERDELING = """
CREATE FUNCTION budgetten_bewaak_verdeling() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.vastgesteld_op IS NOT NULL THEN
        PERFORM budgetten_weiger('verdeling_staat_vast', 'a decided division stays as it is');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
"""

VERDEELREGEL = """
CREATE FUNCTION budgetten_bewaak_verdeelregel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM budgetten_verdeling v WHERE v.vastgesteld_op IS NOT NULL
        AND v.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.verdeling_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.verdeling_id END)) THEN
        PERFORM budgetten_weiger('verdeling_staat_vast', 'a decided division stays as it is');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
"""

FUNCTIES = {
    "budgetten_weiger(text, text)": WEIGER,
    "budgetten_blijft_staan()": BLIJFT_STAAN,
    "budgetten_route_mag(budgetten_rekening, budgetten_rekening)": ROUTE,
    "budgetten_ondergrens(bigint)": ONDERGRENS,
    "budgetten_bewaak_boeking()": BEWAAK,
    "budgetten_bewaak_tussenstand()": TUSSENSTAND,
    "budgetten_bewaak_jaar()": JAAR,
    "budgetten_bewaak_verdeling()": VERDELING,
    "budgetten_bewaak_verdeelregel()": VERDEELREGEL,
}

# Nothing changes or removes a row of these tables.
BLIJVEN = ("rekening", "boeking", "tussenstand", "extrakrediet")
# Table, trigger, when, function.
WACHTERS = (
    ("boeking", "budgetten_bewaak_boeking", "BEFORE INSERT", "budgetten_bewaak_boeking()"),
    (
        "tussenstand",
        "budgetten_bewaak_tussenstand",
        "BEFORE INSERT",
        "budgetten_bewaak_tussenstand()",
    ),
    ("jaarbudget", "budgetten_bewaak_jaar", "BEFORE UPDATE", "budgetten_bewaak_jaar()"),
    ("verdeling", "budgetten_bewaak_verdeling", "BEFORE UPDATE OR DELETE", "budgetten_bewaak_verdeling()"),
    (
        "verdeelregel",
        "budgetten_bewaak_verdeelregel",
        "BEFORE INSERT OR UPDATE OR DELETE",
        "budgetten_bewaak_verdeelregel()",
    ),
    *(
        (
            tabel,
            f"{tabel}_blijft_staan",
            "BEFORE UPDATE OR DELETE",
            f"budgetten_blijft_staan('{tabel}_blijft_staan')",
        )
        for tabel in BLIJVEN
    ),
)


def _operaties():
    for naam, sql in FUNCTIES.items():
        yield migrations.RunSQL(sql, f"DROP FUNCTION {naam}")
    for tabel, naam, wanneer, functie in WACHTERS:
        yield migrations.RunSQL(
            f"CREATE TRIGGER {naam} {wanneer} ON budgetten_{tabel} FOR EACH ROW EXECUTE FUNCTION {functie}",
            f"DROP TRIGGER {naam} ON budgetten_{tabel}",
        )
    for tabel in BLIJVEN:
        yield migrations.RunSQL(
            f"CREATE TRIGGER {tabel}_niet_leeg BEFORE TRUNCATE ON budgetten_{tabel} FOR EACH STATEMENT "
            f"EXECUTE FUNCTION budgetten_blijft_staan('{tabel}_blijft_staan')",
            f"DROP TRIGGER {tabel}_niet_leeg ON budgetten_{tabel}",
        )


class Migration(migrations.Migration):
    dependencies = [("budgetten", "0001_initial")]

    operations = list(_operaties())
