from django.db import migrations


def welcome_becomes_home(apps, schema_editor):
    """Wagtail's welcome page, the root of the default site, becomes our home page; the site gets its settings."""
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("core", "HomePage")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="core", model="homepage"
    )
    for site in Site.objects.filter(is_default_site=True).select_related("root_page"):
        page = site.root_page
        home = HomePage(page_ptr=page)
        home.__dict__.update({key: value for key, value in page.__dict__.items() if not key.startswith("_")})
        home.content_type_id = content_type.pk
        home.title = home.draft_title = "나의 학습"
        home.save()
        Site.objects.filter(pk=site.pk).update(site_name="친절배움터")
        apps.get_model("core", "SiteSettings").objects.get_or_create(site_id=site.pk)


def home_becomes_welcome(apps, schema_editor):
    """The home page becomes a plain page again; its place in the tree stays."""
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("core", "HomePage")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="page"
    )
    ids = list(HomePage.objects.values_list("pk", flat=True))
    Page.objects.filter(pk__in=ids).update(content_type=content_type)
    HomePage.objects.all()._raw_delete(schema_editor.connection.alias)
    apps.get_model("core", "SiteSettings").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(welcome_becomes_home, home_becomes_welcome)]
