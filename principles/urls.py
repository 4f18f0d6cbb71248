from django.urls import path

from principles import views

app_name = "principles"
urlpatterns = [
    path("principes/", views.principles, name="principles"),
    path("kaarten/", views.cards, name="cards"),
    path("kaarten/<slug:code>/", views.card, name="card"),
]
