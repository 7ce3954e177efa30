"""``python -m tests.bench.notices``: how long it takes to prepare and queue 20,000 notices, and what it costs.

    python -m tests.bench.notices                    PostgreSQL on 127.0.0.1:5432
    python -m tests.bench.notices --sqlite --people 5000

*Prepared* is what a rule does that reaches a whole city: the job of due dates finds everybody, and tells them. *Queued*
is what the worker does with it: preferences, hours, one delivery each. Sending is left out: how fast mail goes is the
mail server's figure, and ours to hold back (``MAILS_PER_MINUTE``).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import __main__ as bench

RUN = "import sys, django; django.setup(); from tests.bench.notices import measure; measure(int(sys.argv[1]))"

DATABASE = "lms_bench_notices"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.notices")
    parser.add_argument("--sqlite", action="store_true", help="the embedded database instead of PostgreSQL")
    parser.add_argument("--people", type=int, default=20_000)
    return parser.parse_args()


def measure(people: int) -> None:
    """Build a city of that many people who are due in a week; tell, queue and tell again; print the figures."""
    import time

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lms.learning.reminders import remind_of_due_dates
    from lms.notices.models import Delivery, Notice
    from lms.notices.services import plan_notices

    on, at = _city(people)
    rows = []
    for name, step in (
        ("prepared", lambda: remind_of_due_dates(on=on, at=at)),
        ("queued", lambda: plan_notices(at=at)),
        ("told again, by a replayed job", lambda: remind_of_due_dates(on=on, at=at)),
        ("queued again", lambda: plan_notices(at=at)),
    ):
        began, cpu = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as captured:
            count = step()
        rows.append(
            {
                "step": name,
                "notices": count,
                "seconds": round(time.perf_counter() - began, 2),
                "own_cpu_seconds": round(time.process_time() - cpu, 2),
                "statements": len(captured),
            }
        )
    assert Notice.objects.count() == Delivery.objects.planned().count() == people
    print(json.dumps({"database": connection.vendor, "people": people, "rows": rows}))


def _city(people: int) -> tuple:
    from datetime import date, datetime, time

    from django.utils import timezone

    from lms.learning.models import Enrolment
    from lms.people.models import EmploymentPeriod, Person
    from tests.builders import build_course, self_paced_run

    run = self_paced_run(build_course("특이민원 대응 실전", lessons=1))
    staff = Person.objects.bulk_create(
        [
            Person(employee_number=f"n{number:06d}", name="강나래", email=f"n{number:06d}@gaon.example", password="!")
            for number in range(people)
        ],
        batch_size=2_000,
    )
    since, due_on = date(2027, 1, 4), date(2027, 3, 12)
    EmploymentPeriod.objects.bulk_create(
        [EmploymentPeriod(person=person, state=EmploymentPeriod.State.EMPLOYED, valid_from=since) for person in staff],
        batch_size=2_000,
    )
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                person=person,
                run=run,
                source=Enrolment.Source.RULE,
                enrolled_at=timezone.make_aware(datetime.combine(since, time(9))),
                due_on=due_on,
            )
            for person in staff
        ],
        batch_size=2_000,
    )
    on = date(2027, 3, 5)
    return on, timezone.make_aware(datetime.combine(on, time(7)))


def main() -> int:
    """A fresh database, then the measurement in a process of its own."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="lms-bench-notices-") as folder:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "LMS_DATA_DIR": folder,
            "DJANGO_DEBUG": "0",
        }
        env.pop("DATABASE_URL", None)
        if not options.sqlite:
            bench.fresh_postgres(DATABASE)
            env["DATABASE_URL"] = bench.POSTGRES.rsplit("/", 1)[0] + f"/{DATABASE}"
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=bench.ROOT, env=env, check=True
        )
        done = subprocess.run(
            [sys.executable, "-c", RUN, str(options.people)],
            cwd=bench.ROOT,
            env=env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    report = json.loads(done.stdout.splitlines()[-1])
    target = Path(bench.ROOT) / "var/bench-notices.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    print(f"{report['people']} people, {report['database']}")
    print(f"{'':32}{'notices':>8}{'seconds':>9}{'own cpu':>9}{'statements':>12}")
    for row in report["rows"]:
        figures = f"{row['notices']:>8}{row['seconds']:>9.2f}{row['own_cpu_seconds']:>9.2f}{row['statements']:>12}"
        print(f"{row['step']:32}{figures}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
