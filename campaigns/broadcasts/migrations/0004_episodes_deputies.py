from django.db import migrations

TASK = "방송 승인"
DEPUTIES = "방송 승인 대행"


def name_deputies(apps, schema_editor):
    """The second group that may approve. Whoever stands in for the approvers is put into it for that time."""
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=DEPUTIES)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=TASK):
        task.groups.add(group)


def dismiss_deputies(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=DEPUTIES).delete()


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0003_episodes")]

    operations = [migrations.RunPython(name_deputies, dismiss_deputies)]
