"""The addresses of the chat room, below those of a desk."""

from django.urls import path

from chat.views import acting, complaints, composing, figures, files, lists, settings, threads, writing


urlpatterns = [
    path("files/<int:attachment>/", files.attachment, name="chat_attachment"),
    path("settings/<slug:shop>/automatic/", settings.automatic, name="chat_automatic"),
    path("", lists.chats, name="chats"),
    path("choices/", lists.choices, name="chat_choices"),
    path("<int:thread>/", threads.thread, name="chat"),
    path("<int:thread>/messages/", threads.messages, name="chat_messages"),
    path("<int:thread>/messages/<int:message>/", threads.text, name="chat_text"),
    path("<int:thread>/find/", threads.find, name="chat_find"),
    path("<int:thread>/files/", threads.files, name="chat_files"),
    path("<int:thread>/seen/", acting.seen, name="chat_seen"),
    path("<int:thread>/done/", acting.done, name="chat_done"),
    path("<int:thread>/reopen/", acting.reopen, name="chat_reopen"),
    path("<int:thread>/assign/", acting.assign, name="chat_assign"),
    path("<int:thread>/composer/", composing.composer, name="chat_composer"),
    path("<int:thread>/send/", composing.send, name="chat_send"),
    path("<int:thread>/draft/", writing.draft, name="chat_draft"),
    path("<int:thread>/hold/", writing.hold, name="chat_hold"),
    path("<int:thread>/let-go/", writing.let_go, name="chat_let_go"),
    path("<int:thread>/holder/", writing.holder, name="chat_holder"),
    path("<int:thread>/people/", writing.people, name="chat_people"),
    path("<int:thread>/picked/", writing.pick, name="chat_pick"),
    path("<int:thread>/picked/<int:attachment>/remove/", writing.unpick, name="chat_unpick"),
    path("<int:thread>/messages/<int:message>/take-back/", composing.take_back, name="chat_take_back"),
    path("<int:thread>/messages/<int:message>/edit/", composing.edit, name="chat_edit"),
    path("<int:thread>/messages/<int:message>/again/", composing.again, name="chat_again"),
    path("<int:thread>/messages/<int:message>/when/", composing.reschedule, name="chat_reschedule"),
    path("complaints/<int:complaint>/", complaints.signal, name="chat_complaints"),
    path("figures/", figures.page, name="chat_figures"),
    path("figures/rounds/", figures.rounds, name="chat_figures_rounds"),
    path("figures/marks/", figures.marks, name="chat_figures_marks"),
    path("figures/figures.csv", figures.table, name="chat_figures_table"),
    path("figures/mine/", figures.mine, name="chat_figures_mine"),
    path("figures/mine/rounds/", figures.my_rounds, name="chat_figures_mine_rounds"),
]
