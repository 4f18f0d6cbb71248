"""The rows of everything that leaves the product: files, mails and commands, with what private words may be in each."""

# Route: who gets the file, and which words of participants may be in it.
NONE, OWN = "no private word", "the own words of who asks for it, after the code"
RELEASED = "what the table read; in print only with the tick of its author"
FILES = {
    "conversations:report_pdf": ("adviser and facilitators", RELEASED),
    "conversations:report_docx": ("adviser and facilitators", RELEASED),
    "conversations:report_version_pdf": ("adviser and facilitators", RELEASED),
    "conversations:report_version_docx": ("adviser and facilitators", RELEASED),
    "conversations:read_pdf": ("readers by link", RELEASED),
    "conversations:archive": ("adviser", RELEASED),
    "conversations:briefing_pdf": ("adviser and facilitators", RELEASED),
    "conversations:agenda_item_pdf": ("adviser and facilitators", NONE),
    "conversations:papers": ("adviser and facilitators", NONE),
    "conversations:introduction_pdf": ("adviser", NONE),
    "conversations:ledger_file": ("adviser", NONE),
    "conversations:oversight_file": ("who has the overview", NONE),
    "conversations:access_file": ("functioneel beheerder", NONE),
    "conversations:calendar": ("participant", NONE),
    "conversations:calendar_feed": ("whoever has the address", NONE),
    "conversations:personal_json": ("participant", OWN),
    "conversations:personal_pdf": ("participant", OWN),
    "conversations:my_data_json": ("who is logged in", NONE),
    "conversations:my_data_pdf": ("who is logged in", NONE),
    "security_txt": ("everybody", NONE),
}
# Kind of mail: who gets it, and everything its template may say. None of these is a text that was written in private.
SENDER = "contact link name title triangle"
MAILS = {
    "account": ("new account", "again link name organisation username"),
    "adres_gewijzigd": ("old address of a participant", "contact name title triangle"),
    "afgemeld": ("participant", "contact name title triangle"),
    "alles_binnen": ("adviser", "link name title triangle"),
    "antwoord": ("who remarked", SENDER),
    "begeleider_antwoord": ("adviser", "guide link name title triangle"),
    "begeleider_gevraagd": ("who is asked to facilitate", "by contact link minutes moment name triangle"),
    "begeleider_vervalt": ("who was asked to facilitate", "name triangle"),
    "code": ("participant", "code name"),
    "collega": ("new adviser", "again by link name organisation triangle username"),
    "concept_lezen": ("participant", SENDER + " until"),
    "datum": ("secretary", "contact link name triangle"),
    "datum_gekozen": ("participant", SENDER + " moment place"),
    "geannuleerd": ("participant", "contact moment name title triangle"),
    "gewist": ("who asked to be erased", "kept.verslagen triangle"),
    "herinnering": ("participant", SENDER + " last_day"),
    "hulp_nodig": ("adviser", "link name triangle"),
    "inloggen": ("account", "change link name"),
    "link": ("participant", SENDER),
    "toegang_nalopen": ("functioneel beheerder", "link name"),
    "uitnodiging": ("participant", SENDER + " line moment place"),
    "vastgesteld": ("participant", SENDER),
    "verhinderd": ("adviser", "link name title triangle"),
    "verzet": ("participant", SENDER + " moment moves place"),
    "voorstel": ("adviser", "link name triangle"),
    "voortgang": ("participant", "contact line link more name triangle"),
    "wachtwoord": ("account", "link name username"),
    "wissen_geweigerd": ("who asked to be erased", "contact name reason triangle"),  # the reason is written to them
}
FRAMES = {"base.txt", "mail.html"}  # what every mail stands in
# Command: what it may print. Who runs one has the keys of the installation.
COMMANDS = {
    "archive_conversation": NONE,
    "backup": NONE,
    "erase_person": NONE,
    "export_conversation": "what was released; with --include-confidential everything",
    "export_examples": NONE,
    "import_conversation": NONE,
    "import_examples": NONE,
    "legal_hold": NONE,
    "load_demo": NONE,
    "migrate": NONE,
    "participant_link": "a personal link",
    "export_person": "everything of one person, for that person",
    "print_handleiding": NONE,
    "render_report": NONE,
    "replay_erasures": NONE,
    "restore": NONE,
    "rotate_text_keys": NONE,
    "send_due": NONE,
    "verify_audit": NONE,
    "verify_report": NONE,
}
