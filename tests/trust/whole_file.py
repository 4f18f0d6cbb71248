"""A conversation file in which every field of the format is filled in, with anything but its default."""

SEATS = [
    {
        "id": "og1",
        "corner": "opdrachtgever",
        "organisation": "Ministerie van Wonen",
        "person": "Noor Bakhuis",
        "function": "directeur",
        "mandate": "tot een miljoen",
        "function_level": 3,
        "email": "noor@voorbeeld.example",
        "from": "2024-02-01",
        "until": None,
        "coordinating": True,
    },
    {
        "id": "on1",
        "corner": "opdrachtnemer",
        "organisation": "Dienst Warmte",
        "person": "Ids Terpstra",
        "function": "hoofd",
        "mandate": "de eigen afdeling",
        "function_level": 2,
        "email": "ids@voorbeeld.example",
        "from": "2023-01-01",
        "until": "2027-12-31",
        "coordinating": False,
    },
    {
        "id": "ei1",
        "corner": "eigenaar",
        "organisation": "Ministerie van Wonen",
        "person": "Mila Horst",
        "function": "secretaris-generaal",
        "until": None,
        "coordinating": False,
    },
]
TRIANGLE = {
    "name": "Warmtenet",
    "purpose": "Warmte zonder gas.",
    "kind": "verbonden_partij",
    "contact_frequency": "elke maand",
    "recurring_topics": ["Tarief", "Aansluiting"],
    "agreements_place": "in het dossier",
    "process_coordinator": "Noor Bakhuis",
    "seats": SEATS,
    "agenda": [
        {"title": "Zeespiegel", "horizon": "lange_termijn", "lead": "eigenaar"},
        {"title": "Leidingen", "horizon": "jaar"},
    ],
}
REFLECTIONS = [
    {"participant": "og1", "question": "dilemma", "text": "R1", "visibility": "met_naam", "in_report": True},
    {"participant": "on1", "question": "dilemma", "text": "R2", "visibility": "naamloos", "in_report": False},
    {"participant": "on1", "question": "leeg-vel", "text": "R3", "visibility": "begeleider", "in_report": False},
    {"participant": "ei1", "question": "dilemma", "text": "R4", "visibility": "zelf", "in_report": False},
]
SCORES = [
    {
        "participant": "og1",
        "principle": "vertrouwen",
        "value": 4,
        "explanation": "E1",
        "visibility": "met_naam",
        "in_report": True,
        "entry": "namens",
    },
    {
        "participant": "on1",
        "principle": "vertrouwen",
        "value": 2,
        "explanation": "E2",
        "visibility": "naamloos",
        "in_report": True,
        "entry": "samen",
    },
    {
        "participant": "on1",
        "principle": "rolbewustzijn",
        "value": None,
        "explanation": "E3",
        "visibility": "begeleider",
        "in_report": False,
        "entry": "zelf",
    },
    {
        "participant": "ei1",
        "principle": "rolbewustzijn",
        "value": 1,
        "explanation": "E4",
        "visibility": "zelf",
        "in_report": False,
        "entry": "zelf",
    },
    {"participant": "ei1", "principle": "vertrouwen", "value": 5, "entry": "zelf"},
]
FOLLOW_UP = {
    "contact_now": "elk kwartaal",
    "contact_wanted": "elke maand",
    "next_on": "2026-09-01",
    "agenda": [
        {"title": "Wachttijden", "horizon": "kwartaal", "lead": "opdrachtnemer"},
        {"title": "Monteurs", "horizon": "lange_termijn"},
    ],
    "account_team": True,
    "account_team_members": [
        {"corner": "eigenaar", "name": "Bo Prins"},
        {"corner": "opdrachtgever", "name": "Aad Smit"},
    ],
    "account_team_rhythm": "elke week",
    "note": "Niet in augustus.",
}
AGREEMENTS = [
    {
        "text": "A1",
        "kind": "werkafspraak",
        "corners": ["opdrachtgever", "eigenaar"],
        "owner": "ei1",
        "due": "2026-06-15",
        "principle": "vertrouwen",
        "sign": "niemand belt nog",
        "most_important": True,
        "status": "gedaan",
    },
    {"text": "A2", "kind": "besluit", "corners": ["opdrachtnemer"], "most_important": False, "status": "open"},
]


def whole():
    """Return the file as a dict, in the order of the format; exported with confidential texts it stays the same."""
    conversation = {
        "title": "Halfjaargesprek",
        "purpose": "Horen wat er schuurt.",
        "date": "2026-03-12",
        "start": "09:30",
        "duration_minutes": 120,
        "form": "hybride",
        "place": "Zaal 3",
        "ground_rules": "Telefoons uit.",
        "shared_interest": "Iedereen warm.",
        "initiative": "eigenaar",
        "outcomes": ["besluiten", "verslag"],
        "embedded_in": "kwartaaloverleg",
        "rhythm": "halfjaar",
        "display": "naamloos",
        "self_facilitated": True,
        "facilitator": {"name": "Yara Nijland", "organisation": "Bureau Midden", "email": "yara@voorbeeld.example"},
        "participants": ["og1", "ei1", "on1"],
        "focus": ["vertrouwen", "opgavegericht"],
        "tips": {"tijd": {"done": True, "note": "gebeld"}, "setting": {"done": False}},
        "reflections": [dict(row) for row in REFLECTIONS],
        "scores": [dict(row) for row in SCORES],
        "insights": [
            {"principle": "vertrouwen", "text": "I1", "applied": "deels", "shared_view": "verschillend"},
            {"principle": "rolbewustzijn", "text": "I2"},
        ],
        "parked": ["de kantine", "het tarief"],
        "follow_up": {**FOLLOW_UP},
        "agreements": [dict(row) for row in AGREEMENTS],
    }
    triangle = {**TRIANGLE, "seats": [dict(row) for row in SEATS]}
    return {"format": "driehoek/gesprek", "version": 1, "triangle": triangle, "conversation": conversation}
