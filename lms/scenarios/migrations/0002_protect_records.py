from django.db import migrations

from lms.core.records import ProtectRecord


class Migration(migrations.Migration):
    dependencies = [("scenarios", "0001_initial")]

    operations = [ProtectRecord("ScenarioVersion")]
