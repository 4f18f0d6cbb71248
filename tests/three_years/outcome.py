"""What the three years must have brought: who was reminded when, which signs stood there, what became of agreements."""

NONE, LONG, APART = "geen-datum", "lang-geleden", "verder-uiteen vertrouwen"
CALL, CALL_LESS, PLAN = "Elke maand bellen", "Elke twee maanden bellen", "Meerjarenplan schrijven"
LATE = "over-de-datum Meldpunt openen"
JUDGED, MADE, KEPT = "Nagekomen? Elke hoek apart", "Gemaakt", "Houden we"

REMINDERS = {
    "2026-02-26": ["herinnering marijke", "herinnering renske"],  # seven days before closing; Sjoerd answered
    "2026-03-03": ["herinnering renske"],  # two days before
    "2026-05-02": ["voortgang renske", "voortgang sjoerd"],  # six weeks after vaststellen, and the night was missed
    "2026-06-03": ["voortgang sjoerd"],  # a week before its date
    "2026-08-27": ["herinnering tineke"],
    "2026-09-02": ["alles_binnen noor"],  # the night after the last one answered, before the second reminder
    "2026-10-31": ["voortgang fouad", "voortgang renske"],  # missed again
    "2027-02-25": ["herinnering hedda", "herinnering olaf", "herinnering tineke"],
    "2027-03-02": ["herinnering hedda", "herinnering olaf", "herinnering tineke"],
    "2027-04-30": ["voortgang hedda", "voortgang olaf"],  # for Fouad and Renske, who left
    "2027-08-12": ["alles_binnen noor"],
    "2027-10-29": ["voortgang wessel"],  # Sanne is new and has no link, so the other corner of the agreement
    "2028-02-24": ["herinnering bram", "herinnering sanne", "herinnering wessel"],  # not Hedda, who is replaced
    "2028-02-29": ["herinnering bram", "herinnering sanne"],
    "2028-04-28": ["voortgang sanne"],
    "2028-10-22": ["alles_binnen noor"],
}
SIGNS = {  # the days on which they changed; a plan that is made answers all but an empty corner
    "2026-03-20": [NONE],
    "2026-05-02": [NONE, "nieuwe-opdrachtgever Fouad"],  # since the first of May, but that night was missed
    "2026-06-11": [NONE, "nieuwe-opdrachtgever Fouad", LATE],
    "2026-06-16": [NONE, "nieuw-gezicht Tineke", "nieuwe-opdrachtgever Fouad", LATE],
    "2026-07-30": [],
    "2026-09-18": [NONE],
    "2026-11-01": [NONE, "nieuw-gezicht Olaf"],
    "2027-01-01": [NONE, "nieuw-gezicht Olaf", "nieuwe-opdrachtgever Hedda"],
    "2027-01-28": [],
    "2027-03-19": [NONE, f"niet-nagekomen {CALL}", f"niet-nagekomen {PLAN}", APART],
    "2027-05-01": [NONE, "lege-hoek opdrachtnemer", f"niet-nagekomen {CALL}", f"niet-nagekomen {PLAN}", APART],
    "2027-05-20": [NONE, "lege-hoek opdrachtnemer", f"niet-nagekomen {CALL_LESS}", f"niet-nagekomen {PLAN}", APART],
    "2027-06-15": [NONE, f"niet-nagekomen {CALL_LESS}", f"niet-nagekomen {PLAN}", "nieuw-gezicht Wessel", APART],
    "2027-07-29": [],
    "2027-09-17": [NONE],
    "2027-10-01": [NONE, "nieuw-gezicht Sanne"],
    "2028-01-27": [],
    "2028-02-01": ["nieuwe-opdrachtgever Bram"],  # he is not at the table that is planned
    "2028-02-03": [],
    "2028-03-17": [NONE],
    "2028-04-01": [NONE, "nieuw-gezicht Ilse"],
    "2028-06-01": [NONE, "nieuw-gezicht Ilse", "nieuw-gezicht Tineke"],  # she comes back, in another corner
    "2028-09-09": [LONG, "nieuw-gezicht Ilse", "nieuw-gezicht Tineke"],  # half a year has passed
    "2028-10-05": [],
    "2028-11-24": [NONE],  # and Fouad, who comes back in his corner, is not new
}
CHAINS = {
    CALL_LESS: [
        f"2026-03-12 {MADE}",
        f"2026-09-10 {JUDGED}",
        f"2026-09-10 {KEPT}",
        f"2027-03-11 {JUDGED}",
        f"2027-03-11 {KEPT}",
        "2027-05-20 Gewijzigd",
        f"2027-09-09 {KEPT}",
        f"2028-03-09 {KEPT}",
        "2028-11-16 Gedaan",
    ],
    "Meldpunt openen": [
        f"2026-03-12 {MADE}",
        f"2026-09-10 {JUDGED}",
        "2026-09-10 Geparkeerd",
        f"2027-03-11 {JUDGED}",
        "2027-03-11 Gedaan",
    ],
    PLAN: [f"2026-09-10 {MADE}", f"2027-03-11 {JUDGED}", f"2027-03-11 {KEPT}", "2027-09-09 Vervallen"],
    "Eén lijn naar de pers": [f"2027-09-09 {MADE}", f"2028-03-09 {KEPT}", f"2028-11-16 {KEPT}"],
}
