"""The three years: what happens on which day."""

CALL, ALARM, PLAN, LINE = "Elke maand bellen", "Meldpunt openen", "Meerjarenplan schrijven", "Eén lijn naar de pers"
KEPT, PARTLY, NOT = "nagekomen", "deels", "niet"


def story(table):
    """Return {day: its acts, in order}; six conversations and eleven changes of people."""
    return {
        "2026-01-29": [lambda: table.plan("Een")],
        "2026-02-10": [lambda: table.answer("Sjoerd")],
        "2026-02-27": [lambda: table.answer("Marijke")],
        "2026-03-12": [lambda: table.meet(3, 3, 4, made=FIRST_MADE)],
        "2026-03-20": [table.settle],
        "2026-04-20": [lambda: table.replace("Marijke", "Fouad", "2026-04-30")],
        "2026-06-16": [lambda: table.replace("Sjoerd", "Tineke", "2026-06-15")],
        "2026-07-30": [lambda: table.plan("Twee")],
        "2026-08-20": [lambda: table.answer("Fouad", "Renske")],
        "2026-08-31": [lambda: table.answer("Tineke")],
        "2026-09-10": [lambda: table.meet(3, 3, 3, verdicts=SECOND_SAID, decisions=SECOND_DECIDED, made=SECOND_MADE)],
        "2026-09-18": [table.settle, table.conclude_earlier],
        "2026-11-01": [lambda: table.replace("Renske", "Olaf", "2026-10-31")],
        "2026-12-10": [lambda: table.replace("Fouad", "Hedda", "2026-12-31")],
        "2027-01-28": [lambda: table.plan("Drie")],
        "2027-03-11": [lambda: table.meet(1, 3, 4, verdicts=THIRD_SAID, decisions=THIRD_DECIDED)],
        "2027-03-19": [table.settle, table.conclude_earlier],
        "2027-05-01": [lambda: table.leave("Tineke", "2027-04-30")],
        "2027-05-20": [lambda: table.change(CALL, text="Elke twee maanden bellen")],
        "2027-06-15": [lambda: table.arrive("Wessel", "opdrachtnemer", "2027-06-15")],
        "2027-07-29": [lambda: table.plan("Vier")],
        "2027-08-10": [lambda: table.answer("Hedda", "Wessel", "Olaf")],
        "2027-09-09": [lambda: table.meet(2, 2, 3, decisions=FOURTH_DECIDED, made=FOURTH_MADE)],
        "2027-09-17": [table.settle, table.conclude_earlier],
        "2027-09-20": [lambda: table.replace("Olaf", "Sanne", "2027-09-30")],
        "2028-01-27": [lambda: table.plan("Vijf")],
        "2028-02-01": [lambda: table.replace("Hedda", "Bram", "2028-01-31")],
        "2028-02-03": [lambda: table.invite_instead("Hedda", "Bram")],
        "2028-02-26": [lambda: table.answer("Wessel")],
        "2028-03-09": [lambda: table.meet(2, 3, 3, decisions=FIFTH_DECIDED)],
        "2028-03-17": [table.settle, table.conclude_earlier],
        "2028-04-01": [lambda: table.replace("Wessel", "Ilse", "2028-03-31")],
        "2028-06-01": [lambda: table.replace("Sanne", "Tineke", "2028-05-31")],
        "2028-10-05": [lambda: table.plan("Zes")],
        "2028-10-20": [lambda: table.answer("Bram", "Ilse", "Tineke")],
        "2028-11-16": [lambda: table.meet(3, 3, 3, decisions=SIXTH_DECIDED)],
        "2028-11-24": [table.settle, table.conclude_earlier],
        "2028-12-01": [lambda: table.replace("Bram", "Fouad", "2028-11-30")],
    }


def kept(text):
    return {text: {"what": "behouden"}}


FIRST_MADE = (
    (CALL, {"kind": "werkafspraak", "corners": ["opdrachtnemer", "eigenaar"], "owner": "Renske"}),
    (ALARM, {"corners": ["opdrachtnemer"], "owner": "Sjoerd", "due_on": "2026-06-10"}),
)
SECOND_SAID = {CALL: (KEPT, KEPT, KEPT), ALARM: (PARTLY, NOT, PARTLY)}
SECOND_DECIDED = kept(CALL) | {ALARM: {"what": "geparkeerd", "until": "2027-02-01"}}
SECOND_MADE = ((PLAN, {"corners": ["opdrachtgever"], "owner": "Fouad", "due_on": "2027-03-01"}),)
THIRD_SAID = {CALL: (KEPT, NOT, PARTLY), ALARM: (KEPT, KEPT, KEPT), PLAN: (PARTLY, NOT, NOT)}
THIRD_DECIDED = kept(CALL) | kept(PLAN) | {ALARM: {"what": "gedaan", "note": "Het is open."}}
CHANGED = "Elke twee maanden bellen"
FOURTH_DECIDED = kept(CHANGED) | {PLAN: {"what": "vervallen", "note": "Er komt een wet voor in de plaats."}}
FOURTH_MADE = ((LINE, {"kind": "besluit", "corners": ["opdrachtgever", "eigenaar"], "due_on": "2027-09-09"}),)
FIFTH_DECIDED = kept(CHANGED) | kept(LINE)
SIXTH_DECIDED = kept(LINE) | {CHANGED: {"what": "gedaan"}}
