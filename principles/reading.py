"""Read the content files and check them whole: a file with a mistake is refused with every mistake and its place."""

import json
from pathlib import Path

import yaml
from django.core.management.base import CommandError
from jsonschema import Draft202012Validator

CONTENT = Path(__file__).parent / "content"
FILES = ("principes", "tips", "vragen", "kaarten", "voorbeeldafspraken")
KINDS = {
    "object": "een blok met namen en waarden",
    "array": "een lijst",
    "string": "tekst",
    "integer": "een heel getal",
}
REASONS = {
    "type": lambda error: f"hier hoort {KINDS[error.validator_value]}",
    "required": lambda error: "hier ontbreekt " + ", ".join(sorted(set(error.validator_value) - set(error.instance))),
    "additionalProperties": lambda error: (
        "deze naam is onbekend; toegestaan zijn " + ", ".join(error.schema["properties"])
    ),
    "pattern": lambda error: (
        "een code bestaat uit kleine letters, cijfers en losse streepjes"
        if error.validator_value.startswith("^")
        else "deze tekst is leeg"
    ),
    "maxLength": lambda error: f"deze tekst is te lang: hooguit {error.validator_value} tekens",
    "minItems": lambda error: f"deze lijst is te kort: minstens {error.validator_value}",
    "maxItems": lambda error: f"deze lijst is te lang: hooguit {error.validator_value}",
    "uniqueItems": lambda error: "in deze lijst staat iets twee keer",
    "anyOf": lambda error: "een kaart heeft een vraag, of een vraag voor minstens één hoek",
}


class ContentError(CommandError):
    """A content file is wrong; the message is Dutch and names per mistake the file, the place and the reason."""

    def __init__(self, mistakes):
        self.mistakes = mistakes
        super().__init__("De inhoud is niet geladen.\n" + "\n".join(mistakes))


def read_files(folder=CONTENT):
    """Return the content of every file, as {file name without suffix: plain JSON values}.

    Raises ContentError with the mistakes of all files together.
    """
    shape = json.loads((CONTENT / "schema.json").read_text(encoding="utf-8"))
    content, mistakes = {}, []
    for name in FILES:
        try:
            content[name] = parse(folder / f"{name}.yaml")
        except ContentError as error:
            mistakes += error.mistakes
            continue
        found = Draft202012Validator({**shape, "$ref": f"#/$defs/{name}"}).iter_errors(content[name])
        mistakes += sorted({f"{name}.yaml, {place(error)}: {reason(error)}." for error in found})
    if mistakes:
        raise ContentError(mistakes)
    return content


def parse(path):
    """Return the YAML of one file as plain JSON values, so that keys are text. Raises ContentError."""
    try:
        return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    except OSError as error:
        raise ContentError([f"{path.name}: dit bestand is niet te lezen."]) from error
    except UnicodeDecodeError as error:
        raise ContentError([f"{path.name}: dit bestand is geen UTF-8."]) from error
    except (yaml.YAMLError, TypeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", regel {mark.line + 1}" if mark else ""
        raise ContentError([f"{path.name}{where}: dit is geen geldige YAML."]) from error


def place(error):
    """Return where a schema error is, as a JSON pointer: /0/naam."""
    return "/" + "/".join(map(str, error.absolute_path))


def reason(error):
    """Return in Dutch what is wrong at a schema error."""
    return REASONS[error.validator](error)
