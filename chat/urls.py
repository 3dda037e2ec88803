"""The addresses of the chat room, below those of a desk."""

from django.urls import path

from chat.views import files, settings


urlpatterns = [
    path("files/<int:attachment>/", files.attachment, name="chat_attachment"),
    path("settings/<slug:shop>/automatic/", settings.automatic, name="chat_automatic"),
]
