"""Import and export of the portable conversation file, the format of `gespreksbestand.schema.json`."""

from .findings import BadFileError, Finding
from .parsing import parse, read
from .reading import Imported, import_document
from .rules import check
from .writing import build_document

__all__ = ["BadFileError", "Finding", "Imported", "build_document", "check", "import_document", "parse", "read"]
