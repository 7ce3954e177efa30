from django.db import migrations

from lms.core.records import ProtectRecord, ProtectWhenReferred

#: What a fresh installation counts promises by; an institution edits the list.
THEMES = [
    ("인사", "인사, 안녕, 미소, 웃음, 웃는"),
    ("경청", "경청, 귀담아, 끝까지 듣, 끝까지 들"),
    ("설명", "설명, 안내, 쉬운"),
    ("전화", "전화, 통화, 수화기"),
    ("동료", "동료, 팀원, 직원, 후배, 선배"),
    ("배려", "배려, 어르신, 장애, 눈높이"),
]


def add_themes(apps, schema_editor):
    themes = apps.get_model("pledges", "PromiseTheme").objects
    for order, (title, words) in enumerate(THEMES):
        themes.get_or_create(title=title, defaults={"words": words, "sort_order": order})


class Migration(migrations.Migration):
    dependencies = [("pledges", "0002_index_page")]

    operations = [
        ProtectRecord("Pledge", closing=("withdrawn_at",)),
        # A draft may be replaced; what somebody has signed may not change or go.
        ProtectWhenReferred("PledgeText", by="Pledge", through="text"),
        ProtectRecord("UnitPromiseEdition"),
        migrations.RunPython(add_themes, migrations.RunPython.noop),
    ]
