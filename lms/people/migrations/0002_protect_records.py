from django.db import migrations

from lms.core.records import ProtectRecord


class Migration(migrations.Migration):
    """Rows of these tables are records: triggers refuse to change or delete them."""

    dependencies = [("people", "0001_initial")]

    operations = [
        ProtectRecord("AccessRecord"),
        ProtectRecord("AccessSubject"),
    ]
