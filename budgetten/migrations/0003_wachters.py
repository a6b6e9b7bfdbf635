"""What PostgreSQL itself holds about the ledger, whoever writes: the portal, a script, psql, another program.

Plain SQL on purpose. django-pgtrigger's triggers can be switched off by a session setting
(`pgtrigger.ignore`), which whoever can reach the database could set; these cannot. The functions run with
the rights of their owner, so that the portal's own database user needs no right to change a row.

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

ROUTE = """
CREATE FUNCTION budgetten_route_mag(van public.budgetten_rekening, naar public.budgetten_rekening)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE
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
    END
$$;
"""

# What is in a rekening: the latest tussenstand and what came after it. Only whoever holds the rekening may ask.
STAND = """
CREATE FUNCTION budgetten_stand(rekening bigint, OUT saldo numeric, OUT staart bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    vanaf bigint;
    som numeric;
BEGIN
    SELECT t.saldo, t.tot_en_met_id INTO saldo, vanaf FROM budgetten_tussenstand t
        WHERE t.rekening_id = rekening ORDER BY t.tot_en_met_id DESC LIMIT 1;
    saldo := coalesce(saldo, 0);
    SELECT coalesce(sum(b.bedrag), 0), count(*) INTO som, staart FROM budgetten_boeking b
        WHERE b.naar_id = rekening AND b.id > coalesce(vanaf, 0);
    saldo := saldo + som;
    SELECT saldo - coalesce(sum(b.bedrag), 0), staart + count(*) INTO saldo, staart FROM budgetten_boeking b
        WHERE b.van_id = rekening AND b.id > coalesce(vanaf, 0);
END $$;
"""

BEWAAR_STAND = """
CREATE FUNCTION budgetten_bewaar_stand(rekening bigint, stand numeric, staart bigint) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO budgetten_tussenstand (rekening_id, tot_en_met_id, saldo)
    SELECT rekening, max(b.id), stand FROM (
        (SELECT id FROM budgetten_boeking WHERE van_id = rekening ORDER BY id DESC LIMIT 1)
        UNION ALL
        (SELECT id FROM budgetten_boeking WHERE naar_id = rekening ORDER BY id DESC LIMIT 1)
    ) b WHERE staart >= 100 HAVING max(b.id) IS NOT NULL
$$;
"""

# How far an account may go below zero: a source gives no more than was granted to it.
ONDERGRENS = """
CREATE FUNCTION budgetten_ondergrens(rekening public.budgetten_rekening) RETURNS numeric
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN CASE rekening.soort
        WHEN 'begroting' THEN (SELECT -j.bedrag FROM budgetten_jaarbudget j WHERE j.jaar = rekening.jaar)
        WHEN 'extra_krediet' THEN (
            SELECT -coalesce(sum(k.bedrag), 0) FROM budgetten_extrakrediet k
            JOIN budgetten_rekening r ON r.id = k.rekening_id WHERE r.jaar = rekening.jaar)
        WHEN 'elders' THEN '-Infinity'::numeric
        ELSE 0
    END;
END $$;
"""

TERUG = """
CREATE FUNCTION budgetten_terug_past(nieuw public.budgetten_boeking) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM budgetten_boeking b
        WHERE b.id = nieuw.keert_terug_id AND b.keert_terug_id IS NULL
            AND b.van_id = nieuw.naar_id AND b.naar_id = nieuw.van_id AND b.bedrag = nieuw.bedrag
            AND b.aanvraag_id IS NOT DISTINCT FROM nieuw.aanvraag_id
            AND b.overheveling_id IS NOT DISTINCT FROM nieuw.overheveling_id);
END $$;
"""

BEWAAK = """
CREATE FUNCTION budgetten_bewaak_boeking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    van budgetten_rekening;
    naar budgetten_rekening;
    terug boolean := NEW.keert_terug_id IS NOT NULL;
    in_van record;
    in_naar record;
