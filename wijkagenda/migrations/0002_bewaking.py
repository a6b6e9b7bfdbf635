"""What PostgreSQL itself holds about wijkagenda's, whoever writes (A-05 … A-09).

Plain SQL, as for the ledger (budgetten 0002): no session setting switches it off. Each refusal has a name,
given as the name of a constraint; `wijkagenda.weigeringen` maps it to Dutch.

An agenda is held (`FOR SHARE`) while something of it is written, so that it does not go on to its next
phase in the middle. Whoever is to move it takes its row first.
"""

from django.db import migrations

SAMEN = """
ALTER TABLE wijkagenda_maatregel ADD CONSTRAINT maatregel_deelagenda_van_agenda
    FOREIGN KEY (deelagenda_id, agenda_id) REFERENCES wijkagenda_deelagenda (id, agenda_id);
ALTER TABLE wijkagenda_idee ADD CONSTRAINT idee_samengevoegd_in_agenda
    FOREIGN KEY (samengevoegd_met_id, agenda_id) REFERENCES wijkagenda_idee (id, agenda_id);
"""
SAMEN_WEG = """
ALTER TABLE wijkagenda_maatregel DROP CONSTRAINT maatregel_deelagenda_van_agenda;
ALTER TABLE wijkagenda_idee DROP CONSTRAINT idee_samengevoegd_in_agenda;
"""

BUURT = """
CREATE FUNCTION wijkagenda_buurt_in_wijk() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.buurt_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM wijkagenda_wijkagenda a JOIN wijken_buurt b ON b.wijk_id = a.wijk_id
        WHERE a.id = NEW.agenda_id AND b.id = NEW.buurt_id
    ) THEN
        PERFORM budgetten_weiger(TG_ARGV[0], 'this buurt lies in another wijk');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deelagenda_buurt_in_wijk BEFORE INSERT OR UPDATE ON wijkagenda_deelagenda
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_buurt_in_wijk('deelagenda_buurt_in_wijk');
CREATE TRIGGER idee_buurt_in_wijk BEFORE INSERT OR UPDATE ON wijkagenda_idee
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_buurt_in_wijk('idee_buurt_in_wijk');
"""

# A maatregel and its parts change only while the agenda is being made.
BEVROREN = """
CREATE FUNCTION wijkagenda_houd_open(nummer bigint, naam text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE fase_nu text;
BEGIN
    SELECT fase INTO fase_nu FROM wijkagenda_wijkagenda WHERE id = nummer FOR SHARE;
    IF fase_nu NOT IN ('verzamelen', 'overzicht', 'eerste_toets', 'bewonerstoets', 'uitwerking', 'beoordeling') THEN
        PERFORM budgetten_weiger(naam, 'the agenda is at ' || fase_nu);
    END IF;
END $$;

CREATE FUNCTION wijkagenda_bewaak_inhoud() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM wijkagenda_houd_open(
        CASE TG_OP WHEN 'DELETE' THEN OLD.agenda_id ELSE NEW.agenda_id END, TG_ARGV[0]);
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER maatregel_bevroren BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_maatregel
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_inhoud('maatregel_bevroren');
CREATE TRIGGER deelagenda_bevroren BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_deelagenda
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_inhoud('deelagenda_bevroren');

CREATE FUNCTION wijkagenda_bewaak_deel() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM wijkagenda_houd_open(m.agenda_id, TG_ARGV[0]) FROM wijkagenda_maatregel m
        WHERE m.id = CASE TG_OP WHEN 'DELETE' THEN OLD.maatregel_id ELSE NEW.maatregel_id END;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER bijdrage_bevroren BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_bijdrage
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_deel('bijdrage_bevroren');
CREATE TRIGGER bronverkenning_bevroren BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_bronverkenning
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_deel('bronverkenning_bevroren');
"""

# The database counts the changes of what was agreed to, so that no writer forgets it.
REVISIE = """
CREATE FUNCTION wijkagenda_tel_maatregel() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.revisie := OLD.revisie + (
        (NEW.titel, NEW.omschrijving, NEW.jaar_van, NEW.jaar_tot, NEW.agenda_id)
        IS DISTINCT FROM (OLD.titel, OLD.omschrijving, OLD.jaar_van, OLD.jaar_tot, OLD.agenda_id))::int;
    RETURN NEW;
END $$;
CREATE TRIGGER maatregel_revisie BEFORE UPDATE ON wijkagenda_maatregel
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_tel_maatregel();

CREATE FUNCTION wijkagenda_tel_bijdrage() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.revisie := OLD.revisie + (
        (NEW.maatregel_id, NEW.bron, NEW.cluster_id, NEW.partner_id, NEW.naam, NEW.bedrag, NEW.inzet)
        IS DISTINCT FROM
        (OLD.maatregel_id, OLD.bron, OLD.cluster_id, OLD.partner_id, OLD.naam, OLD.bedrag, OLD.inzet))::int;
    RETURN NEW;
END $$;
CREATE TRIGGER bijdrage_revisie BEFORE UPDATE ON wijkagenda_bijdrage
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_tel_bijdrage();
"""

