"""The guards as PostgreSQL triggers. ENABLE ALWAYS: else a session in replica role would pass them."""

PRESENT = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"

FUNCTIONS = """
CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$;

CREATE OR REPLACE FUNCTION guard_open(conversation bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM conversations_destruction WHERE conversation_id = conversation AND closed_at IS NULL) $$;

CREATE OR REPLACE FUNCTION guard_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF guard_open(OLD.conversation_id) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$;

CREATE OR REPLACE FUNCTION guard_destruction() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL
     OR (NEW.id, NEW.conversation_id, NEW.rule, NEW.opened_at)
        IS DISTINCT FROM (OLD.id, OLD.conversation_id, OLD.rule, OLD.opened_at) THEN
    RAISE EXCEPTION 'destruction: append only' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION guard_consent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM conversations_reflection t WHERE t.id = NEW.reflection_id
      AND t.participant_id = NEW.participant_id AND t.conversation_id = NEW.conversation_id)
    AND NOT EXISTS (SELECT 1 FROM conversations_explanation t WHERE t.id = NEW.explanation_id
      AND t.participant_id = NEW.participant_id AND t.conversation_id = NEW.conversation_id) THEN
    RAISE EXCEPTION 'consent: not the author' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION guard_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  text_column text := TG_ARGV[0];
  subject text := TG_ARGV[1];
  consented boolean;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.visibility <> 'zelf' OR NEW.in_report THEN
      RAISE EXCEPTION 'visibility: born zelf' USING ERRCODE = 'check_violation'; END IF;
    RETURN NEW;
  END IF;
  IF NEW.id <> OLD.id OR NEW.conversation_id <> OLD.conversation_id OR NEW.corner <> OLD.corner
     OR to_jsonb(NEW) -> subject IS DISTINCT FROM to_jsonb(OLD) -> subject
     OR (NEW.participant_id IS DISTINCT FROM OLD.participant_id
         AND NOT (NEW.participant_id IS NULL AND guard_open(OLD.conversation_id))) THEN
    RAISE EXCEPTION 'text: author is fixed' USING ERRCODE = 'check_violation'; END IF;
  IF (NEW.visibility, NEW.in_report) IS NOT DISTINCT FROM (OLD.visibility, OLD.in_report) THEN RETURN NEW; END IF;
  EXECUTE format('SELECT (level, in_report) IS NOT DISTINCT FROM ($2, $3) FROM conversations_consent
                  WHERE %I = $1 ORDER BY id DESC LIMIT 1', text_column)
    INTO consented USING OLD.id, NEW.visibility, NEW.in_report;
  IF consented THEN RETURN NEW; END IF;
  IF (NEW.visibility <> OLD.visibility AND NEW.visibility <> 'zelf' AND OLD.visibility <> 'met_naam')
     OR (NEW.in_report AND NOT OLD.in_report) THEN
    RAISE EXCEPTION 'visibility: raised without consent' USING ERRCODE = 'check_violation'; END IF;
  IF NEW.participant_id IS NOT NULL THEN
    EXECUTE format('INSERT INTO conversations_consent
      (conversation_id, participant_id, %I, level, in_report, source, facilitator_name, at)
      VALUES ($1, $2, $3, $4, $5, ''verlaagd'', '''', now())', text_column)
      USING NEW.conversation_id, NEW.participant_id, NEW.id, NEW.visibility, NEW.in_report;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_score() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.shown_at IS NULL OR guard_open(OLD.conversation_id) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '%: shown, goes only with destruction', TG_ARGV[0] USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.participant_id IS DISTINCT FROM OLD.participant_id
     AND NOT (NEW.participant_id IS NULL AND guard_open(OLD.conversation_id)) THEN
    RAISE EXCEPTION '%: author is fixed', TG_ARGV[0] USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION guard_report() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state = 'vastgesteld' AND (TG_OP = 'UPDATE' OR NOT guard_open(OLD.conversation_id)) THEN
    RAISE EXCEPTION 'report: vastgesteld never changes' USING ERRCODE = 'check_violation'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION guard_display() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.display = 'naamloos' AND NEW.display <> 'naamloos'
     AND EXISTS (SELECT 1 FROM conversations_score WHERE conversation_id = OLD.id) THEN
    RAISE EXCEPTION 'display: fixed since the first score' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION guard_mirror() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.mirror AND NOT OLD.mirror
     AND EXISTS (SELECT 1 FROM conversations_score WHERE conversation_id = OLD.id) THEN
    RAISE EXCEPTION 'mirror: fixed since the first score' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW; END $$;
"""


def _row(event, table, call):
    return f"BEFORE {event} ON conversations_{table} FOR EACH ROW EXECUTE FUNCTION {call}"


def _never_truncated(table):
    return f"BEFORE TRUNCATE ON conversations_{table} FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('{table}: kept')"


TRIGGERS = {
    "audit_append_only": _row("UPDATE OR DELETE", "auditevent", "guard_refuse('audit: append only')"),
    "audithead_append_only": _row("UPDATE OR DELETE", "audithead", "guard_refuse('audit: append only')"),
    "destruction_closes_once": _row("UPDATE", "destruction", "guard_destruction()"),
    "destruction_no_delete": _row("DELETE", "destruction", "guard_refuse('destruction: append only')"),
    "consent_own": _row("INSERT", "consent", "guard_consent()"),
    "consent_no_update": _row("UPDATE", "consent", "guard_refuse('consent: append only')"),
    "consent_kept": _row("DELETE", "consent", "guard_kept('consent: append only')"),
    "score_guard": _row("UPDATE OR DELETE", "score", "guard_score('score')"),
    "guess_guard": _row("UPDATE OR DELETE", "guess", "guard_score('guess')"),
    "report_guard": _row("UPDATE OR DELETE", "report", "guard_report()"),
    "display_never_widened": _row("UPDATE OF display", "conversation", "guard_display()"),
    "mirror_never_later": _row("UPDATE OF mirror", "conversation", "guard_mirror()"),
}
for _text, _subject in (("reflection", "question_id"), ("explanation", "principle_id")):
    TRIGGERS[f"{_text}_guard"] = _row("INSERT OR UPDATE", _text, f"guard_text('{_text}_id', '{_subject}')")
    TRIGGERS[f"{_text}_kept"] = _row("DELETE", _text, "guard_kept('text: goes only with its destruction row')")
for _table in (
    "auditevent",
    "audithead",
    "consent",
    "destruction",
    "explanation",
    "guess",
    "reflection",
    "report",
    "score",
):
    TRIGGERS[f"{_table}_no_truncate"] = _never_truncated(_table)
TABLES = {body.split(" ON ", 1)[1].split()[0] for body in TRIGGERS.values()} | {"conversations_destruction"}


def _table(body):
    return body.split(" ON ", 1)[1].split()[0]


def create_statements():
    made = [
        f"CREATE OR REPLACE TRIGGER {name} {body}; ALTER TABLE {_table(body)} ENABLE ALWAYS TRIGGER {name}"
        for name, body in TRIGGERS.items()
    ]
    return [FUNCTIONS, *made]


def drop_statements():
    """Return statements that also pass when a table is not there (any more)."""
    return [f"DROP TRIGGER IF EXISTS {name} ON {_table(body)}" for name, body in TRIGGERS.items()]
