from django.urls import include, path

from conversations.views import advising, briefing, overview, planning, rehearsal, report, saving, triangles

conversation_urls = [
    path("", overview.conversation, name="conversation"),
    path("verslag/", report.report, name="report"),
    path("verslag.pdf", report.report_pdf, name="report_pdf"),
    path("opslaan/", saving.save, name="save"),
    path("sleutel/", saving.key, name="key"),
    path("voorbereiden/", planning.plan, name="plan"),
    path("voorbereiden/<slug:tip>/", planning.step, name="plan_tip"),
    path("uitnodigen/", planning.send_invitation, name="invite"),
    path("annuleren/", planning.cancel, name="cancel"),
    path("verwijderen/", planning.delete, name="delete"),
    path("briefing/", briefing.briefing, name="briefing"),
    path("briefing.pdf", briefing.briefing_pdf, name="briefing_pdf"),
    path("briefing/gelezen/", briefing.mark_read, name="briefing_read"),
    path("antwoorden/", briefing.answers, name="answers"),
    path("voorbereiding-sluiten/", briefing.close_preparation, name="close_preparation"),
]
triangle_urls = [
    path("", triangles.triangle, name="triangle"),
    path("oefening-opruimen/", rehearsal.end, name="rehearsal_end"),
    path("nieuw-gesprek/", planning.new, name="new"),
    path("archiveren/", triangles.triangle_archive, name="triangle_archive"),
    path("terughalen/", triangles.triangle_reopen, name="triangle_reopen"),
    path("adviseurs/", advising.advisers, name="advisers"),
    path("adviseurs/<int:membership>/", advising.adviser, name="adviser"),
    path("adviseurs/<int:membership>/verwijderen/", advising.adviser_remove, name="adviser_remove"),
]
named_urls = [
    path("gesprekken/<int:pk>/", include(conversation_urls)),
    path("driehoeken/", triangles.triangles, name="triangles"),
    path("driehoeken/nieuw/", triangles.triangle_new, name="triangle_new"),
    path("driehoeken/<int:triangle>/", include(triangle_urls)),
    path("oefengesprek/", rehearsal.begin, name="rehearsal"),
    path("zoeken/", triangles.search, name="search"),
]
urlpatterns = [
    path("", overview.home, name="home"),
    path("", include((named_urls, "conversations"))),
]
