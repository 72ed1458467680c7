"""The languages of the content and the group that may edit it.

Who is in the group follows the editor's post (training/editors.py); what the group
may do is fixed here: pages under the root, the question bank, pictures.
"""

from django.db import migrations


PAGES = ("add_page", "change_page", "publish_page", "view_page")
BANK = ("learningobjective", "question", "quiz")
VERBS = ("add", "change", "delete", "view")
PUBLISHED = ("question", "quiz")


def forwards(apps, schema_editor):
    locale = apps.get_model("wagtailcore", "Locale")
    for code in ("sq", "en"):
        locale.objects.get_or_create(language_code=code)
    apps.get_model("wagtailcore", "Page").objects.filter(depth=2).update(
        title="Portal", draft_title="Portal"
    )
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    _allow_pages(apps, group)
    _allow_bank(apps, group)
    _allow_pictures(apps, group)


def _permission(apps, label, model, codename):
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=label, model=model
    )
    verb = codename.partition("_")[0]
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {verb} {model}"},
    )
    return permission


def _allow_pages(apps, group):
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    grant = apps.get_model("wagtailcore", "GroupPagePermission")
    for codename in PAGES:
        permission = _permission(apps, "wagtailcore", "page", codename)
        grant.objects.get_or_create(group=group, page=root, permission=permission)


def _allow_bank(apps, group):
    wanted = [(model, verb) for model in BANK for verb in VERBS]
    wanted += [(model, "publish") for model in PUBLISHED]
    for model, verb in wanted:
        group.permissions.add(_permission(apps, "training", model, f"{verb}_{model}"))
    group.permissions.add(
        _permission(apps, "wagtail_localize", "translation", "submit_translation")
    )


def _allow_pictures(apps, group):
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    grant = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for codename in ("add_image", "change_image", "choose_image"):
        permission = _permission(apps, "wagtailimages", "image", codename)
        grant.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