# A question is about a part as it is; an answer stays, and comes only while it still is so.
BEOORDELING = """
CREATE FUNCTION wijkagenda_bewaak_beoordeling() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE deel record;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM budgetten_weiger('beoordeling_blijft_staan', 'a question for approval stays on record');
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.bijdrage_id, OLD.bijdragerevisie, OLD.maatregelrevisie, OLD.aanvraag_id, OLD.gevraagd_door_id)
            IS DISTINCT FROM
            (NEW.bijdrage_id, NEW.bijdragerevisie, NEW.maatregelrevisie, NEW.aanvraag_id, NEW.gevraagd_door_id)
            OR OLD.vervallen_op IS NOT NULL
            OR OLD.uitkomst <> '' AND (OLD.uitkomst, OLD.toelichting, OLD.door_id, OLD.mandaat_id, OLD.op)
            IS DISTINCT FROM (NEW.uitkomst, NEW.toelichting, NEW.door_id, NEW.mandaat_id, NEW.op)
        THEN
            PERFORM budgetten_weiger('beoordeling_blijft_staan', 'what was asked and answered stays as it is');
        END IF;
        IF NEW.uitkomst = OLD.uitkomst THEN
            RETURN NEW;
        END IF;
    END IF;
    SELECT a.fase, b.revisie AS bijdrage, m.revisie AS maatregel INTO deel
        FROM wijkagenda_bijdrage b
        JOIN wijkagenda_maatregel m ON m.id = b.maatregel_id
        JOIN wijkagenda_wijkagenda a ON a.id = m.agenda_id
        WHERE b.id = NEW.bijdrage_id FOR SHARE OF a;
    IF deel.fase <> 'beoordeling' THEN
        PERFORM budgetten_weiger('beoordeling_in_fase', 'the agenda is at ' || deel.fase);
    END IF;
    IF (deel.bijdrage, deel.maatregel) <> (NEW.bijdragerevisie, NEW.maatregelrevisie) THEN
        PERFORM budgetten_weiger('beoordeling_actueel', 'the maatregel has changed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER beoordeling_bewaakt BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_beoordeling
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_beoordeling();
"""

