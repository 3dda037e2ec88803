"""The addresses of the desk's own things, below /api/v1/."""

from django.urls import URLPattern, path

from sellerdesk.api.desk import connections, deliveries, keys, me, people, records, sharing, shops, templates, work


def patterns() -> list[URLPattern]:
    """All of them."""
    return [
        path("me/", me.MeView.as_view(), name="me"),
        path("shops/<slug:shop>/", shops.ShopView.as_view(), name="shop"),
        path("shops/<slug:shop>/hours/", shops.HoursView.as_view(), name="shop-hours"),
        path("shops/<slug:shop>/guard/", shops.GuardView.as_view(), name="shop-guard"),
        path("shops/<slug:shop>/connection/", connections.ConnectionView.as_view(), name="shop-connection"),
        path("people/", people.PeopleView.as_view(), name="people"),
        path("people/<int:member>/", people.PersonView.as_view(), name="person"),
        path("invitations/", people.InvitationsView.as_view(), name="invitations"),
        path("invitations/<int:invitation>/", people.InvitationView.as_view(), name="invitation"),
        path("work/", work.WorkView.as_view(), name="work"),
        path("work/assign/", work.WorkAssignView.as_view(), name="work-assign"),
        path("work/snooze/", work.WorkSnoozeView.as_view(), name="work-snooze"),
        path("work/undo/", work.WorkUndoView.as_view(), name="work-undo"),
        path("templates/", templates.TemplatesView.as_view(), name="templates"),
        path("templates/preview/", templates.TemplatePreviewView.as_view(), name="template-preview"),
        path("templates/<int:template>/", templates.TemplateView.as_view(), name="template"),
        path("templates/<int:template>/restore/", templates.TemplateRestoreView.as_view(), name="template-restore"),
        path("deliveries/", deliveries.DeliveriesView.as_view(), name="deliveries"),
        path("deliveries/<int:delivery>/", deliveries.DeliveryView.as_view(), name="delivery"),
        path("deliveries/<int:delivery>/retry/", deliveries.DeliveryRetryView.as_view(), name="delivery-retry"),
        path("deliveries/<int:delivery>/cancel/", deliveries.DeliveryCancelView.as_view(), name="delivery-cancel"),
        path("deliveries/<int:delivery>/done/", deliveries.DeliveryDoneView.as_view(), name="delivery-done"),
        path("deliveries/<int:delivery>/arrived/", deliveries.DeliveryLookedView.as_view(), name="delivery-arrived"),
        path("records/", records.RecordsView.as_view(), name="records"),
        path("records/again/", records.RecordsAgainView.as_view(), name="records-again"),
        path("uploads/", records.UploadsView.as_view(), name="uploads"),
        path("uploads/<int:upload>/", records.UploadView.as_view(), name="upload"),
        path("audit/", keys.AuditView.as_view(), name="audit"),
        path("tokens/", keys.TokensView.as_view(), name="tokens"),
        path("tokens/<int:api_token>/", keys.TokenView.as_view(), name="token"),
        path("sharing/", sharing.SharingView.as_view(), name="sharing"),
        path("sharing/<slug:lane>/", sharing.LaneView.as_view(), name="sharing-lane"),
    ]
