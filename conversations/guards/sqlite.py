"""The guards as SQLite triggers. `INSERT OR REPLACE` fires no delete trigger, hence the `no_replace` ones."""

PRESENT = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def _refuse(table, when, message, event="UPDATE"):
    condition = f"WHEN {when} " if when else ""
    return f"BEFORE {event} ON conversations_{table} {condition}BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _open(row):
    """SQL: whether a destruction is open for the conversation of `row` (OLD or NEW)."""
    return (
        "EXISTS (SELECT 1 FROM conversations_destruction d "
        f"WHERE d.conversation_id = {row}.conversation_id AND d.closed_at IS NULL)"
    )


def _exists(table, same):
    return f"EXISTS (SELECT 1 FROM conversations_{table} WHERE id = NEW.id OR ({same}))"


FREE = "(NEW.visibility = OLD.visibility OR NEW.visibility = 'zelf' OR OLD.visibility = 'met_naam')"
NOT_RAISED = f"({FREE} AND NEW.in_report <= OLD.in_report)"


def _consented(text):
    """SQL: whether the newest consent of this text is exactly what the update asks for."""
    return (
        f"((NEW.visibility, NEW.in_report) IS (SELECT level, in_report FROM conversations_consent "
        f"WHERE {text}_id = OLD.id ORDER BY id DESC LIMIT 1))"
    )


def _text_guards(text, subject):
    """Return the guards of one table of private text; `subject` is the column that it answers to."""
    same = f"participant_id = NEW.participant_id AND {subject} = NEW.{subject}"
    fixed = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in ("id", "conversation_id", "corner", subject))
    lost = f"NEW.participant_id IS NOT OLD.participant_id AND NOT (NEW.participant_id IS NULL AND {_open('OLD')})"
    return {
        f"{text}_born_private": _refuse(
            text, "NEW.visibility <> 'zelf' OR NEW.in_report", "visibility: born zelf", "INSERT"
        ),
        f"{text}_no_replace": _refuse(text, _exists(text, same), "text: exists already", "INSERT"),
        f"{text}_author_fixed": _refuse(text, f"{fixed} OR ({lost})", "text: author is fixed"),
        f"{text}_only_with_consent": _refuse(
            text, f"NOT {NOT_RAISED} AND NOT {_consented(text)}", "visibility: raised without consent"
        ),
        f"{text}_lowered": f"""AFTER UPDATE ON conversations_{text}
            WHEN (NEW.visibility <> OLD.visibility OR NEW.in_report <> OLD.in_report)
                AND NOT {_consented(text)} AND NEW.participant_id IS NOT NULL
            BEGIN INSERT INTO conversations_consent
                (conversation_id, participant_id, {text}_id, level, in_report, source, facilitator_name, at)
                VALUES (NEW.conversation_id, NEW.participant_id, NEW.id, NEW.visibility, NEW.in_report,
                        'verlaagd', '', CURRENT_TIMESTAMP); END""",
        f"{text}_kept": _refuse(text, f"NOT {_open('OLD')}", "text: goes only with its destruction row", "DELETE"),
    }


def _given_guards(table, same):
    """Return the guards of what somebody gave as a figure; `same` is the SQL by which a row is there already."""
    lost = f"NEW.participant_id IS NOT OLD.participant_id AND NOT (NEW.participant_id IS NULL AND {_open('OLD')})"
    kept = f"OLD.shown_at IS NOT NULL AND NOT {_open('OLD')}"
    return {
        f"{table}_kept": _refuse(table, kept, f"{table}: shown, goes only with destruction", "DELETE"),
        f"{table}_no_replace": _refuse(table, _exists(table, same), f"{table}: exists already", "INSERT"),
        f"{table}_author_fixed": _refuse(table, lost, f"{table}: author is fixed"),
    }


TRIGGERS = {
    "audit_no_update": _refuse("auditevent", "", "audit: append only"),
    "audit_no_delete": _refuse("auditevent", "", "audit: append only", "DELETE"),
    "audit_no_replace": _refuse("auditevent", _exists("auditevent", "hash = NEW.hash"), "audit: append only", "INSERT"),
    "audithead_no_update": _refuse("audithead", "", "audit: append only"),
    "audithead_no_delete": _refuse("audithead", "", "audit: append only", "DELETE"),
    "audithead_no_replace": _refuse("audithead", _exists("audithead", "day = NEW.day"), "audit: append only", "INSERT"),
    "destruction_closes_once": _refuse(
        "destruction",
        "OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR NEW.id <> OLD.id OR NEW.rule <> OLD.rule "
        "OR NEW.conversation_id <> OLD.conversation_id OR NEW.opened_at <> OLD.opened_at",
        "destruction: append only",
    ),
    "destruction_no_delete": _refuse("destruction", "", "destruction: append only", "DELETE"),
    "destruction_no_replace": _refuse(
        "destruction",
        _exists("destruction", "conversation_id = NEW.conversation_id AND closed_at IS NULL AND NEW.closed_at IS NULL"),
        "destruction: append only",
        "INSERT",
    ),
    "consent_no_update": _refuse("consent", "", "consent: append only"),
    "consent_kept": _refuse("consent", f"NOT {_open('OLD')}", "consent: append only", "DELETE"),
    "consent_no_replace": _refuse("consent", _exists("consent", "0"), "consent: append only", "INSERT"),
    "consent_own": _refuse(
        "consent",
        "NOT EXISTS (SELECT 1 FROM conversations_reflection t WHERE t.id = NEW.reflection_id "
        "AND t.participant_id = NEW.participant_id AND t.conversation_id = NEW.conversation_id "
        "UNION ALL SELECT 1 FROM conversations_explanation t WHERE t.id = NEW.explanation_id "
        "AND t.participant_id = NEW.participant_id AND t.conversation_id = NEW.conversation_id)",
        "consent: not the author",
        "INSERT",
    ),
    **_text_guards("reflection", "question_id"),
    **_text_guards("explanation", "principle_id"),
    **_given_guards("score", "participant_id = NEW.participant_id AND principle_id = NEW.principle_id"),
    **_given_guards(
        "guess", "participant_id = NEW.participant_id AND principle_id = NEW.principle_id AND about = NEW.about"
    ),
    "report_frozen": _refuse("report", "OLD.state = 'vastgesteld'", "report: vastgesteld never changes"),
    "report_kept": _refuse(
        "report", f"OLD.state = 'vastgesteld' AND NOT {_open('OLD')}", "report: goes only with destruction", "DELETE"
    ),
    "report_no_replace": _refuse(
        "report",
        _exists("report", "conversation_id = NEW.conversation_id AND version = NEW.version"),
        "report: exists already",
        "INSERT",
    ),
    "display_never_widened": _refuse(
        "conversation",
        "OLD.display = 'naamloos' AND NEW.display <> 'naamloos' "
        "AND EXISTS (SELECT 1 FROM conversations_score WHERE conversation_id = OLD.id)",
        "display: fixed since the first score",
    ),
    "mirror_never_later": _refuse(
        "conversation",
        "NEW.mirror AND NOT OLD.mirror AND EXISTS (SELECT 1 FROM conversations_score WHERE conversation_id = OLD.id)",
        "mirror: fixed since the first score",
    ),
}
TABLES = {body.split(" ON ", 1)[1].split()[0] for body in TRIGGERS.values()}


def create_statements():
    return [f"CREATE TRIGGER IF NOT EXISTS {name} {body}" for name, body in TRIGGERS.items()]


def drop_statements():
    return [f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS]