# The gate of A-08, in the database: no version as long as one approval or one euro is missing.
VERSIE = """
CREATE FUNCTION wijkagenda_bewaak_versie() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE agenda record;
BEGIN
    SELECT fase, ronde INTO agenda FROM wijkagenda_wijkagenda WHERE id = NEW.agenda_id FOR SHARE;
    IF agenda.fase <> 'vaststelling' OR agenda.ronde <> NEW.nummer THEN
        PERFORM budgetten_weiger('versie_bij_vaststelling', 'the agenda is not with the college');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM wijkagenda_maatregel WHERE agenda_id = NEW.agenda_id AND NOT weggelaten) THEN
        PERFORM budgetten_weiger('versie_met_maatregelen', 'there is no maatregel');
    END IF;
    IF EXISTS (
        SELECT 1 FROM wijkagenda_maatregel m
        WHERE m.agenda_id = NEW.agenda_id AND NOT m.weggelaten AND m.kosten IS DISTINCT FROM (
            SELECT coalesce(sum(b.bedrag), 0) FROM wijkagenda_bijdrage b
            WHERE b.maatregel_id = m.id AND NOT b.vervallen)
    ) THEN
        PERFORM budgetten_weiger('versie_sluit', 'what is paid is not what it costs');
    END IF;
    IF EXISTS (
        SELECT 1 FROM wijkagenda_maatregel m
        JOIN wijkagenda_bijdrage b ON b.maatregel_id = m.id AND NOT b.vervallen
        WHERE m.agenda_id = NEW.agenda_id AND NOT m.weggelaten AND CASE
            WHEN b.bron IN ('cluster', 'partner', 'wijkbudget') THEN NOT EXISTS (
                SELECT 1 FROM wijkagenda_beoordeling o
                LEFT JOIN budgetten_aanvraag v ON v.id = o.aanvraag_id
                WHERE o.bijdrage_id = b.id AND o.vervallen_op IS NULL
                    AND (o.bijdragerevisie, o.maatregelrevisie) = (b.revisie, m.revisie)
                    AND coalesce(v.stand IN ('goedgekeurd', 'vastgelegd', 'betaald'), o.uitkomst = 'akkoord'))
            ELSE b.toezegging = ''
        END
    ) THEN
        PERFORM budgetten_weiger('versie_alles_akkoord', 'an approval is missing');
    END IF;
    IF EXISTS (
        SELECT 1 FROM wijkagenda_maatregel m
        JOIN wijkagenda_bijdrage b ON b.maatregel_id = m.id AND NOT b.vervallen
        WHERE m.agenda_id = NEW.agenda_id AND NOT m.weggelaten
            AND b.bron IN ('cluster', 'partner', 'wijkbudget')
            AND b.bedrag > (
                SELECT coalesce(sum(CASE WHEN naar.staat IN ('gereserveerd', 'verplicht', 'betaald')
                        THEN boeking.bedrag ELSE 0 END), 0)
                    - coalesce(sum(CASE WHEN van.staat IN ('gereserveerd', 'verplicht', 'betaald')
                        THEN boeking.bedrag ELSE 0 END), 0)
                FROM wijkagenda_beoordeling o
                JOIN budgetten_boeking boeking ON boeking.aanvraag_id = o.aanvraag_id
                JOIN budgetten_rekening van ON van.id = boeking.van_id
                JOIN budgetten_rekening naar ON naar.id = boeking.naar_id
                WHERE o.bijdrage_id = b.id)
    ) THEN
        PERFORM budgetten_weiger('versie_met_geld', 'the ledger holds less than the maatregel needs');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER versie_bewaakt BEFORE INSERT ON wijkagenda_versie
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_versie();

CREATE FUNCTION wijkagenda_bewaak_agenda() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.fase = 'raad' AND OLD.fase <> 'raad' AND NOT EXISTS (
        SELECT 1 FROM wijkagenda_versie WHERE agenda_id = NEW.id AND nummer = NEW.ronde
    ) THEN
        PERFORM budgetten_weiger('wijkagenda_naar_raad', 'the college adopted no version');
    END IF;
    IF NEW.fase IN ('uitvoering', 'afgesloten') AND NOT EXISTS (
        SELECT 1 FROM wijkagenda_versie v JOIN wijkagenda_raadsaanbieding r ON r.versie_id = v.id
        WHERE v.agenda_id = NEW.id AND v.nummer = NEW.ronde
    ) THEN
        PERFORM budgetten_weiger('wijkagenda_gepubliceerd', 'the version was not offered to the raad');
    END IF;
    IF NEW.ronde <> OLD.ronde AND NOT (
        NEW.ronde = OLD.ronde + 1 AND OLD.fase = 'uitvoering' AND NEW.fase = 'uitwerking'
    ) THEN
        PERFORM budgetten_weiger('wijkagenda_ronde', 'a new version begins after the last was published');
    END IF;
    IF OLD.fase NOT IN ('verzamelen', 'overzicht', 'eerste_toets', 'bewonerstoets', 'uitwerking', 'beoordeling')
        AND (NEW.wijk_id, NEW.vorm, NEW.van, NEW.tot, NEW.inleiding)
        IS DISTINCT FROM (OLD.wijk_id, OLD.vorm, OLD.van, OLD.tot, OLD.inleiding)
    THEN
        PERFORM budgetten_weiger('wijkagenda_bevroren', 'the agenda is at ' || OLD.fase);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER wijkagenda_bewaakt BEFORE UPDATE ON wijkagenda_wijkagenda
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_agenda();

CREATE FUNCTION wijkagenda_bewaak_akkoord() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM wijkagenda_wijkagenda
        WHERE id = NEW.agenda_id AND fase = 'opstellen' AND ronde = NEW.ronde FOR SHARE
    ) THEN
        PERFORM budgetten_weiger('coalitieakkoord_in_fase', 'the agenda is not with the coalitie');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER coalitieakkoord_bewaakt BEFORE INSERT ON wijkagenda_coalitieakkoord
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_akkoord();
"""

BLIJVEND = ("versie", "collegebesluit", "raadsaanbieding", "coalitieakkoord")
BLIJFT_STAAN = "".join(
    f"""
CREATE TRIGGER {tabel}_blijft_staan BEFORE UPDATE OR DELETE ON wijkagenda_{tabel}
    FOR EACH ROW EXECUTE FUNCTION budgetten_blijft_staan('{tabel}_blijft_staan');
CREATE TRIGGER {tabel}_wordt_niet_geleegd BEFORE TRUNCATE ON wijkagenda_{tabel}
    FOR EACH STATEMENT EXECUTE FUNCTION budgetten_blijft_staan('{tabel}_blijft_staan');
"""
    for tabel in BLIJVEND
)
WEG = "".join(
    f"DROP TRIGGER {tabel}_blijft_staan ON wijkagenda_{tabel};"
    f"DROP TRIGGER {tabel}_wordt_niet_geleegd ON wijkagenda_{tabel};"
    for tabel in BLIJVEND
)
FUNCTIES = (
    "buurt_in_wijk()",
    "bewaak_inhoud()",
    "bewaak_deel()",
    "houd_open(bigint, text)",
    "tel_maatregel()",
    "tel_bijdrage()",
    "bewaak_beoordeling()",
    "bewaak_versie()",
    "bewaak_agenda()",
    "bewaak_akkoord()",
)
ALLES_WEG = WEG + "".join(f"DROP FUNCTION wijkagenda_{functie} CASCADE;" for functie in FUNCTIES)


class Migration(migrations.Migration):
    dependencies = [("wijkagenda", "0001_initial"), ("budgetten", "0002_wachters")]

    operations = [
        migrations.RunSQL(SAMEN, SAMEN_WEG),
        migrations.RunSQL(BUURT + BEVROREN + REVISIE + BEOORDELING + VERSIE + BLIJFT_STAAN, ALLES_WEG),
    ]
