"""What PostgreSQL itself holds about polls, whoever writes (A-04).

Plain SQL, as 0002. The rules of a poll are fixed at its opening; the clock is that of the server. A vote is
written with its lines first and confirmed then: confirming makes it count, and from that moment it stays.

What may be put right, and nothing else, has its columns in 0014: a poll can be stopped while no vote counts in it
and it has not closed, and a form on paper can lapse while the poll runs, when another takes its place.
"""

from django.db import migrations

SAMEN = """
ALTER TABLE wijkagenda_stemregel ADD CONSTRAINT stemregel_stem_van_peiling
    FOREIGN KEY (stem_id, peiling_id) REFERENCES wijkagenda_stem (sleutel, peiling_id);
ALTER TABLE wijkagenda_stemregel ADD CONSTRAINT stemregel_keuze_van_peiling
    FOREIGN KEY (keuze_id, peiling_id) REFERENCES wijkagenda_peilingkeuze (id, peiling_id);
ALTER TABLE wijkagenda_stemmer ADD CONSTRAINT stemmer_stem_van_peiling
    FOREIGN KEY (stem_id, peiling_id) REFERENCES wijkagenda_stem (sleutel, peiling_id);
"""
SAMEN_WEG = """
ALTER TABLE wijkagenda_stemmer DROP CONSTRAINT stemmer_stem_van_peiling;
ALTER TABLE wijkagenda_stemregel DROP CONSTRAINT stemregel_keuze_van_peiling;
ALTER TABLE wijkagenda_stemregel DROP CONSTRAINT stemregel_stem_van_peiling;
"""

# A poll opens while its agenda is with the residents, and its rules stay from then on.
PEILING = """
CREATE FUNCTION wijkagenda_bewaak_peiling() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF OLD.geopend_op IS NOT NULL THEN
            IF TG_OP = 'DELETE' OR
                (OLD.id, OLD.agenda_id, OLD.ronde, OLD.titel, OLD.inleiding, OLD.punten, OLD.opent, OLD.sluit,
                    OLD.revisie, OLD.gemaakt_door_id, OLD.geopend_op, OLD.geopend_door_id)
                IS DISTINCT FROM
                (NEW.id, NEW.agenda_id, NEW.ronde, NEW.titel, NEW.inleiding, NEW.punten, NEW.opent, NEW.sluit,
                    NEW.revisie, NEW.gemaakt_door_id, NEW.geopend_op, NEW.geopend_door_id)
                OR OLD.gestopt_op IS NOT NULL AND
                (OLD.gestopt_op, OLD.gestopt_door_id, OLD.gestopt_reden)
                IS DISTINCT FROM (NEW.gestopt_op, NEW.gestopt_door_id, NEW.gestopt_reden)
            THEN
                PERFORM budgetten_weiger('peiling_vast', 'the rules of a poll stay after its opening');
            END IF;
            IF OLD.gestopt_op IS NULL AND NEW.gestopt_op IS NOT NULL THEN
                IF NEW.sluit <= clock_timestamp() THEN
                    PERFORM budgetten_weiger('peiling_vast', 'the poll has closed');
                END IF;
                IF EXISTS (
                    SELECT 1 FROM wijkagenda_stem WHERE peiling_id = NEW.id AND bevestigd_op IS NOT NULL
                ) THEN
                    PERFORM budgetten_weiger('peiling_zonder_stemmen', 'a vote counts: it runs to its end');
                END IF;
                NEW.gestopt_op := clock_timestamp();
            END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
    END IF;
    IF NEW.gestopt_op IS NOT NULL THEN
        PERFORM budgetten_weiger('peiling_vast', 'only a poll that was opened can be stopped');
    END IF;
    IF NEW.geopend_op IS NOT NULL THEN
        IF NOT EXISTS (
            SELECT 1 FROM wijkagenda_wijkagenda
            WHERE id = NEW.agenda_id AND fase = 'bewonerstoets' AND ronde = NEW.ronde FOR SHARE
        ) THEN
            PERFORM budgetten_weiger('peiling_in_fase', 'the agenda is not with the residents');
        END IF;
        IF NOT EXISTS (SELECT 1 FROM wijkagenda_peilingkeuze WHERE peiling_id = NEW.id) THEN
            PERFORM budgetten_weiger('peiling_met_keuzes', 'there is nothing to choose from');
        END IF;
        IF NEW.sluit <= clock_timestamp() THEN
            PERFORM budgetten_weiger('peiling_sluit_nog', 'the closing time has passed');
        END IF;
        NEW.geopend_op := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER peiling_bewaakt BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_peiling
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_peiling();

CREATE FUNCTION wijkagenda_bewaak_peilingkeuze() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    peilingen bigint[];
    een record;
BEGIN
    peilingen := ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.peiling_id END,
                       CASE WHEN TG_OP <> 'DELETE' THEN NEW.peiling_id END];
    -- Held, so that a poll does not open in the middle.
    FOR een IN SELECT geopend_op FROM wijkagenda_peiling WHERE id = ANY (peilingen) ORDER BY id FOR SHARE LOOP
        IF een.geopend_op IS NOT NULL THEN
            PERFORM budgetten_weiger('peilingkeuze_vast', 'the choices of a poll stay after its opening');
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM wijkagenda_peiling p JOIN wijkagenda_idee i ON i.agenda_id = p.agenda_id
        WHERE p.id = NEW.peiling_id AND i.id = NEW.idee_id AND i.oordeel = 'haalbaar'
    ) THEN
        PERFORM budgetten_weiger('peilingkeuze_haalbaar', 'not a feasible idea of this agenda');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER peilingkeuze_bewaakt BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_peilingkeuze
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_peilingkeuze();
"""

