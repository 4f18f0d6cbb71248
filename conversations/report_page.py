"""From the content of a report to what its template shows, section by section. Pure: it sees nothing else."""

from . import mirror
from .board import Board
from .report_compared import compare
from .report_text import (
    RHYTHMS,
    STATUS,
    WAYS,
    absent_words,
    agreed_line,
    answers_by_kind,
    day,
    document_title,
    facts,
    findings,
    kind_line,
    long_day,
    lower_first,
    number,
    outcome_line,
    running_lines,
    sentence,
    spoken_for,
    state_line,
    upper_first,
    when,
    who,
)
from .strip import enumerate_words, tallest

MARK, SMALLEST_MARK, SCREEN_MARK = 16, 9, 22  # px; the first two on paper
ROOM = 12  # marks on top of one another, over all strips, that fit on the first page at full size
REPEATED = 300  # characters: a longer text is not repeated under its principle, nor set in a column


def compose(content, on_screen=False):
    """Return everything that the template of the report shows, as one dict of sections; an empty section is falsy."""
    board = Board.from_content(content["board"])
    deals = [deal(nr, row, content) for nr, row in enumerate(content["agreements"], 1)]
    return {
        **cover(content),
        "findings": findings(content, board),
        "key": next((row for row in deals if row["most_important"]), None),
        "board": board,
        "mark_size": SCREEN_MARK if on_screen else mark_size(board),
        "table": [{**row, "absent": absent_words(row)} for row in content["table"]],
        "opening": opening(content),
        "opening_is_short": max((len(text) for _, text in opening(content)), default=0) <= REPEATED,
        "given": [quote(text, content) for text in content["given"]],
        "principles": principles(content, board, deals),
        "silent": silent(content, board, deals),
        "mirror_size": SCREEN_MARK if on_screen else MARK,
        "mirrors": mirror.from_content(content, board),
        "deals": deals,
        "follow_up": list(follow_up(content)),
        "parked": content["parked"],
        "compared": compare(content, board, SCREEN_MARK if on_screen else MARK),
        "about": list(about(content, board)),
        "answers": [(label, enumerate_words(names)) for label, names in answers_by_kind(content["responses"])],
        "wording": content["principles"],
    }


