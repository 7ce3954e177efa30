from django.db import migrations

WORKFLOW = "방송 검토"
TASK = "방송 승인"
APPROVERS = ["administrator", "hr_officer"]
#: Whoever stands in for the approvers is put into this group for that time.
DEPUTIES = "방송 승인 대행"


def _content_type(apps, app_label, model):
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)[0]


def open_page(apps, schema_editor):
    """A fresh installation has its broadcasts at /broadcasts/, with the workflow that reviews episodes."""
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW, active=True)
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name=TASK, active=True, content_type=_content_type(apps, "wagtailcore", "groupapprovaltask")
    )
    task.groups.set([Group.objects.get_or_create(name=name)[0] for name in [*APPROVERS, DEPUTIES]])
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    for home in apps.get_model("core", "HomePage").objects.all():
        steps = [
            int(path[-4:], 36)
            for path in Page.objects.filter(path__startswith=home.path, depth=home.depth + 1).values_list(
                "path", flat=True
            )
        ]
        step = max(steps, default=0) + 1
        page = apps.get_model("broadcasts", "BroadcastIndexPage").objects.create(
            path=f"{home.path}{step:04d}",
            depth=home.depth + 1,
            numchild=0,
            title="친절방송",
            draft_title="친절방송",
            slug="broadcasts",
            url_path=home.url_path + "broadcasts/",
            content_type=_content_type(apps, "broadcasts", "broadcastindexpage"),
            locale_id=home.locale_id,
            live=True,
        )
        Page.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)
        apps.get_model("wagtailcore", "WorkflowPage").objects.create(page_id=page.page_ptr_id, workflow=workflow)


def close_page(apps, schema_editor):
    """Takes away what was made, as long as nothing stands below it."""
    Page = apps.get_model("wagtailcore", "Page")
    for page in apps.get_model("broadcasts", "BroadcastIndexPage").objects.filter(numchild=0):
        parent = Page.objects.get(path=page.path[:-4])
        page.delete()
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild - 1)
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=TASK).delete()
    apps.get_model("auth", "Group").objects.filter(name=DEPUTIES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0001_initial"),
        ("courses", "0002_catalogue"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(open_page, close_page)]
