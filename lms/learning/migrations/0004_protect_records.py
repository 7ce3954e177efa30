from django.db import migrations

from lms.core.records import ProtectRecord


class Migration(migrations.Migration):
    """Rows of these tables are records: triggers refuse to change or delete them."""

    dependencies = [("learning", "0001_initial")]

    operations = [
        ProtectRecord("ExtraAttempt"),
        ProtectRecord("Completion", closing=("voided_at", "voided_by", "void_reason", "void_evidence")),
    ]
