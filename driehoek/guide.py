"""The handleiding: the help as one Markdown document, in the order of the journey."""

import textwrap

WIDTH = 120
NOTE = "<!-- Geprint uit driehoek/help.yaml met: python manage.py print_handleiding. Wijzig daar. -->"


def print_guide(told):
    """Return the Help `told` as Markdown text."""
    parts = [f"# {told.title}", NOTE, told.text, *practice(told.rehearsing)]
    for chapter in told.chapters:
        parts += [f"## {chapter.title}", chapter.text]
        parts += [part for page in chapter.pages for part in page_lines(page)]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def practice(rehearsing):
    steps = [wrap(f"**{step.title}.** {step.todo}", f"{number}. ") for number, step in enumerate(rehearsing.steps, 1)]
    return [f"## {rehearsing.title}", rehearsing.text, "\n".join(steps)]


def page_lines(page):
    return f"### {page.title}", wrap(" ".join(page.sentences))


def wrap(text, before=""):
    """Return `text` in lines of at most WIDTH, the first one behind `before`."""
    return textwrap.fill(
        text, WIDTH, initial_indent=before, subsequent_indent=" " * len(before), break_on_hyphens=False
    )
