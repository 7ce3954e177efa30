"""Records that nobody may rewrite: every table has its triggers; a lost one is found and stops no migration."""

from __future__ import annotations

from unittest import mock

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.recorder import MigrationRecorder

from lms.core.records import missing_triggers

TABLE, MIGRATION = "scenarios_scenarioversion", ("scenarios", "0002_protect_records")


def lose_a_trigger():
    """As a rebuilt table on SQLite does."""
    on = f' ON "{TABLE}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{TABLE}_no_update"{on}')


def found():
    errors = run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
    return [(error.id, error.msg.split()[0]) for error in errors]


@pytest.mark.django_db
def test_every_table_of_records_is_protected():
    assert missing_triggers(connection) == []
    assert found() == []


@pytest.mark.django_db
def test_a_lost_trigger_is_found_and_an_installation_that_lost_one_is_not_made_ready():
    lose_a_trigger()
    assert found() == [("core.E001", "scenarios.ScenarioVersion")]
    with pytest.raises(SystemCheckError, match=r"core\.E001"):
        call_command("prepare")


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_protects_a_table_is_not_stopped_by_what_it_is_about_to_mend():
    lose_a_trigger()
    MigrationRecorder(connection).record_unapplied(*MIGRATION)
    assert found() == []
    # What follows a migration would forget the content types that the next test's rows are put back under.
    with mock.patch("django.core.management.commands.migrate.emit_post_migrate_signal"):
        call_command("migrate", verbosity=0, skip_checks=False)
    assert missing_triggers(connection) == []
    assert found() == []
