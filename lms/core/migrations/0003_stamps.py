from django.db import migrations, models

import lms.core.models


def make_stamps(apps, schema_editor):
    """One row for each kind of content; from here on they are only changed."""
    Stamp = apps.get_model("core", "Stamp")
    for name in ("content", "files"):
        Stamp.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_home_page")]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, unique=True)),
                ("value", models.CharField(default=lms.core.models.new_stamp, max_length=32)),
            ],
        ),
        migrations.RunPython(make_stamps, migrations.RunPython.noop),
    ]