BEGIN
    -- An older snapshot would not see what others booked while this one waited for the lock.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM budgetten_weiger('boeking_read_committed', 'book in a transaction that is READ COMMITTED');
    END IF;
    -- Both rekeningen, in the order of their number: two bookings never wait for each other.
    PERFORM 1 FROM budgetten_rekening WHERE id IN (NEW.van_id, NEW.naar_id) ORDER BY id FOR NO KEY UPDATE;
    SELECT * INTO van FROM budgetten_rekening WHERE id = NEW.van_id;
    SELECT * INTO naar FROM budgetten_rekening WHERE id = NEW.naar_id;
    IF van.id IS NULL OR naar.id IS NULL THEN
        PERFORM budgetten_weiger('boeking_rekening_bestaat', 'no such rekening');
    END IF;
    -- Given under the locks, so that number and moment follow the order of the money.
    NEW.id := nextval(pg_get_serial_sequence('public.budgetten_boeking', 'id'));
    NEW.op := clock_timestamp();

    IF van.jaar <> naar.jaar THEN
        PERFORM budgetten_weiger('boeking_binnen_een_jaar', 'the rekeningen are of different years');
    END IF;
    IF terug AND NOT budgetten_terug_past(NEW) THEN
        PERFORM budgetten_weiger('boeking_terug_past', 'not the exact opposite of a booking');
    END IF;
    IF NOT terug AND NOT budgetten_route_mag(van, naar) THEN
        PERFORM budgetten_weiger('boeking_route', 'money does not go this way');
    END IF;
    IF (van.staat IN ('gereserveerd', 'verplicht', 'betaald')
        OR naar.staat IN ('gereserveerd', 'verplicht', 'betaald')) <> (NEW.aanvraag_id IS NOT NULL) THEN
        PERFORM budgetten_weiger('boeking_grondslag', 'money is promised and paid for an aanvraag only');
    END IF;
    IF (van.soort IN ('agenda', 'initiatieven') AND naar.soort IN ('agenda', 'initiatieven')
        AND van.staat = 'vrij' AND naar.staat = 'vrij') <> (NEW.overheveling_id IS NOT NULL) THEN
        PERFORM budgetten_weiger('boeking_grondslag', 'between wijkpotten only by an overheveling');
    END IF;
    IF EXISTS (SELECT 1 FROM budgetten_jaarbudget j WHERE j.jaar = van.jaar AND j.gesloten_op IS NOT NULL)
        AND NOT (van.staat = 'verplicht' AND naar.staat IN ('betaald', 'buiten'))
        AND NOT (terug AND van.staat = 'betaald') THEN
        PERFORM budgetten_weiger('boeking_jaar_gesloten', 'the year only pays its commitments');
    END IF;

    SELECT * INTO in_van FROM budgetten_stand(van.id);
    IF in_van.saldo - NEW.bedrag < budgetten_ondergrens(van) THEN
        PERFORM budgetten_weiger('boeking_saldo_niet_negatief', 'there is only ' || in_van.saldo);
    END IF;
    IF van.staat IN ('gereserveerd', 'verplicht', 'betaald') AND NEW.bedrag > (
        SELECT coalesce(sum(CASE WHEN b.naar_id = van.id THEN b.bedrag ELSE -b.bedrag END), 0)
        FROM budgetten_boeking b
        WHERE b.aanvraag_id = NEW.aanvraag_id AND van.id IN (b.naar_id, b.van_id)) THEN
        PERFORM budgetten_weiger('boeking_aanvraag_saldo', 'this aanvraag does not hold that much here');
    END IF;
    SELECT * INTO in_naar FROM budgetten_stand(naar.id);
    PERFORM budgetten_bewaar_stand(van.id, in_van.saldo, in_van.staart);
    PERFORM budgetten_bewaar_stand(naar.id, in_naar.saldo, in_naar.staart);
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
    "budgetten_stand(bigint)": STAND,
    "budgetten_bewaar_stand(bigint, numeric, bigint)": BEWAAR_STAND,
    "budgetten_ondergrens(budgetten_rekening)": ONDERGRENS,
    "budgetten_terug_past(budgetten_boeking)": TERUG,
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
    dependencies = [("budgetten", "0002_grootboek")]

    operations = list(_operaties())
