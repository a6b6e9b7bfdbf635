"""What may be put right in a poll, and nothing else (A-04): three guards of 0006 in their new form.

- An opened poll can be stopped while no vote counts in it and it has not closed; then nobody votes in it.
- A form on paper can lapse while the poll runs; when the transaction ends, another with its number counts.
"""

import re
from importlib import import_module

from django.db import migrations

eerder = import_module("wijkagenda.migrations.0006_peiling_bewaking")
NAMEN = ("peiling", "stem", "stemmer")

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
"""

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
"""

# Erased before the closing only by the guard of its own vote, when that lapses.
STEMMER = """
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

# No vote is only taken away: a correction leaves as many votes as there were.
VERVANGEN = """
CREATE FUNCTION wijkagenda_bewaak_vervanging() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM wijkagenda_stem
        WHERE peiling_id = NEW.peiling_id AND formulier = NEW.formulier
            AND bevestigd_op IS NOT NULL AND vervallen_op IS NULL
    ) THEN
        PERFORM budgetten_weiger('stem_blijft_staan', 'another vote takes the place of what was typed wrongly');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stem_vervangen AFTER UPDATE ON wijkagenda_stem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.vervallen_op IS NOT NULL)
    EXECUTE FUNCTION wijkagenda_bewaak_vervanging();
"""
VERVANGEN_WEG = "DROP FUNCTION wijkagenda_bewaak_vervanging() CASCADE;"
WEG = "".join(f"DROP FUNCTION wijkagenda_bewaak_{naam}() CASCADE;" for naam in NAMEN)


def in_0006(naam: str) -> str:
    """Return the guard as it was."""
    deel = rf"CREATE FUNCTION wijkagenda_bewaak_{naam}\(\).*?EXECUTE FUNCTION wijkagenda_bewaak_{naam}\(\);"
    return re.findall(deel, eerder.PEILING + eerder.STEM, re.DOTALL)[0]


class Migration(migrations.Migration):
    dependencies = [("wijkagenda", "0014_peiling_herstel")]

    operations = [
        migrations.RunSQL(
            WEG + PEILING + STEM + STEMMER + VERVANGEN,
            VERVANGEN_WEG + WEG + "".join(map(in_0006, NAMEN)),
        )
    ]
