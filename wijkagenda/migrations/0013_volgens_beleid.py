"""No version with a maatregel of which nobody recorded that it fits policy (A-11; RM 1.2, 6.2).

Either an idea behind it came through the first test, or staff said so with an explanation.
"""

from django.db import migrations

VERSIE = """
CREATE FUNCTION wijkagenda_bewaak_beleid() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM wijkagenda_maatregel m
        WHERE m.agenda_id = NEW.agenda_id AND NOT m.weggelaten AND m.past_bij_beleid IS NOT TRUE
            AND (m.past_bij_beleid IS FALSE OR NOT EXISTS (
                SELECT 1 FROM wijkagenda_maatregel_ideeen mi JOIN wijkagenda_idee i ON i.id = mi.idee_id
                WHERE mi.maatregel_id = m.id AND i.oordeel = 'haalbaar'))
    ) THEN
        PERFORM budgetten_weiger('versie_volgens_beleid', 'nobody says that a maatregel fits policy');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER versie_volgens_beleid BEFORE INSERT ON wijkagenda_versie
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_beleid();
"""
WEG = "DROP FUNCTION wijkagenda_bewaak_beleid() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("wijkagenda", "0012_past_bij_beleid")]

    operations = [migrations.RunSQL(VERSIE, WEG)]
