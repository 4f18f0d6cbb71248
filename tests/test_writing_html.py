"""HTML written in Python: what somebody typed stays text."""

import pytest

from driehoek.html import fill, together

TYPED = "<script>alert('x')</script>&\""


def test_what_was_typed_stays_text():
    assert fill("<p>{}</p>", TYPED) == "<p>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;</p>"


def test_what_was_written_before_is_not_escaped_again():
    assert fill("<p>{}</p>", fill("<b>{}</b>", TYPED)).count("&lt;script") == 1
    assert fill("<p>{}{}</p>", fill("<b></b>"), 3) == "<p><b></b>3</p>"


def test_braces_that_were_typed_are_no_places():
    assert fill("<p>{}</p>", fill("<b>{}</b>", "{0}")) == "<p><b>{0}</b></p>"


def test_only_safe_pieces_stand_together():
    assert fill("{}", together([fill("<i>{}</i>", 1), fill("<i>{}</i>", 2)])) == "<i>1</i><i>2</i>"
    with pytest.raises(TypeError):
        together([TYPED])
