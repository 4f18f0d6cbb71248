from django.urls import include, path

from triangles.account_urls import second_step_urls
from triangles.account_urls import urlpatterns as account_urls
from triangles.views import seats, team, topics, triangle

triangle_urls = [
    path("wijzigen/", triangle.edit, name="edit"),
    path("bezetting/", seats.seats, name="seats"),
    path("bezetting/nieuw/", seats.seat_new, name="seat_new"),
    path("bezetting/<int:seat>/", seats.seat_edit, name="seat_edit"),
    path("bezetting/<int:seat>/vervangen/", seats.seat_replace, name="seat_replace"),
    path("bezetting/<int:seat>/verwijderen/", seats.seat_remove, name="seat_remove"),
    path("accountteam/ritme/", team.moment, name="team_moment"),
    path("accountteam/nieuw/", team.member_new, name="member_new"),
    path("accountteam/<int:member>/", team.member_edit, name="member_edit"),
    path("agenda/nieuw/", topics.topic_new, name="topic_new"),
    path("agenda/<int:topic>/", topics.topic_edit, name="topic_edit"),
]
urlpatterns = [
    path("driehoeken/<int:triangle>/", include((triangle_urls, "triangles"))),
    path("account/tweede-stap/", include(second_step_urls)),
    path("account/", include(account_urls)),
]
