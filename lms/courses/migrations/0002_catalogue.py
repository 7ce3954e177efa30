from django.db import migrations

CATEGORIES = [("service", "친절·고객만족"), ("leadership", "리더십"), ("protection", "특이민원·직원 보호")]
WORKFLOW = "교육과정 검토"
TASK = "교육과정 승인"
APPROVERS = ["administrator", "hr_officer"]


def _content_type(apps, app_label, model):
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)[0]


def open_catalogue(apps, schema_editor):
    """A fresh installation has its catalogue at /courses/, three categories and the workflow that reviews courses.

    All of it is content from then on: an institution may rename or change it. Wagtail's own example groups and its
    example workflow, in English, go.
    """
    Group = apps.get_model("auth", "Group")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "Task")
    Workflow.objects.filter(name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval").delete()
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()

    for order, (slug, name) in enumerate(CATEGORIES, start=1):
        apps.get_model("courses", "CourseCategory").objects.get_or_create(
            slug=slug, defaults={"name": name, "sort_order": order * 10}
        )

    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name=TASK, active=True, content_type=_content_type(apps, "wagtailcore", "groupapprovaltask")
    )
    task.groups.set([Group.objects.get_or_create(name=name)[0] for name in APPROVERS])
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)

    for home in apps.get_model("core", "HomePage").objects.all():
        if home.numchild:
            continue
        catalogue = apps.get_model("courses", "CatalogPage").objects.create(
            path=home.path + "0001",
            depth=home.depth + 1,
            numchild=0,
            title="교육과정",
            draft_title="교육과정",
            slug="courses",
            url_path=home.url_path + "courses/",
            content_type=_content_type(apps, "courses", "catalogpage"),
            locale_id=home.locale_id,
            live=True,
        )
        apps.get_model("wagtailcore", "Page").objects.filter(pk=home.pk).update(numchild=1)
        apps.get_model("wagtailcore", "WorkflowPage").objects.create(page_id=catalogue.page_ptr_id, workflow=workflow)


def close_catalogue(apps, schema_editor):
    """Takes away what was made, as long as no course stands in it."""
    Page = apps.get_model("wagtailcore", "Page")
    for catalogue in apps.get_model("courses", "CatalogPage").objects.filter(numchild=0):
        Page.objects.filter(path=catalogue.path[:-4]).update(numchild=0)
        catalogue.delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=TASK).delete()
    apps.get_model("courses", "CourseCategory").objects.filter(courses=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
        ("core", "0002_home_page"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(open_catalogue, close_catalogue)]
