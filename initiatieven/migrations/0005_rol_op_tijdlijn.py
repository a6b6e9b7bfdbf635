from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatieven", "0004_langst_wachtend")]

    operations = [
        migrations.AlterField(
            model_name="faseovergang",
            name="rol",
            field=models.CharField(max_length=100, verbose_name="in de rol van"),
        ),
    ]
