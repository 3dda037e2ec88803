"""The project's addresses. Rooms bring their own; they are named here by text, since the kernel imports no room."""

from django.urls import URLPattern, URLResolver, include, path

from sellerdesk.web import (
    facts,
    gallery,
    health,
    invitation_pages,
    notice_pages,
    notice_settings,
    pages,
    palette,
    people_pages,
    preferences,
    records,
    reply_pages,
    reply_parts,
    settings_pages,
    setup_pages,
    sharing_pages,
    shop_pages,
    today,
    work_pages,
)
from sellerdesk.web.admin_site import site


of_a_desk: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("search/", pages.search, name="search"),
    path("palette/", palette.results, name="palette"),
    path("setup/", setup_pages.steps, name="setup"),
    path("setup/<slug:step>/skip/", setup_pages.skip, name="setup_skip"),
    path("work/assign/", work_pages.assign, name="work_assign"),
    path("work/snooze/", work_pages.snooze, name="work_snooze"),
    path("work/remind/", work_pages.remind, name="work_remind"),
    path("work/undo/", work_pages.undo, name="work_undo"),
    path("notices/", notice_pages.listed, name="notices"),
    path("notices/bell/", notice_pages.bell, name="notices_bell"),
    path("notices/read/", notice_pages.read, name="notices_read"),
    path("notices/<int:notice>/", notice_pages.opened, name="notice"),
    path("start/", pages.desk_start, name="desk_start"),
    path("settings/", settings_pages.start, name="settings"),
    path("settings/people/", people_pages.people, name="settings_people"),
    path("settings/people/invite/", people_pages.invite, name="settings_invite"),
    path("settings/people/<int:member>/", people_pages.person, name="settings_person"),
    path("settings/people/<int:member>/remove/", people_pages.remove, name="settings_person_remove"),
    path("settings/invitations/<int:invitation>/withdraw/", people_pages.withdraw, name="settings_invitation_withdraw"),
    path("settings/shops/", shop_pages.shops, name="settings_shops"),
    path("settings/shops/new/", shop_pages.new, name="settings_shop_new"),
    path("settings/shops/of/<slug:shop>/", shop_pages.shop, name="settings_shop"),
    path("settings/shops/of/<slug:shop>/hours/", shop_pages.hours, name="settings_shop_hours"),
    path("settings/sharing/", sharing_pages.sharing, name="settings_sharing"),
    path("settings/notifications/", notice_settings.notifications, name="settings_notifications"),
    path("settings/rules/", settings_pages.rules, name="settings_rules"),
    path("settings/look/", settings_pages.look, name="settings_look"),
    path("templates/", reply_pages.listed, name="templates"),
    path("templates/new/", reply_pages.new, name="template_new"),
    path("templates/starters/", reply_pages.starters, name="template_starters"),
    path("templates/pick/", reply_parts.pick, name="template_pick"),
    path("templates/preview/", reply_parts.preview, name="template_preview"),
    path("templates/<int:template>/", reply_pages.template, name="template"),
    path("templates/<int:template>/duplicate/", reply_pages.duplicate, name="template_duplicate"),
    path("templates/<int:template>/delete/", reply_pages.delete, name="template_delete"),
    path("templates/<int:template>/restore/", reply_pages.restore, name="template_restore"),
    path("templates/<int:template>/use/", reply_parts.use, name="template_use"),
    path("check/", reply_parts.check, name="text_check"),
    path("facts/", facts.listed, name="facts"),
    path("facts/begin/", facts.begin, name="upload_begin"),
    path("facts/records/", records.listed, name="records"),
    path("facts/records/again/", records.again, name="records_again"),
    path("facts/<int:upload>/", facts.upload, name="upload"),
    path("facts/<int:upload>/pieces/", facts.piece, name="upload_piece"),
    path("facts/<int:upload>/progress/", facts.progress, name="upload_progress"),
    path("facts/<int:upload>/cancel/", facts.cancel, name="upload_cancel"),
    path("facts/<int:upload>/rejected.csv", facts.rejected, name="upload_rejected"),
    path("ratings/", include("ratings.urls")),
    path("reviews/", include("reviews.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.start, name="start"),
    path("setup/", setup_pages.found, name="setup_found"),
    path("invitations/accept/", invitation_pages.answer, name="invitation_answer"),
    path("invitations/<str:token>/", invitation_pages.opened, name="invitation"),
    path("components/", gallery.gallery, name="components"),
    path("desks/", pages.desks, name="desks"),
    path("desks/<slug:desk>/", include(of_a_desk)),
    path("shops/<slug:slug>/", pages.shop, name="shop"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", preferences.language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("admin/", site.urls),
    path("api/v1/", include("sellerdesk.api.urls")),
]

handler400 = "sellerdesk.web.errors.bad_request"
handler403 = "sellerdesk.web.errors.forbidden"
handler404 = "sellerdesk.web.errors.not_found"
handler500 = "sellerdesk.web.errors.server_error"
handler429 = "sellerdesk.web.errors.too_many"
