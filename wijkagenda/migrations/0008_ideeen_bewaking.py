"""What PostgreSQL itself holds about collected ideas and their first test (A-03, A-11)."""

from django.db import migrations

IDEE = """
CREATE FUNCTION wijkagenda_bewaak_idee() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.samengevoegd_met_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM wijkagenda_idee
            WHERE id = NEW.samengevoegd_met_id AND samengevoegd_met_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM wijkagenda_idee WHERE samengevoegd_met_id = NEW.id)
    ) THEN
        PERFORM budgetten_weiger('idee_een_laag', 'an idea goes on in one that goes on itself');
    END IF;
    IF NEW.oordeel = 'haalbaar' AND EXISTS (
        SELECT 1 FROM wijkagenda_toetsvraag t JOIN wijkagenda_idee i ON i.id = t.idee_id
        WHERE (i.id = NEW.id OR i.samengevoegd_met_id = NEW.id) AND t.past_bij_beleid IS FALSE
    ) THEN
        PERFORM budgetten_weiger('idee_tegen_beleid', 'a party says that it goes against policy');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER idee_bewaakt BEFORE INSERT OR UPDATE ON wijkagenda_idee
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_idee();
"""

# The idea is held while a question about it is written, so that no verdict comes in between.
TOETSVRAAG = """
CREATE FUNCTION wijkagenda_bewaak_toetsvraag() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE oordeel_nu text;
BEGIN
    SELECT coalesce(verder.oordeel, i.oordeel) INTO oordeel_nu
        FROM wijkagenda_idee i LEFT JOIN wijkagenda_idee verder ON verder.id = i.samengevoegd_met_id
        WHERE i.id = NEW.idee_id FOR SHARE OF i;
    IF NEW.beantwoord_op IS NOT NULL AND oordeel_nu <> 'open' AND (
        TG_OP = 'INSERT' OR (NEW.beantwoord_op, NEW.past_bij_beleid)
            IS DISTINCT FROM (OLD.beantwoord_op, OLD.past_bij_beleid)
    ) THEN
        PERFORM budgetten_weiger('toetsvraag_na_oordeel', 'there is a verdict already');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER toetsvraag_bewaakt BEFORE INSERT OR UPDATE ON wijkagenda_toetsvraag
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_toetsvraag();
"""
WEG = """
DROP FUNCTION wijkagenda_bewaak_idee() CASCADE;
DROP FUNCTION wijkagenda_bewaak_toetsvraag() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("wijkagenda", "0007_eerste_toets")]

    operations = [migrations.RunSQL(IDEE + TOETSVRAAG, WEG)]
