"""The addresses of the reviews room, below those of a desk."""

from django.urls import path

from reviews.views import pages, topics


urlpatterns = [
    path("", pages.reviews, name="reviews"),
    path("<int:review>/", pages.review, name="review"),
    path("<int:review>/topics/", topics.say, name="review_topic"),
    path("topics/", topics.topics, name="review_topics"),
    path("topics/reviews/", topics.behind, name="review_topics_behind"),
    path("signals/<int:signal>/", topics.signal, name="review_signal"),
    path("signals/<int:signal>/seen/", topics.see, name="review_signal_seen"),
]
