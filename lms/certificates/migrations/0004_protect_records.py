from django.db import migrations

from lms.core.records import ProtectRecord


class Migration(migrations.Migration):
    """Rows of these tables are records: triggers refuse to change or delete them."""

    dependencies = [("certificates", "0003_initial")]

    operations = [
        ProtectRecord("Certificate", closing=("pdf", "sha256", "rendered_at")),
    ]