# Online only between opening and closing; what was on paper can be entered while the agenda waits for it.
STEM = """
CREATE FUNCTION wijkagenda_bewaak_stem() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    peiling record;
    verbeterd boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.bevestigd_op IS NOT NULL THEN
            PERFORM budgetten_weiger('stem_blijft_staan', 'a vote that counts stays');
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' AND NEW.bevestigd_op IS NOT NULL THEN
        PERFORM budgetten_weiger('stem_eerst_regels', 'a vote is confirmed after its lines are there');
    END IF;
    verbeterd := TG_OP = 'UPDATE' AND NEW.vervallen_op IS NOT NULL AND OLD.vervallen_op IS NULL
        AND OLD.bevestigd_op IS NOT NULL AND OLD.bevestigd_op = NEW.bevestigd_op;
    IF TG_OP = 'UPDATE' AND (OLD.bevestigd_op IS NOT NULL AND NOT verbeterd
        OR (OLD.sleutel, OLD.peiling_id, OLD.kanaal, OLD.buurt_id, OLD.formulier, OLD.ingevoerd_door_id, OLD.gegeven_op)
        IS DISTINCT FROM
        (NEW.sleutel, NEW.peiling_id, NEW.kanaal, NEW.buurt_id, NEW.formulier, NEW.ingevoerd_door_id, NEW.gegeven_op))
    THEN
        PERFORM budgetten_weiger('stem_blijft_staan', 'a vote is confirmed or left alone');
    END IF;

    -- Held while a vote begins to count, so that its poll is not stopped in the middle.
    IF NEW.bevestigd_op IS NOT NULL THEN
        PERFORM 1 FROM wijkagenda_peiling WHERE id = NEW.peiling_id FOR SHARE;
    END IF;
    SELECT p.*, a.wijk_id INTO peiling FROM wijkagenda_peiling p
        JOIN wijkagenda_wijkagenda a ON a.id = p.agenda_id WHERE p.id = NEW.peiling_id;
    IF peiling.gestopt_op IS NOT NULL THEN
        PERFORM budgetten_weiger('peiling_gestopt', 'the poll was stopped');
    END IF;
    IF peiling.geopend_op IS NULL OR clock_timestamp() < peiling.opent THEN
        PERFORM budgetten_weiger('stem_na_opening', 'the poll is not open yet');
    END IF;
    IF NEW.kanaal = 'online' THEN
        IF clock_timestamp() >= peiling.sluit THEN
            PERFORM budgetten_weiger('stem_voor_sluiting', 'the poll is closed');
        END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM wijkagenda_wijkagenda
        WHERE id = peiling.agenda_id AND fase = 'bewonerstoets' AND ronde = peiling.ronde FOR SHARE
    ) THEN
        PERFORM budgetten_weiger('stem_voor_uitslag', 'the residents'' test is done');
    END IF;
    IF verbeterd THEN
        IF NEW.kanaal = 'online' THEN
            PERFORM budgetten_weiger('stem_alleen_van_papier', 'nobody corrects what somebody else voted');
        END IF;
        IF clock_timestamp() >= peiling.sluit THEN
            PERFORM budgetten_weiger('stem_verbeteren_loopt', 'the result is known');
        END IF;
        NEW.vervallen_op := clock_timestamp();
        -- The address is free for the form that takes its place.
        DELETE FROM wijkagenda_stemmer WHERE stem_id = NEW.sleutel;
        RETURN NEW;
    END IF;
    IF NEW.buurt_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM wijken_buurt WHERE id = NEW.buurt_id AND wijk_id = peiling.wijk_id
    ) THEN
        PERFORM budgetten_weiger('stem_buurt_in_wijk', 'this buurt lies in another wijk');
    END IF;
    IF TG_OP = 'INSERT' OR NEW.bevestigd_op IS NULL THEN
        RETURN NEW;
    END IF;

    IF NOT EXISTS (SELECT 1 FROM wijkagenda_stemregel WHERE stem_id = NEW.sleutel) THEN
        PERFORM budgetten_weiger('stem_zegt_iets', 'a vote says something');
    END IF;
    -- One vote per address: a unique index decides between two at the same moment.
    UPDATE wijkagenda_stemmer SET telt = true WHERE stem_id = NEW.sleutel;
    IF NEW.kanaal = 'online' AND NOT EXISTS (
        SELECT 1 FROM wijkagenda_stemmer WHERE stem_id = NEW.sleutel AND email <> ''
    ) THEN
        PERFORM budgetten_weiger('stem_met_adres', 'an online vote has an address');
    END IF;
    NEW.bevestigd_op := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER stem_bewaakt BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_stem
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_stem();

CREATE FUNCTION wijkagenda_bewaak_stemregel() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    een record;
    besteed bigint;
BEGIN
    -- Held, so that the vote is not confirmed in the middle and its points are counted one after the other.
    FOR een IN
        SELECT bevestigd_op FROM wijkagenda_stem
        WHERE sleutel IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.stem_id END,
                          CASE WHEN TG_OP <> 'DELETE' THEN NEW.stem_id END)
        ORDER BY sleutel FOR NO KEY UPDATE
    LOOP
        IF een.bevestigd_op IS NOT NULL THEN
            PERFORM budgetten_weiger('stem_blijft_staan', 'a vote that counts stays');
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    SELECT coalesce(sum(punten), 0) + NEW.punten INTO besteed FROM wijkagenda_stemregel
        WHERE stem_id = NEW.stem_id AND id <> NEW.id;
    IF besteed > (SELECT punten FROM wijkagenda_peiling WHERE id = NEW.peiling_id) THEN
        PERFORM budgetten_weiger('stem_binnen_punten', 'more points than there are to spread');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stemregel_bewaakt BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_stemregel
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_stemregel();

-- Who voted may be erased, but not before the poll closes: the address would count again.
-- Erased before the closing only by the guard of its own vote, when that lapses.
CREATE FUNCTION wijkagenda_bewaak_stemmer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.telt AND pg_trigger_depth() < 2 AND EXISTS (
            SELECT 1 FROM wijkagenda_peiling WHERE id = OLD.peiling_id AND sluit > clock_timestamp()
        ) THEN
            PERFORM budgetten_weiger('stemmer_tot_sluiting', 'kept until the poll closes');
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' AND (NEW.telt OR NOT EXISTS (
        SELECT 1 FROM wijkagenda_stem WHERE sleutel = NEW.stem_id AND bevestigd_op IS NULL FOR SHARE
    )) OR TG_OP = 'UPDATE' AND (pg_trigger_depth() < 2 OR OLD.telt
        OR (OLD.stem_id, OLD.peiling_id, OLD.naam, OLD.email, OLD.telefoon)
        IS DISTINCT FROM (NEW.stem_id, NEW.peiling_id, NEW.naam, NEW.email, NEW.telefoon))
    THEN
        PERFORM budgetten_weiger('stemmer_blijft_staan', 'who voted is written with the vote');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stemmer_bewaakt BEFORE INSERT OR UPDATE OR DELETE ON wijkagenda_stemmer
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_stemmer();
"""

TABELLEN = ("stem", "stemregel", "peiling", "peilingkeuze")
NIET_LEEG = "".join(
    f"""
CREATE TRIGGER {tabel}_wordt_niet_geleegd BEFORE TRUNCATE ON wijkagenda_{tabel}
    FOR EACH STATEMENT EXECUTE FUNCTION budgetten_blijft_staan('{tabel}_blijft_staan');
"""
    for tabel in TABELLEN
)
FUNCTIES = ("peiling", "peilingkeuze", "stem", "stemregel", "stemmer")
ALLES_WEG = "".join(
    f"DROP TRIGGER {tabel}_wordt_niet_geleegd ON wijkagenda_{tabel};" for tabel in TABELLEN
) + "".join(f"DROP FUNCTION wijkagenda_bewaak_{naam}() CASCADE;" for naam in FUNCTIES)


class Migration(migrations.Migration):
    dependencies = [("wijkagenda", "0005_peiling")]

    operations = [
        migrations.RunSQL(SAMEN, SAMEN_WEG),
        migrations.RunSQL(PEILING + STEM + NIET_LEEG, ALLES_WEG),
    ]
