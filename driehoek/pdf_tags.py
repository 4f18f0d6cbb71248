"""Finish a 'pdf/a-2a' file of WeasyPrint 70: the marks, scopes, names and artifacts that PDF/UA-1 asks as well.

Only reads and writes bytes; the same input gives the same output.
"""

import io
import re
from collections import defaultdict
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String

PRINTED = 4  # the annotation flag that PDF/A wants on every link
ARTIFACT = b"/Artifact\n<</Type /Pagination>>\nBDC"
DECORATION = b"/Artifact\n<</Type /Layout>>\nBDC"
# Text is written in hex digits and a mark on lines of its own. Reading these lines, and not every operator of the page
# as an object, makes a PDF a sixth cheaper.
MARKED = re.compile(rb"^/\S+\n<</MCID (\d+)>>\nBDC$", re.MULTILINE)
TABLE_PARTS = (Name.THead, Name.TBody)

# The mark of PDF/UA, and the schema that PDF/A wants for a property that it does not know itself.
UA_XMP = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""  # noqa: E501


@dataclass
class Found:
    """What the tag tree holds: per page the marks of its text and of its decorations, and the nodes with an ID."""

    tagged: defaultdict = field(default_factory=lambda: defaultdict(set))
    decorations: defaultdict = field(default_factory=lambda: defaultdict(set))
    ids: dict = field(default_factory=dict)


def finish(source, link_names):
    """Return the finished file (bytes) and its number of untagged texts, which should all be headers and footers.

    `link_names` gives the text of a link by the name of its anchor. Raises KeyError for a link without a name and
    ValueError when the file is not as WeasyPrint 70 writes it.
    """
    pdf = pikepdf.open(io.BytesIO(source))
    tree, found = pdf.Root.StructTreeRoot, Found()
    walk(tree, found)
    tree.IDTree = Dictionary(Names=Array([part for key in sorted(found.ids) for part in (String(key), found.ids[key])]))
    numbers = tree.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    untagged = 0
    for page in pdf.pages:
        name_links(page, link_names)
        untagged += set_artifacts(pdf, page, found, parents)
    mark_as_ua(pdf)
    pdf.save(out := io.BytesIO(), deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue(), untagged


def walk(node, found, page=None, part=None):
    """Note what the tree holds, give header cells their scope, and take drawings without a name out of the tree."""
    page = node.Pg.objgen if "/Pg" in node else page
    kind = node.get("/S")
    part = kind if kind in TABLE_PARTS else part
    if kind == Name.TH:
        node.A.Scope = Name.Column if part == Name.THead else Name.Row
    if "/ID" in node:
        found.ids[bytes(node.ID)] = node
    for kid in spoken(node, found):
        if isinstance(kid, int):
            found.tagged[page].add(kid)
        elif kid.get("/Type") != Name.OBJR:
            walk(kid, found, page, part)


def spoken(node, found):
    """Return the children of `node` that a reader hears; a drawing without a name, beside its word, is not one."""
    kids = node.get("/K", Array())
    kids = list(kids) if isinstance(kids, Array) else [kids]
    silent = [kid for kid in kids if isinstance(kid, Dictionary) and is_decoration(kid)]
    for kid in silent:
        found.decorations[kid.Pg.objgen].update(int(mark) for mark in kid.K)
    if silent:
        kids = [kid for kid in kids if not (isinstance(kid, Dictionary) and is_decoration(kid))]
        node.K = Array(kids)
    return kids


def is_decoration(node):
    return node.get("/S") == Name.Figure and "/Alt" not in node


def name_links(page, link_names):
    for link in page.get("/Annots", []):
        link.F, link.Contents = PRINTED, String(link_names[str(link.Contents)])


def set_artifacts(pdf, page, found, parents):
    """Turn what is marked on a page but not in the tree into artifacts; return how many of them are text.

    Raises ValueError where the page is not drawn in lines as WeasyPrint 70 does.
    """
    tagged, decorations = found.tagged[page.objgen], found.decorations[page.objgen]
    drawn, untagged = page.Contents.read_bytes(), 0

    def loosen(line):
        nonlocal untagged
        mark = int(line[1])
        if mark in tagged:
            return line[0]
        is_text = mark not in decorations
        parents[page.StructParents][mark] = None
        untagged += is_text
        return ARTIFACT if is_text else DECORATION

    changed, marks = MARKED.subn(loosen, drawn)
    if marks != drawn.count(b"BDC\n"):
        raise ValueError("unexpected marks: another version of WeasyPrint?")
    page.Contents = pdf.make_stream(changed)
    return untagged


def mark_as_ua(pdf):
    xmp = pdf.Root.Metadata.read_bytes()
    if xmp.count(b"</rdf:RDF>") != 1 or b"pdfuaid" in xmp:
        raise ValueError("unexpected XMP: another version of WeasyPrint?")
    marked = xmp.replace(b"</rdf:RDF>", UA_XMP)
    pdf.Root.Metadata = pdf.make_stream(marked, Type=Name.Metadata, Subtype=Name.XML)
