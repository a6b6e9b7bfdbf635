from django.db import migrations


class Migration(migrations.Migration):
    """A case's buurt lies in its wijk: a foreign key over two columns, which Django cannot declare."""

    dependencies = [("initiatieven", "0001_initial"), ("wijken", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE initiatieven_initiatief ADD CONSTRAINT initiatief_buurt_in_wijk"
            " FOREIGN KEY (buurt_id, wijk_id) REFERENCES wijken_buurt (id, wijk_id)",
            "ALTER TABLE initiatieven_initiatief DROP CONSTRAINT initiatief_buurt_in_wijk",
        )
    ]
