"""Addresses below ``/admin/notices/``."""

from django.urls import path

from . import bounces, deliveries, kinds, planned

app_name = "notices_staff"
urlpatterns = [
    path("planned/", planned.PlannedView.as_view(), name="planned"),
    path("planned/people/", planned.PlannedPeopleView.as_view(), name="planned_people"),
    path(
        "planned/people/results/", planned.PlannedPeopleView.as_view(results_only=True), name="planned_people_results"
    ),
    path("kinds/", kinds.KindsView.as_view(), name="kinds"),
    path("kinds/<str:key>/", kinds.KindView.as_view(), name="kind"),
    path("kinds/<str:key>/mail/", kinds.show_mail, name="show_mail"),
    path("kinds/<str:key>/test/", kinds.test_kind, name="test_kind"),
    path("deliveries/", deliveries.DeliveriesView.as_view(), name="deliveries"),
    path("deliveries/results/", deliveries.DeliveriesView.as_view(results_only=True), name="deliveries_results"),
    path("deliveries/again/", deliveries.send_all_again, name="send_all_again"),
    path("deliveries/<int:delivery_id>/", deliveries.DeliveryView.as_view(), name="delivery"),
    path("bounces/", bounces.BouncesView.as_view(), name="bounces"),
    path("bounces/results/", bounces.BouncesView.as_view(results_only=True), name="bounces_results"),
    path("bounces/<int:bounce_id>/clear/", bounces.ClearView.as_view(), name="clear_bounce"),
]
