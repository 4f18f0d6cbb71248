"""How style sheets and scripts are put ready for production: fewer files, each named by what it holds."""

from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What every page of a kind begins with, in the order in which it counts. Joined, a first visit asks for one file.
SHEETS = {
    "staff": ["vendor/nlds/nlds-tokens.css", "vendor/nlds/nlds-components.css", "css/theme.css", "css/driehoek.css"],
    "participant": ["vendor/nlds/nlds-participant.css", "css/participant.css", "css/theme.css", "css/driehoek.css"],
}
IMPORT = (r"""(?P<matched>(?P<names>import [^;"']+ from )"(?P<url>\./[^"]+)";)""", '%(names)s"%(url)s";')


class Collected(CompressedManifestStaticFilesStorage):
    """That of WhiteNoise, which also joins style sheets, and names the modules that a script imports by what they hold.

    Without the latter a browser may run a new script with the old version of what it imports.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORT,)))  # our own scripts only

    def post_process(self, paths, dry_run=False, **options):
        """Join the sheets and go on. Raises FileNotFoundError when one of them was not collected."""
        if not dry_run:
            for kind in SHEETS:
                paths[joined(kind)] = (self, self.join(kind))
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def join(self, kind):
        """Write the sheets of `kind` into one beside theirs, so that what they refer to stays where it is."""
        texts = []
        for part in SHEETS[kind]:
            with self.open(part) as sheet:
                texts.append(sheet.read())
        with open(self.path(joined(kind)), "wb") as target:
            target.write(b"\n".join(texts))
        return joined(kind)


def joined(kind):
    return f"css/all-{kind}.css"


def addresses(kind):
    """Return where the sheets of `kind` are: joined in one where they were collected, else each by itself."""
    names = [joined(kind)] if isinstance(staticfiles_storage._wrapped, Collected) else SHEETS[kind]
    return [staticfiles_storage.url(name) for name in names]
