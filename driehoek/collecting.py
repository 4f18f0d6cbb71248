"""How style sheets and scripts are put ready for production: fewer files, each named by what it holds."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What every page of a kind begins with, in the order in which it counts. Joined, a first visit asks for one file.
STAFF = ["vendor/nlds/nlds-tokens.css", "vendor/nlds/nlds-components.css", "css/theme.css", "css/driehoek.css"]
SHEETS = {
    "staff": STAFF,
    "meeting": [*STAFF, "css/meeting.css"],
    "participant": ["vendor/nlds/nlds-participant.css", "css/participant.css", "css/theme.css", "css/driehoek.css"],
    "report": ["css/report.css", "css/draft.css"],  # beside those of staff
}
# What a page runs: the last, after what it imports. Joined they are one module, in which every name is there once.
SCRIPTS = {
    "planning": ["js/save.js", "js/planning.js"],
    "meeting": ["js/poll.js", "js/fields.js", "js/save.js", "js/meeting.js"],
    "matrix": ["js/poll.js", "js/fields.js", "js/save.js", "js/meeting.js", "js/matrix.js"],
}
IMPORT, EXPORT = re.compile(rb"^import [^;]+;\n", re.MULTILINE), re.compile(rb"^export (?=\w)", re.MULTILINE)


class Collected(CompressedManifestStaticFilesStorage):
    """That of WhiteNoise, which also joins style sheets, and a script with the modules that it imports."""

    def post_process(self, paths, dry_run=False, **options):
        """Join and go on. Raises FileNotFoundError when a part of it was not collected."""
        if not dry_run:
            for kind, parts in SHEETS.items():
                self.join(paths, sheet(kind), parts)
            for kind, parts in SCRIPTS.items():
                self.join(paths, script(kind), parts, [(IMPORT, b""), (EXPORT, b"")])
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def join(self, paths, name, parts, without=()):
        """Write `parts` into one file beside theirs, so that what they refer to stays where it is."""
        texts = []
        for part in parts:
            with self.open(part) as file:
                texts.append(file.read())
        whole = b"\n".join(texts)
        for pattern, instead in without:
            whole = pattern.sub(instead, whole)
        with open(self.path(name), "wb") as target:
            target.write(whole)
        paths[name] = (self, name)


def sheet(kind):
    return f"css/all-{kind}.css"


def script(kind):
    return f"js/all-{kind}.js"


def is_collected():
    return isinstance(staticfiles_storage._wrapped, Collected)


def sheet_addresses(kind):
    """Return where the sheets of `kind` are: joined in one where they were collected, else each by itself."""
    names = [sheet(kind)] if is_collected() else SHEETS[kind]
    return [staticfiles_storage.url(name) for name in names]


def script_address(kind):
    """Return where the script of `kind` is; where nothing was collected it imports the others by itself."""
    return staticfiles_storage.url(script(kind) if is_collected() else SCRIPTS[kind][-1])
