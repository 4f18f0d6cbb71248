"""PRIV-06: every address that is written to leaves an event in the audit log, or says here why it does not."""

from conversations.acts import ACTS
from tests.access.matrix import WRITTEN

WHY = {
    "Own text: Consent keeps it, which only grows. A row here would tell after destruction who wrote it.": """
        reflect reflect_typed reflect_drop reflect_skip reflect_take_back reflect_lower explanation_lower
    """,
    "Own score, guess, verdict or answer on a date: nobody may know who gave it when; the row has its version.": """
        score_by_link score_clear score_for_others guess_by_link follow_score follow_guess follow_verdict tablet
        date_answers
    """,
    "A step on the screen of the room: nothing is kept or opened.": "step go_on",
    "A part of plan, run sheet or concept: Op keeps who and which version, EarlierText what stood there.": """
        part remove look_back run_sheet_change run_sheet_minutes run_sheet_card run_sheet_again card_on_agenda
        example_take
    """,
    "Plain facts of a driehoek or a profile, with a version: no access hangs on them.": """
        triangles:edit triangles:member_new triangles:member_edit triangles:team_moment triangles:topic_new
        triangles:topic_edit topic_from_parked topic_move topic_close topic_reopen own_profile pool_member
        guide_involved
    """,
    "The row itself keeps who and when.": "telling agree remark report_answer briefing_read",
    "A mail that goes again: the outbox keeps it.": """
        adviser_mail participant_mail new_code personal_new_code date_secretary
    """,
    "Coming in with a link or code of one's own, and ending one's own sessions.": """
        link leave join join_as code personal_code open_screen own_sessions
    """,
}
QUIET = {name: why for why, names in WHY.items() for name in names.split()}
RECORDED = {
    "arrivals": ["toegelaten", "geweigerd"],
    "prevented": ["verhindering gemeld"],
    "present": ["verhindering teruggenomen"],
    "propose": ["gesprek voorgesteld"],
    "stand_in": ["verhindering bevestigd", "verhindering niet bevestigd"],
    "signal_hide": ["teken verborgen"],
    "signal_show": ["teken weer getoond"],
    "proposal_close": ["voorstel afgehandeld"],
    "poll_propose": ["momenten voorgesteld"],
    "poll_remove": ["moment weggehaald"],
    "poll_choose": ["datum gekozen"],
    "my_calendar": ["link gemaakt"],
    "my_calendar_remove": ["link ingetrokken"],
    "access": ["toegang nagelopen"],
    "erase": ["wissen gevraagd"],
    "erasure_approve": ["wissen akkoord"],
    "erasure_confirm": ["persoon gewist"],
    "second_confirm": ["persoon gewist"],
    "erasure_refuse": ["wissen geweigerd"],
    "triangle_new": ["driehoek gemaakt"],
    "triangle_archive": ["driehoek gearchiveerd"],
    "triangle_reopen": ["driehoek teruggehaald"],
    "advisers": ["adviseur toegevoegd", "account geopend"],
    "adviser": ["adviseur gewijzigd"],
    "adviser_remove": ["adviseur verwijderd"],
    "triangles:seat_new": ["bezetting gewijzigd"],
    "triangles:seat_edit": ["bezetting gewijzigd"],
    "triangles:seat_replace": ["plaats overgedragen"],
    "triangles:seat_remove": ["plaats verwijderd"],
    "agreement_edit": ["afspraak gewijzigd"],
    "agreement_settle": ["over afspraak besloten"],
    "agreement_ask": ["gevraagd hoe het staat"],
    **{f"share_{what}": ["voorbeeld gedeeld"] for what in ("agreement", "questions", "run_sheet")},
    "example_withdraw": ["voorbeeld ingetrokken"],
    "pool_new": ["in de poule", "account geopend"],
    "pool_remove": ["uit de poule"],
    "guide_ask": ["begeleider gevraagd"],
    "guide_withdraw": ["vraag aan begeleider ingetrokken"],
    "guide_request": ["begeleider zegt "],
    "guide_by_link": ["begeleider zegt "],
    "new": ["gesprek gemaakt"],
    "plan_tip": ["opzet gewijzigd"],
    "invite": ["uitgenodigd"],
    "speaking": ["wie namens wie spreekt gewijzigd"],
    "participants_remind": ["herinnerd"],
    "participant_link": ["link opnieuw verstuurd"],
    "participant_look": ["link gegeven"],
    "participant_withdraw": ["link ingetrokken"],
    "participant_address": ["mailadres gewijzigd"],
    "cancel": ["geannuleerd"],
    "hold": ["bewaarplicht opgelegd"],
    "hold_lift": ["bewaarplicht opgeheven"],
    "delete": ["vernietigd"],
    "close_preparation": ["voorbereiding gesloten"],
    "answers": ["antwoorden gelezen"],
    "rehearsal": ["oefening begonnen"],
    "rehearsal_end": ["vernietigd"],
    "over": ["overgenomen"],
    "screens": ["link gemaakt"],
    "withdraw_screen": ["link ingetrokken"],
    "scores": ["toelichting namens deelnemer", "getoonde score hersteld"],
    "save": ["toelichting namens deelnemer", "getoonde score hersteld"],
    "begin": ["begonnen"],
    "end": ["beëindigd"],
    "show": ["scores getoond"],
    "show_guesses": ["inschattingen getoond"],
    "verdicts": ["oordelen getoond"],
    "report_release": ["concept vrijgegeven"],
    "report_classification": ["rubricering gewijzigd"],
    "report_establish": ["vastgesteld"],
    "report_correct": ["verslag gecorrigeerd"],
    "conclude": ["afgerond"],
}


def posted():
    """Return the names of the routes that are written to, without 'conversations:'."""
    return {name.removeprefix("conversations:") for name, row in WRITTEN.items() if "POST" in row}


def test_priv_06_every_address_that_is_written_to_records_an_event_or_says_why_not():
    assert posted() == RECORDED.keys() | QUIET.keys()
    assert not RECORDED.keys() & QUIET.keys()


def test_priv_06_the_events_of_those_addresses_are_acts_of_the_log():
    assert {act for acts in RECORDED.values() for act in acts} <= ACTS.keys() | {"begeleider zegt "}
    assert RECORDED.keys() <= posted()
