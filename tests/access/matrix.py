"""The rows of the access matrix: what every address answers to every kind of visitor, per method."""

PARTY = ("adviser", "facilitator", "second facilitator")
OUTSIDERS = ("adviser elsewhere", "facilitator elsewhere", "account without anything", "beheerder", "overseer")
ACCOUNTS = PARTY + OUTSIDERS
BY_LINK = ("participant", "secretary", "reader", "participant elsewhere", "big screen", "in the room", "owner")
STRANGERS = ("anonymous", *BY_LINK)  # to the pages of staff, whoever came in by personal link is nobody
VISITORS = (*STRANGERS, *ACCOUNTS)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")

# What a page answers to GET, per visitor; a page that is only read answers 405 to all that is not GET or HEAD.
OPEN = dict.fromkeys(VISITORS, 200)
LOG_IN = dict.fromkeys(STRANGERS, 302)
WITH_ACCOUNT = LOG_IN | dict.fromkeys(ACCOUNTS, 200)
OF_THE_CONVERSATION = LOG_IN | dict.fromkeys(PARTY, 200) | dict.fromkeys(OUTSIDERS, 404)
OF_THE_FACILITATOR = LOG_IN | dict.fromkeys(ACCOUNTS, 404) | dict.fromkeys(PARTY[1:], 200)
OF_THE_TRIANGLE = LOG_IN | dict.fromkeys(ACCOUNTS, 404) | {"adviser": 200}
NOT_THERE = LOG_IN | dict.fromkeys(ACCOUNTS, 404)
OF_THE_OVERSEER = NOT_THERE | {"overseer": 200}
OF_THE_BEHEERDER = NOT_THERE | {"beheerder": 200}
OF_NOBODY = dict.fromkeys(VISITORS, 404)
OF_THE_PARTICIPANT = OF_NOBODY | {"participant": 200}
AT_THE_TABLE = ("participant", "secretary")
OF_THE_TABLE = OF_NOBODY | dict.fromkeys(AT_THE_TABLE, 200)
OF_READERS = OF_NOBODY | {"participant": 200, "reader": 200}
OF_WHO_IT_IS = OF_NOBODY | dict.fromkeys(("participant", "reader", "owner"), 200)
ON_OF_WHO_IT_IS = OF_NOBODY | dict.fromkeys(("participant", "reader", "owner"), 302)
ON_OF_READERS = OF_NOBODY | {"participant": 302, "reader": 302}
ON_OF_THE_PARTICIPANT = OF_NOBODY | {"participant": 302}  # done or not, and on to a page of theirs
READ_ONLY = {
    "livez": OPEN,
    "readyz": OPEN,
    "accessibility": OPEN,
    "privacy": OPEN,
    "support": OPEN,
    "security_txt": OPEN,
    "home": WITH_ACCOUNT,
    "conversations:calendar_feed": OPEN,  # its address is the secret
    "conversations:mine": OF_THE_PARTICIPANT,
    "conversations:calendar": OF_THE_PARTICIPANT,
    "conversations:read": OF_READERS,
    "conversations:follow": OF_THE_PARTICIPANT,  # the meeting is over
    "conversations:follow_stand": OF_THE_PARTICIPANT,
    "conversations:waiting": OF_NOBODY,  # nobody typed the code
    "conversations:waiting_stand": OF_NOBODY,
    "conversations:tablet_stand": OF_NOBODY,
    "conversations:own_answers": OF_THE_PARTICIPANT,
    "conversations:my_data": WITH_ACCOUNT,  # one's own alone
    "conversations:my_data_json": WITH_ACCOUNT,
    "conversations:my_data_pdf": WITH_ACCOUNT,
    "conversations:erasures": OF_THE_TRIANGLE,
    "conversations:second_eyes": NOT_THERE | {"beheerder": 200},
    "conversations:screen_by_link": OF_NOBODY | {"big screen": 200},
    "conversations:pool": WITH_ACCOUNT,  # who may not see the pool, sees only what is their own
    "conversations:guides": OF_THE_TRIANGLE,
    "principles:principles": WITH_ACCOUNT,
    "principles:cards": WITH_ACCOUNT,
    "principles:card": WITH_ACCOUNT,
    "conversations:conversation": OF_THE_CONVERSATION,
    "conversations:report": OF_THE_CONVERSATION,
    "conversations:kept": OF_THE_CONVERSATION,
    "conversations:report_pdf": OF_THE_CONVERSATION,
    "conversations:report_docx": OF_THE_CONVERSATION,
    "conversations:report_screen": OF_THE_CONVERSATION,
    "conversations:report_versions": OF_THE_CONVERSATION,
    "conversations:archive": NOT_THERE,  # of a concept there is none; see tests/trust/test_archive.py
    "conversations:logbook": OF_THE_CONVERSATION,
    "conversations:report_version": NOT_THERE,  # of this conversation there is only a concept
    "conversations:report_version_pdf": NOT_THERE,
    "conversations:report_version_docx": NOT_THERE,
    "conversations:agenda_item": NOT_THERE,  # of a concept there is none; see tests/agenda/test_agenda_item.py
    "conversations:agenda_item_pdf": NOT_THERE,
    "conversations:briefing": OF_THE_CONVERSATION,
    "conversations:poll": OF_THE_CONVERSATION,
    "conversations:papers": OF_THE_CONVERSATION,
    "conversations:briefing_pdf": OF_THE_CONVERSATION,
    "conversations:participants": OF_THE_CONVERSATION,
    "conversations:plan": OF_THE_TRIANGLE,
    "conversations:examples": WITH_ACCOUNT,
    "conversations:example": WITH_ACCOUNT,
    "conversations:triangles": WITH_ACCOUNT,
    "conversations:search": WITH_ACCOUNT,
    "conversations:access_file": OF_THE_BEHEERDER,
    "conversations:oversight": OF_THE_OVERSEER,
    "conversations:oversight_file": OF_THE_OVERSEER,
    "conversations:opdrachtnemer": OF_THE_OVERSEER,
    "conversations:triangle": OF_THE_TRIANGLE,
    "conversations:trend": OF_THE_TRIANGLE,
    "conversations:introduction": OF_THE_TRIANGLE,
    "conversations:introduction_pdf": OF_THE_TRIANGLE,
    "conversations:ledger": OF_THE_TRIANGLE,
    "conversations:ledger_file": OF_THE_TRIANGLE,
    "conversations:agreement": OF_THE_TRIANGLE,
    "triangles:seats": OF_THE_TRIANGLE,
    "conversations:team": OF_THE_TRIANGLE,
    "conversations:joint_agenda": OF_THE_TRIANGLE,
}
TRIANGLE_FORM = {"GET": OF_THE_TRIANGLE, "POST": OF_THE_TRIANGLE}  # an empty form comes back with its errors
TRIANGLE_DONE = {"GET": OF_THE_TRIANGLE, "POST": OF_THE_TRIANGLE | {"adviser": 302}}  # nothing needs to be filled in
OF_THE_POOL = NOT_THERE | dict.fromkeys(("facilitator", "second facilitator", "facilitator elsewhere"), 200)
OF_WHO_IS_ASKED = NOT_THERE | {"facilitator elsewhere": 200}
LED = NOT_THERE | dict.fromkeys(PARTY[1:], 302)  # done, or told why not, and back to a page
# What a page with a form, or an address that is only written to, answers to an empty request, per method and visitor.
WRITTEN = {
    "conversations:link": {"GET": OPEN, "POST": dict.fromkeys(VISITORS, 302)},
    "conversations:leave": {"GET": OPEN, "POST": OPEN},
    "conversations:join": {"GET": OPEN, "POST": OPEN},
    "conversations:join_as": {"GET": OPEN, "POST": OPEN},  # a wrong code is told at its field
    "conversations:tablet": {"GET": OF_NOBODY, "POST": OF_NOBODY},
    "conversations:follow_score": {"POST": ON_OF_THE_PARTICIPANT},
    "conversations:follow_guess": {"POST": ON_OF_THE_PARTICIPANT},
    "conversations:follow_verdict": {"POST": ON_OF_THE_PARTICIPANT},
    "conversations:arrivals": {"GET": OF_THE_FACILITATOR, "POST": LED},
    "conversations:telling": {method: OF_NOBODY | {"owner": 200} for method in ("GET", "POST")},  # nothing to ask
    "conversations:code": {"GET": ON_OF_READERS, "POST": ON_OF_READERS},  # nothing to hide
    "conversations:new_code": {"POST": ON_OF_READERS},
    **{f"conversations:{name}": {"GET": ON_OF_WHO_IT_IS} for name in ("personal", "personal_json", "personal_pdf")},
    "conversations:personal_code": dict.fromkeys(("GET", "POST"), OF_WHO_IT_IS),
    "conversations:personal_new_code": {"POST": ON_OF_WHO_IT_IS},
    "conversations:erase": dict.fromkeys(("GET", "POST"), ON_OF_WHO_IT_IS),  # first to the code
    "conversations:erasure_approve": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:erasure_confirm": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:erasure_refuse": TRIANGLE_FORM,
    "conversations:second_confirm": {"POST": NOT_THERE},  # nobody approved it yet
    "conversations:read_about": {"GET": ON_OF_READERS},  # there is nothing to read yet
    "conversations:read_pdf": {"GET": ON_OF_READERS},  # of a concept there is none
    "conversations:agree": {"POST": ON_OF_READERS},  # the reading round is not open yet
    "conversations:choose_section": {"GET": ON_OF_READERS},
    "conversations:remark": {"GET": ON_OF_READERS, "POST": ON_OF_READERS},
    "conversations:report_answer": {"GET": OF_THE_CONVERSATION, "POST": OF_THE_CONVERSATION},
    "conversations:reflect": {"GET": OF_THE_PARTICIPANT, "POST": OF_NOBODY | {"participant": 409}},  # it is closed
    "conversations:reflect_typed": {"POST": OF_NOBODY | {"participant": 409}},
    "conversations:reflect_drop": {"POST": ON_OF_THE_PARTICIPANT},
    "conversations:reflect_skip": {"POST": OF_NOBODY | {"participant": 409}},
    "conversations:reflect_take_back": {"POST": ON_OF_THE_PARTICIPANT},
    "conversations:reflect_lower": {"POST": ON_OF_THE_PARTICIPANT},
    "conversations:score_by_link": {"GET": OF_THE_PARTICIPANT, "POST": OF_NOBODY | {"participant": 409}},
    "conversations:score_for_others": dict.fromkeys(("GET", "POST"), ON_OF_THE_PARTICIPANT),  # for nobody here
    "conversations:guess_by_link": dict.fromkeys(("GET", "POST"), ON_OF_THE_PARTICIPANT),  # that is not asked here
    "conversations:score_clear": {"POST": ON_OF_THE_PARTICIPANT},
    "conversations:explanation_lower": {"POST": ON_OF_THE_PARTICIPANT},
    "conversations:date_answers": {"GET": OF_THE_TABLE, "POST": OF_THE_TABLE | dict.fromkeys(AT_THE_TABLE, 302)},
    "conversations:date_secretary": {method: OF_NOBODY | {"participant": 302} for method in ("GET", "POST")},
    "conversations:prevented": {"GET": OF_THE_PARTICIPANT, "POST": OF_NOBODY | {"participant": 302}},
    "conversations:present": {"POST": OF_NOBODY | {"participant": 302}},
    "conversations:propose": {"GET": OF_THE_PARTICIPANT, "POST": OF_THE_PARTICIPANT},
    "conversations:stand_in": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:signal_hide": TRIANGLE_FORM,
    "conversations:signal_show": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:proposal_close": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:poll_propose": {"POST": OF_THE_TRIANGLE},
    "conversations:poll_remove": TRIANGLE_DONE,
    "conversations:poll_choose": TRIANGLE_DONE,
    "conversations:key": {
        "GET": dict.fromkeys(STRANGERS, 401) | dict.fromkeys(PARTY, 200) | dict.fromkeys(OUTSIDERS, 404)
    },
    "conversations:my_calendar": {"GET": WITH_ACCOUNT, "POST": WITH_ACCOUNT},
    "conversations:my_calendar_remove": {"POST": dict.fromkeys(VISITORS, 302)},  # one's own alone
    "conversations:access": {"GET": OF_THE_BEHEERDER, "POST": NOT_THERE | {"beheerder": 302}},
    "own_sessions": {"GET": WITH_ACCOUNT, "POST": dict.fromkeys(VISITORS, 302)},  # one's own alone
    "conversations:triangle_new": {"GET": WITH_ACCOUNT, "POST": WITH_ACCOUNT},
    "conversations:triangle_archive": TRIANGLE_DONE,
    "conversations:triangle_reopen": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:advisers": TRIANGLE_FORM,
    "conversations:adviser": TRIANGLE_DONE,
    "conversations:adviser_mail": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:adviser_remove": TRIANGLE_FORM,  # the last adviser stays
    "triangles:edit": TRIANGLE_FORM,
    "triangles:seat_new": TRIANGLE_FORM,
    "triangles:seat_edit": TRIANGLE_FORM,
    "triangles:seat_replace": TRIANGLE_FORM,
    "triangles:seat_remove": TRIANGLE_FORM,  # a seat with a history stays
    "triangles:member_new": TRIANGLE_FORM,
    "triangles:member_edit": TRIANGLE_FORM,
    "triangles:team_moment": TRIANGLE_FORM,  # an empty request lacks the version
    "triangles:topic_new": TRIANGLE_FORM,
    "conversations:topic_from_parked": TRIANGLE_FORM,
    "conversations:topic_move": TRIANGLE_FORM,  # an empty request lacks the version
    "conversations:topic_close": TRIANGLE_FORM,
    "conversations:topic_reopen": {"POST": TRIANGLE_DONE["POST"]},
    "triangles:topic_edit": TRIANGLE_FORM,
    "conversations:agreement_edit": TRIANGLE_FORM,
    "conversations:agreement_settle": TRIANGLE_FORM,
    "conversations:agreement_ask": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:share_agreement": dict.fromkeys(("GET", "POST"), NOT_THERE),  # nothing is vastgesteld here
    "conversations:share_questions": TRIANGLE_FORM,
    "conversations:share_run_sheet": TRIANGLE_FORM,
    "conversations:example_take": {"POST": WITH_ACCOUNT},  # it asks in which conversation, of one's own alone
    "conversations:example_withdraw": TRIANGLE_DONE,
    "conversations:own_profile": dict.fromkeys(("GET", "POST"), OF_THE_POOL),
    # Who keeps the pool: see tests/pool.
    **{f"conversations:pool_{name}": dict.fromkeys(("GET", "POST"), NOT_THERE) for name in ("new", "member", "remove")},
    "conversations:guide_ask": TRIANGLE_FORM,
    "conversations:guide_involved": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:guide_withdraw": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:guide_request": dict.fromkeys(("GET", "POST"), OF_WHO_IS_ASKED),
    "conversations:guide_by_link": {"GET": OPEN, "POST": OPEN},  # an empty answer is told at its field
    "conversations:new": TRIANGLE_FORM,
    "conversations:plan_tip": TRIANGLE_DONE,  # the plan of a conversation that was held stays as it is
    "conversations:look_back": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:invite": TRIANGLE_DONE,
    "conversations:speaking": dict.fromkeys(("GET", "POST"), OF_THE_CONVERSATION),
    "conversations:participants_remind": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:participant_link": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:participant_look": {"POST": NOT_THERE},  # this is no rehearsal
    "conversations:participant_mail": {"POST": TRIANGLE_DONE["POST"]},
    "conversations:participant_withdraw": TRIANGLE_DONE,
    "conversations:participant_address": TRIANGLE_FORM,
    "conversations:cancel": TRIANGLE_DONE,
    "conversations:hold": TRIANGLE_FORM,
    "conversations:hold_lift": TRIANGLE_FORM,
    "conversations:delete": TRIANGLE_DONE,
    "conversations:close_preparation": {"POST": OF_THE_CONVERSATION | dict.fromkeys(PARTY, 302)},
    "conversations:briefing_read": {"POST": OF_THE_FACILITATOR | dict.fromkeys(PARTY[1:], 302)},
    "conversations:answers": {"GET": OF_THE_FACILITATOR, "POST": OF_THE_FACILITATOR},
    "conversations:card_on_agenda": {"POST": dict.fromkeys(VISITORS, 302)},  # to one's own alone
    "conversations:rehearsal": {"POST": dict.fromkeys(VISITORS, 302)},
    "conversations:rehearsal_end": {method: OF_THE_TRIANGLE | {"adviser": 404} for method in ("GET", "POST")},
    "conversations:lead": {"GET": OF_THE_FACILITATOR},
    "conversations:given": {"GET": OF_THE_FACILITATOR},
    "conversations:step": {"POST": LED},
    "conversations:over": {"GET": OF_THE_FACILITATOR, "POST": LED},
    "conversations:stand": {"GET": OF_THE_FACILITATOR},
    "conversations:screen": {"GET": OF_THE_FACILITATOR},
    "conversations:open_screen": {"GET": OPEN, "POST": dict.fromkeys(VISITORS, 302)},
    "conversations:screens": {"GET": OF_THE_FACILITATOR, "POST": OF_THE_FACILITATOR},
    "conversations:withdraw_screen": {"POST": LED},
    "conversations:scores": {"GET": OF_THE_FACILITATOR, "POST": OF_THE_FACILITATOR},
    "conversations:end": {"GET": OF_THE_FACILITATOR, "POST": LED},
    "conversations:begin": {"POST": LED},
    "conversations:show": {"POST": LED},
    "conversations:show_guesses": {"POST": LED},
    "conversations:run_sheet": {"GET": OF_THE_CONVERSATION},
    "conversations:run_sheet_change": {"POST": LED},
    "conversations:run_sheet_minutes": {"POST": LED},
    "conversations:run_sheet_card": {"POST": LED},
    "conversations:run_sheet_again": {"POST": LED},
    "conversations:go_on": {"POST": NOT_THERE},  # an empty request names no part
    "conversations:verdicts": {"POST": NOT_THERE},  # there is no earlier agreement here
    "conversations:part": {"GET": OF_THE_CONVERSATION, "POST": OF_THE_CONVERSATION},  # a new agreement, in the draft
    "conversations:remove": {"POST": NOT_THERE},  # what is not there yet cannot be taken away
    "conversations:report_release": {"GET": OF_THE_CONVERSATION, "POST": OF_THE_CONVERSATION},
    "conversations:report_classification": {"GET": OF_THE_CONVERSATION, "POST": OF_THE_CONVERSATION},
    "conversations:report_establish": TRIANGLE_FORM,
    "conversations:report_correct": dict.fromkeys(("GET", "POST"), TRIANGLE_DONE["POST"]),  # first vaststellen
    "conversations:conclude": TRIANGLE_DONE,
    "conversations:save": {
        "POST": dict.fromkeys(STRANGERS, 401) | dict.fromkeys(PARTY, 422) | dict.fromkeys(OUTSIDERS, 404)
    },
}
# Addresses that stand in no list: whoever lacks their secret gets the answer of what is not there. No visitor has it.
HIDDEN = {"/metrics": OF_NOBODY}
GROUPED = {"admin:", "account_", "mfa_", "openid_connect_"}  # Django's admin and allauth, in tests of their own
