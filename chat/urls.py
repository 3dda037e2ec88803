"""The addresses of the chat room, below those of a desk."""

from django.urls import path

from chat.views import acting, files, lists, settings, threads


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
    path("<int:thread>/files/<int:file>/", threads.file, name="chat_file"),
    path("<int:thread>/seen/", acting.seen, name="chat_seen"),
    path("<int:thread>/done/", acting.done, name="chat_done"),
    path("<int:thread>/reopen/", acting.reopen, name="chat_reopen"),
    path("<int:thread>/assign/", acting.assign, name="chat_assign"),
]