def mark_size(board):
    """Return the size of a mark in px at which all strips fit on the first page."""
    stacked = sum(tallest(row.scores) for row in board.shown)
    return max(SMALLEST_MARK, min(MARK, MARK * ROOM // max(stacked, 1)))


def cover(content):
    name, state, classification = running_lines(content)
    stamp, talk = content["stamp"], content["conversation"]
    word, rest = state_line(content)
    bold, counts = agreed_line(content)
    return {
        "title": document_title(content),
        "running": {"name": name, "state": state, "classification": classification},
        "author": stamp["by"] or talk["facilitator"],
        "moment": stamp["at"] or talk["held_on"] or talk["created_at"],
        "is_concept": stamp["state"] == "concept",
        "is_over": talk["is_over"],
        "state": word,
        "state_rest": rest,
        "reason": stamp["reason"],
        "kind": kind_line(content),
        "heading": talk["title"],
        "facts": facts(content),
        "agreed": {"bold": bold, "counts": counts},
    }


def opening(content):
    """Return what the conversation set out from, as (heading, text), only what was written down."""
    talk = content["conversation"]
    texts = [
        ("De opgave", content["triangle"]["purpose"]),
        ("Doel van dit gesprek", talk["purpose"]),
        ("Gezamenlijk belang", talk["shared_interest"]),
        ("Spelregels", talk["ground_rules"]),
    ]
    return [(heading, text) for heading, text in texts if text.strip()]


def quote(text, content):
    """Return a given text with its heading and author; without a name it never tells to which principle it belongs."""
    names = {row["code"]: row["name"] for row in content["principles"]}
    asked = text["about"]
    if text["kind"] == "score":
        asked = f"Bij de score voor {names.get(asked, asked)}" if asked else "Bij een score"
    author = f"{text['name']}, {text['corner']}" if text["name"] else "Iemand aan tafel"
    return {"asked": asked, "text": f"“{text['text'].strip()}”", "author": author}


def principles(content, board, deals):
    """Return a section per principle about which there is something to say: shown ones in the order of the board."""
    rows = {row.code: row for row in board.shown}
    texts = {text["code"]: text for text in content["principles"]}
    codes = [*rows, *(code for code in texts if code not in rows)]
    sections = [section(code, texts, rows.get(code), content, deals) for code in codes]
    return [found for found in sections if found["row"] or found["said"] or found["outcome"] or found["deals"]]


def section(code, texts, row, content, deals):
    insights = [insight for insight in content["insights"] if insight["principle__code"] == code]
    text = texts.get(code, {})
    return {
        "code": code,
        "name": row.name if row else text.get("name", code),
        "question": row.question if row else text.get("core_question", ""),
        "row": row,
        "outcome": outcome_line(row, insights),
        "said": [insight["text"] for insight in insights if insight["text"].strip()],
        "deals": [deal for deal in deals if deal["principle"] == code],
    }


def silent(content, board, deals):
    """Return the names of the principles that were not spoken of while others were, in words; '' when none."""
    spoken = {found["code"] for found in principles(content, board, deals)}
    names = [lower_first(text["name"]) for text in content["principles"] if text["code"] not in spoken]
    return upper_first(enumerate_words(names)) if spoken and names else ""


def deal(nr, agreement, content):
    return {
        **agreement,
        "nr": nr,
        "when": when(agreement, content["conversation"]["held_on"]),
        "who": who(agreement),
        "sign": sentence(lower_first(agreement["sign"])) if agreement["sign"].strip() else "",
        "status_words": STATUS.get(agreement["status"], ""),
        "repeated": agreement["text"] if len(agreement["text"]) <= REPEATED else "",
    }


def follow_up(content):
    """Yield (label, text) of how the table goes on."""
    found, talk = content["follow_up"] or {}, content["conversation"]
    yield from filled("Volgend gesprek", next_talk(found, talk))
    yield from filled("Contact", contact(found))
    yield from filled("Accountteam", account_team(found))
    yield from filled("Gezamenlijke agenda", " ".join(topic(row) for row in found.get("topics", [])))
    yield from filled("Verder", found.get("note", ""))


def filled(label, text):
    return [(label, text)] if text.strip() else []


def next_talk(found, talk):
    parts = [f"{long_day(found['next_on'])}."] if found.get("next_on") else []
    rhythm, place = RHYTHMS.get(talk["rhythm"]), talk["embedded_in"]
    if rhythm and place:
        parts.append(f"Het gesprek komt {rhythm} terug en krijgt een vaste plek: {sentence(place)}")
    elif rhythm:
        parts.append(f"Het gesprek komt {rhythm} terug.")
    elif place:
        parts.append(f"Het gesprek krijgt een vaste plek: {sentence(place)}")
    return " ".join(parts)


def contact(found):
    now, wanted = found.get("contact_now"), found.get("contact_wanted")
    parts = [f"Nu: {sentence(lower_first(now))}"] if now else []
    return " ".join([*parts, f"Voortaan: {sentence(lower_first(wanted))}"] if wanted else parts)


def account_team(found):
    if not found.get("account_team"):
        return "Nee." if found.get("account_team") is False else ""
    rhythm = f", {lower_first(found['account_team_rhythm'])}" if found["account_team_rhythm"] else ""
    members = [f"{member['name']} ({member['corner']})" for member in found["team"]]
    return sentence(f"Ja{rhythm}" + (f": {enumerate_words(members)}" if members else ""))


def topic(row):
    lead = f" Trekker: {row['lead']}." if row["lead"] else ""
    return f"{sentence(row['title'])} Termijn: {row['horizon']}.{lead}"


def about(content, board):
    """Yield the paragraphs on how this report came about."""
    if any(row.scores for row in board.shown):
        yield " ".join(part for part in (entered(content), from_paper(content), shown_how(board)) if part)
        yield "Een streep loopt van de laagste naar de hoogste score. Er is geen gemiddelde: het gaat om het verschil."
    if lines := spoken_for(content["table"]):
        yield " ".join(lines)
    if content["insights"]:
        yield "Wat bij een principe staat, is aan tafel gezegd."
    if content["stamp"]["reason"]:
        stamp = content["stamp"]
        yield f"Dit is versie {stamp['version']}, van {day(stamp['at'])}. Reden: {sentence(stamp['reason'])}"


def entered(content):
    """Say how the scores were entered."""
    ways, people, table = content["entry"]["ways"], content["entry"]["people"], len(content["table"])
    if len(ways) > 1:
        parts = [f"{ways[way]} {words}" for way, words in WAYS.items() if way in ways]
        return f"Van de {sum(ways.values())} scores zijn er {enumerate_words(parts)}."
    givers = f"Alle {number(table)} de deelnemers" if people == table > 1 else f"{people} van de {table} deelnemers"
    own = f"{upper_first(givers)} gaven hun scores zelf." if people > 1 else "Eén deelnemer gaf scores, zelf."
    single = {
        "zelf": own,
        "namens": "Alle scores zijn namens de deelnemers ingevoerd.",
        "samen": "Alle scores zijn met de deelnemers samen ingevuld.",
    }
    return single[next(iter(ways))]


def from_paper(content):
    """Say how many scores were typed in after the meeting; older content does not know of it."""
    count, scores = content["entry"].get("from_paper", 0), sum(content["entry"]["ways"].values())
    if not count:
        return ""
    if count == scores:
        return "Ze zijn achteraf ingevoerd van papier."
    return f"{count} van de {scores} scores {'is' if count == 1 else 'zijn'} achteraf ingevoerd van papier."


def shown_how(board):
    if board.is_per_hoek:
        return "Ze staan per hoek, zonder naam."
    return "Ze staan zonder hoek en zonder naam. Aan een kleine tafel is soms te raden wie wat gaf."
