"""An agenda gives to initiatieven only when those threaten to fall short; how much is kept with the proposal (B-06)."""

from django.db import migrations, models

TEKORT = """
CREATE FUNCTION budgetten_bewaak_tekort() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.tekort IS NOT DISTINCT FROM NEW.tekort THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' OR NEW.tekort IS NULL AND EXISTS (
        SELECT 1 FROM budgetten_rekening van, budgetten_rekening naar
        WHERE van.id = NEW.van_id AND naar.id = NEW.naar_id
            AND van.soort = 'agenda' AND naar.soort = 'initiatieven') THEN
        PERFORM budgetten_weiger('overheveling_bij_dreigend_tekort', 'how much threatens to be short is said at once');
    END IF;
    RETURN NEW;
END $$;
"""
VELD = models.DecimalField(
    "dreigend tekort",
    max_digits=12,
    decimal_places=2,
    null=True,
    blank=True,
    help_text="Hoeveel de pot voor initiatieven dreigt tekort te komen, in euro's.",
)


class Migration(migrations.Migration):
    dependencies = [("budgetten", "0003_grondslag")]

    operations = [
        migrations.AddField("historicaloverheveling", "tekort", VELD),
        migrations.AddField("overheveling", "tekort", VELD.clone()),
        migrations.AddConstraint(
            "overheveling",
            models.CheckConstraint(
                condition=models.Q(tekort__isnull=True) | models.Q(tekort__gte=models.F("bedrag")),
                name="overheveling_niet_boven_tekort",
                violation_error_message="Hevel niet meer over dan het dreigende tekort.",
            ),
        ),
        migrations.RunSQL(TEKORT, "DROP FUNCTION budgetten_bewaak_tekort()"),
        migrations.RunSQL(
            "CREATE TRIGGER budgetten_bewaak_tekort BEFORE INSERT OR UPDATE ON budgetten_overheveling "
            "FOR EACH ROW EXECUTE FUNCTION budgetten_bewaak_tekort()",
            "DROP TRIGGER budgetten_bewaak_tekort ON budgetten_overheveling",
        ),
    ]
