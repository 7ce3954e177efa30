from django.db import migrations

from lms.core.records import ProtectRecord, ProtectWhenReferred


class Migration(migrations.Migration):
    dependencies = [("pledges", "0003_signing")]

    operations = [
        ProtectRecord("Pledge", closing=("withdrawn_at",)),
        # A draft may be replaced; what somebody has signed may not change or go.
        ProtectWhenReferred("PledgeText", by="Pledge", through="text"),
    ]
