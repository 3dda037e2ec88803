"""The addresses of the reviews room, below those of a desk."""

from django.urls import path

from reviews.views import credit, pages


urlpatterns = [
    path("", pages.reviews, name="reviews"),
    path("credit/", credit.credit, name="credit"),
    path("credit/rows/", credit.rows, name="credit_rows"),
    path("credit/rows.csv", credit.rows_csv, name="credit_rows_csv"),
    path("<int:review>/", pages.review, name="review"),
]
