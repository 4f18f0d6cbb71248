"""Read a PDF back as a screen reader or an archive would."""

import io
import subprocess

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.drawn import html_in


class UndrawnError(Exception):
    """This paper carries its HTML and was never drawn: the test that looks at it needs the mark `drawn`."""


def drawn(pdf):
    """Return the bytes of a paper that was really drawn. Raises UndrawnError, lest a test finds nothing in nothing."""
    if html_in(pdf):
        raise UndrawnError
    return pdf


def opened(pdf):
    return pikepdf.open(io.BytesIO(drawn(pdf)))


def nodes(pdf):
    """Yield every node of the tag tree, in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Array):
            waiting = [*node, *waiting]
        elif isinstance(node, Dictionary):
            if "/S" in node:
                yield node
            waiting.insert(0, node.get("/K", Array()))


def tagged(pdf, *kinds):
    return [node for node in nodes(pdf) if str(node.S).strip("/") in kinds]


def shown_outside_tags(pdf):
    """Return how many pieces of text are painted without a tag and without being marked as an artifact."""
    loose = 0
    for page in pdf.pages:
        depth = 0
        for line in pikepdf.parse_content_stream(page):
            operator = str(line.operator)
            depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
            loose += operator in ("Tj", "TJ", "'", '"') and depth == 0
    return loose


def pagination_artifacts(pdf):
    """Return how many pieces of text are marked as header or footer, page by page."""
    return [
        sum(
            str(line.operator) == "BDC"
            and line.operands[0] == Name.Artifact
            and line.operands[1].get("/Type") == Name.Pagination
            for line in pikepdf.parse_content_stream(page)
        )
        for page in pdf.pages
    ]


def fonts(pdf):
    """Return {name: is embedded} of every font on every page, those of drawings inside it included."""
    found, waiting = {}, [page.obj for page in pdf.pages]
    while waiting:
        resources = waiting.pop().get("/Resources", Dictionary())
        for font in resources.get("/Font", Dictionary()).values():
            kid = font.get("/DescendantFonts", [font])[0]
            descriptor = kid.get("/FontDescriptor", Dictionary())
            found[str(font.BaseFont)] = any(f"/FontFile{nr}" in descriptor for nr in ("", "2", "3"))
        waiting += [form for form in resources.get("/XObject", Dictionary()).values() if "/Resources" in form]
    return found


def texts(pdf):
    """Return the text of each page."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=drawn(pdf), capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def qpdf_check(pdf, folder):
    """Return what qpdf has against a file; '' when nothing."""
    path = folder / "getoetst.pdf"
    path.write_bytes(drawn(pdf))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr
