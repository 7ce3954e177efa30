"""영상·음성 in the admin menu."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Collection, ReferenceIndex
from wagtail.permissions import policy_registry

from lms.core import clock
from lms.core.guards import reasons_against_deleting

from ..models import Recording
from ..tickets import poster_address
from .standing import length_in_words, standing_of, state_words

__all__ = ["recordings", "recordings_edit_url"]


class RecordingFilterSet(WagtailFilterSet):
    """By kind and language."""

    class Meta:
        model = Recording
        fields: ClassVar = ["type", "language"]


class RecordingIndexView(generic.IndexView):
    """Every recording the person may change."""

    def get_base_queryset(self) -> Any:
        policy = self.permission_policy
        return policy.instances_user_has_any_permission_for(self.request.user, {"change", "delete"})


class OwnCollections:
    """Wagtail asks whether a person may change any recording; this asks it of the very one, by its collection."""

    permission_asked = "change"

    def get_object(self, *args: Any, **kwargs: Any) -> Recording:
        view: Any = self
        recording: Recording = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not view.user_has_permission_for_instance(view.permission_asked, recording):
            raise PermissionDenied
        return recording


class RecordingForm(WagtailAdminModelForm):
    """A recording is moved only to where the person may add one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = policy_registry.get_by_type(Recording)
        own = policy.collections_user_has_permission_for(self.for_user, "add")
        here = Collection.objects.filter(pk=self.instance.collection_id)
        self.fields["collection"].queryset = own | here

    def save(self, commit: bool = True) -> Recording:
        """Only what was changed here: the worker may have adopted another file since the screen was opened."""
        recording: Recording = super().save(commit=False)
        if commit and self.changed_data:
            recording.save(update_fields=self.changed_data)
        return recording


class RecordingEditView(OwnCollections, generic.EditView):
    """The facts of a recording; above them where it stands and what comes next."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recording = self.object
        name, person_id = recording.thumbnail.name, self.request.user.pk
        poster = poster_address(name, person_id=person_id, at=clock.now()) if name else ""
        return super().get_context_data(**kwargs) | {"standing": standing_of(recording), "poster": poster}


class RecordingHistoryView(OwnCollections, HistoryView):
    """Who did what with it."""


class RecordingUsageView(OwnCollections, UsageView):
    """Which pages show it."""


class RecordingDeleteView(OwnCollections, generic.DeleteView):
    """Only what no page shows and nobody has played."""

    permission_asked = "delete"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reasons = reasons_against_deleting([self.object])
        if ReferenceIndex.get_references_to(self.object).exists():
            reasons.insert(0, _("Pages show it. Please take it out of them first."))
        if not reasons:
            return super().dispatch(request, *args, **kwargs)
        what = _("Not deleted: %(titles)s.") % {"titles": f"‘{self.object}’"}
        messages.error(request, " ".join([what, *reasons]))
        return HttpResponseRedirect(recordings_edit_url(self.object))


class RecordingViewSet(ModelViewSet):
    """Recordings. A new one begins with its upload."""

    model = Recording
    icon = "media"
    name = "recordings_staff"
    url_prefix = "recordings"
    url_namespace = "recordings_staff"
    menu_label = gettext_lazy("Video and audio")
    menu_name = "recordings"
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = RecordingIndexView
    edit_view_class = RecordingEditView
    delete_view_class = RecordingDeleteView
    history_view_class = RecordingHistoryView
    usage_view_class = RecordingUsageView
    edit_template_name = "recordings/staff/edit.html"
    filterset_class = RecordingFilterSet
    search_fields: ClassVar = ["title"]
    search_backend_name = None
    list_display: ClassVar = [
        "title",
        Column("type", label=gettext_lazy("Kind"), accessor="get_type_display", sort_key="type"),
        Column("length", label=gettext_lazy("Length"), accessor=length_in_words, sort_key="duration_ms"),
        Column("state", label=gettext_lazy("State"), accessor=state_words),
        DateColumn("created_at", label=gettext_lazy("Uploaded"), sort_key="created_at"),
    ]
    ordering: ClassVar = ["-created_at"]

    def get_urlpatterns(self) -> list[Any]:
        """Ours first: a new recording begins with its upload, not with an empty form."""
        from .urls import urlpatterns  # noqa: PLC0415 - those screens lead back to this one

        return [*urlpatterns, *super().get_urlpatterns()]

    def get_edit_handler(self) -> Any:
        panels = [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("language"), FieldPanel("voice_note")]),
            MultiFieldPanel([FieldPanel("licence"), FieldPanel("licensed_until")], gettext_lazy("Licence")),
            # Without the usual link to the file that is there: it has no address of its own.
            FieldPanel("thumbnail", widget=forms.FileInput),
            FieldPanel("collection"),
        ]
        return ObjectList(panels, base_form_class=RecordingForm).bind_to_model(self.model)


def recordings_edit_url(recording: Recording) -> str:
    """Its own screen."""
    return reverse("recordings_staff:edit", args=[recording.pk])


recordings = RecordingViewSet()
