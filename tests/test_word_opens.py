"""The report in Word as a program for documents opens it: without a warning, and with every word in its place."""

import re
import subprocess

import pytest

from conversations.report import build_content, establish
from conversations.report_docx import render_docx
from tests.comparing.conftest import freeze
from tests.factories import UserFactory
from tests.held import hold, read_case
from tests.pdf_reading import texts
from tests.test_report_pdf import hostile_case
from tests.word_reading import MARK, every_text

pytestmark = pytest.mark.django_db
BULLET = re.compile(r"^\s*•", re.MULTILINE)  # that of a list, which is no text of ours
CASES = ("kustregister", "jeugdhulpregio", "warmtenet-in-voorbereiding")


@pytest.fixture
def written():
    """Return {name: bytes} of drafts, of one that is vastgesteld and of a hostile one."""
    held = {name: hold(read_case(name)) for name in CASES}
    earlier = hold(read_case("kustregister-vorige-keer"))
    freeze(earlier)
    held["kustregister"].triangle = earlier.triangle
    held["kustregister"].save()
    bodies = {name: render_docx(build_content(conversation)) for name, conversation in held.items()}
    bodies["vastgesteld"] = render_docx(establish(held["kustregister"], UserFactory()).content)
    return bodies | {"vijandig": render_docx(build_content(hold(hostile_case())))}


def convert(bodies, kind, folder):
    """Open the documents as somebody at a desk would, and save them; return what was said on the way."""
    for name, body in bodies.items():
        (folder / f"{name}.docx").write_bytes(body)
    told = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--infilter=MS Word 2007 XML"]
    told += ["--convert-to", kind]
    paths = sorted(folder.glob("*.docx"))
    done = subprocess.run([*told, "--outdir", folder, *paths], capture_output=True, text=True, check=True, timeout=300)
    return done.stderr, done.stdout


def words(text):
    return "".join(MARK.sub("", text).split())


def test_it_opens_without_a_warning_and_loses_no_word(written, tmp_path):
    warned, told = convert(written, "txt:Text (encoded):UTF8", tmp_path)
    assert [line for line in warned.splitlines() if "javaldx" not in line] == []  # that there is no Java here
    assert "rror" not in told
    for name, body in written.items():
        read = BULLET.sub("", (tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig"))
        assert words(read) == words("".join(every_text(body))), name


def test_on_paper_every_page_has_its_number_the_state_and_the_rubricering(written, tmp_path):
    drafts = {name: written[name] for name in ("kustregister", "vastgesteld")}
    convert(drafts, "pdf", tmp_path)
    for name, state in (("kustregister", "CONCEPT, versie 1"), ("vastgesteld", "Kopie in Word")):
        pages = texts((tmp_path / f"{name}.pdf").read_bytes())
        assert 4 <= len(pages) <= 9
        for number, page in enumerate(pages, 1):
            assert state in page
            assert f"Pagina {number} van {len(pages)}" in page.replace("\N{NO-BREAK SPACE}", " ")
            assert "Voor de deelnemers van dit gesprek" in page
