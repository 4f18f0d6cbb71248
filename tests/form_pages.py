"""Reading a page with a form that came back: what stands in its fields, and what is said about them."""

import re
from html import unescape
from html.parser import HTMLParser

TYPED = {"textarea", "input", "select"}


class FormPage(HTMLParser):
    """The fields of a page. `values` is {name: [what stands or is chosen there]}, `choices` {name: [what can be]}."""

    def __init__(self, html):
        super().__init__()
        self.html, self.values, self.choices, self.tags = html, {}, {}, []
        self.inside = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        name = attrs.get("name")
        if tag in {"select", "textarea"}:
            self.inside = name
            self.values.setdefault(name, [] if tag == "select" else [""])
        elif tag == "option" and self.inside:
            self.offer(self.inside, attrs.get("value", ""), "selected" in attrs)
        elif tag == "input" and attrs.get("type") in {"radio", "checkbox"}:
            self.offer(name, attrs.get("value", "on"), "checked" in attrs)
        elif tag == "input" and attrs.get("type") != "submit":
            self.values.setdefault(name, []).append(attrs.get("value", ""))

    def offer(self, name, value, is_chosen):
        self.choices.setdefault(name, []).append(value)
        self.values.setdefault(name, []).extend([value] * is_chosen)

    def handle_data(self, data):
        if self.inside and self.inside not in self.choices and self.tags[-1][0] == "textarea":
            self.values[self.inside][0] += data

    def handle_endtag(self, tag):
        if tag in {"select", "textarea"}:
            self.inside = None

    def keeps(self, name, value):
        """Whether what was sent as `name` stands in its field; a choice that is not offered cannot."""
        sent = value if isinstance(value, list) else [value]
        offered = self.choices.get(name)
        there = [text.strip().replace("\r\n", "\n") for text in self.values.get(name, [])]
        return all(text.strip() in there for text in sent if text and (offered is None or text in offered))

    def wrong(self, name):
        """Return the words at the field `name`, found the way that a screen reader does; '' when nothing is said."""
        fields = [attrs for tag, attrs in self.tags if tag in TYPED and attrs.get("name") == name]
        ids = {attrs.get("id") for attrs in fields}
        described = " ".join(attrs.get("aria-describedby", "") for attrs in [*fields, *self.sets(ids)]).split()
        if not fields or not any(attrs.get("aria-invalid") == "true" for attrs in fields):
            return ""
        return " ".join(self.text(one) for one in described if one.endswith("_error"))

    def sets(self, ids):
        """Return the fieldsets around the fields with these ids: theirs are called the same without the number."""
        around = {f"div_{one.rpartition('_')[0]}" for one in ids if one}
        return [attrs for tag, attrs in self.tags if tag == "fieldset" and attrs.get("id") in around]

    def text(self, element):
        found = re.search(rf'id="{re.escape(element)}"[^>]*>(.*?)</(?:div|ul|p)>', self.html, re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""

    @property
    def summary(self):
        """The attributes of the summary of what is wrong, or None."""
        return next((attrs for _, attrs in self.tags if "dh-summary" in attrs.get("class", "")), None)

    @property
    def links(self):
        """The elements that the page links to within itself."""
        return {attrs["href"][1:] for tag, attrs in self.tags if tag == "a" and attrs.get("href", "").startswith("#")}

    @property
    def ids(self):
        return {attrs["id"] for _, attrs in self.tags if attrs.get("id")}
