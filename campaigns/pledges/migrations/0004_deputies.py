from django.db import migrations

#: Whoever stands in for the moderators is put into this group for that time.
DEPUTIES = "다짐 검토 대행"


def add_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name=DEPUTIES)


class Migration(migrations.Migration):
    dependencies = [("pledges", "0003_records"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(add_group, migrations.RunPython.noop)]
