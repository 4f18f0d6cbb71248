"""How somebody goes through the pages: by what stands on them, with a mouse or by keyboard alone."""

import re

from playwright.sync_api import expect

from tests.factories import PASSWORD

TABS = 150  # more stops than any page has
NAKED = """(field) => {
  const outlined = (style) => parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
  const seen = (one) => one && outlined(getComputedStyle(one));
  const box = field.getBoundingClientRect();
  const holds = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top && [field, ...(field.labels ?? [])].some((one) => one.contains(top) || top.contains(field));
  };
  const clear = [0.1, 0.5, 0.9].some((part) => holds(box.left + box.width * part, box.top + box.height / 2));
  if (!seen(field) && !seen(field.nextElementSibling)) return "shows no focus";
  return clear ? "" : "has something in front of it";
}"""


class Walk:
    """One browser in which several people work one after another."""

    def __init__(self, page, site, has_script=True):
        self.page, self.site, self.has_script = page, site, has_script
        page.set_default_timeout(30_000)

    # by what means
    def act(self, target):
        """Press a button or follow a link."""
        target.first.click()

    def write(self, field, text):
        field.first.fill(text)

    def pick(self, field, option):
        """Choose an option of a list by its label."""
        field.first.select_option(label=option)

    def mark(self, field):
        """Choose a radio button or tick a box; marked stays marked."""
        field.first.check()

    # what
    def press(self, name, role="button", within=None, then=None):
        """Press what has this name, and wait for the words `then`, which did not stand there before."""
        if then:
            expect(self.page.get_by_text(then)).to_have_count(0)
        exact = isinstance(name, str)
        self.act((within or self.page).get_by_role(role, name=name, exact=exact))
        if then:
            expect(self.page.get_by_text(then).first).to_be_visible()

    def follow(self, name, within=None, then=None):
        self.press(name, "link", within, then)

    def fill(self, fields):
        for label, value in fields.items():
            self.write(self.page.get_by_label(label), value)

    def choose(self, label, option):
        self.pick(self.page.get_by_label(label), option)

    def tick(self, label, group=None):
        inside = self.page.get_by_role("group", name=group) if group else self.page
        self.mark(inside.get_by_label(label, exact=True))

    def unfold(self, words):
        """Open what is folded away behind a line that says `words`."""
        self.act(self.page.locator("summary", has_text=words))

    def sees(self, heading):
        expect(self.page.get_by_role("heading", name=heading).first).to_be_visible()

    def log_in(self, name, password=PASSWORD):
        self.page.goto(f"{self.site}/account/inloggen/")
        self.fill({"Gebruikersnaam of mailadres": name, "Wachtwoord": password})
        self.press("Inloggen", then="Uitloggen")

    def leave(self):
        self.press("Uitloggen", then="Je bent uitgelogd.")

    def is_saved(self):
        expect(self.page.get_by_text(re.compile("Alles opgeslagen")).first).to_be_attached()


class KeyboardWalk(Walk):
    """The same by Tab, Enter, Space, arrows and typing; every stop on the way shows where the focus is."""

    def act(self, target):
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, field, text):
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def pick(self, field, option):
        self.reach(field)
        self.arrow(lambda: field.first.evaluate("(list) => list.selectedOptions[0].label") == option)

    def mark(self, field):
        """Tab comes to a group of radio buttons once; arrows go on within it."""
        one = field.first
        if one.get_attribute("type") == "radio":
            group = self.page.locator(f"input[name='{one.get_attribute('name')}']")
            self.reach(group, any_of_them=True)
            if not one.evaluate("(field) => field === document.activeElement"):
                self.arrow(one.is_checked)
        else:
            self.reach(field)
        if not one.is_checked():
            self.page.keyboard.press("Space")
        expect(one).to_be_checked()

    def arrow(self, is_there):
        for _ in range(40):
            if is_there():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrows do not come there")

    def is_seen(self, stop):
        """Expect that what has the focus shows it, with nothing in front, once the page has scrolled to it."""
        end = self.page.evaluate("performance.now()") + 5000
        while wrong := stop.evaluate(NAKED):
            late = self.page.evaluate("performance.now()") > end
            assert not late, f"{stop.evaluate('(node) => node.outerHTML')[:160]} {wrong} at {self.page.url}"

    def reach(self, target, any_of_them=False):
        """Press Tab until `target` has the focus."""
        target.first.wait_for(state="attached")
        self.page.wait_for_load_state()
        self.page.evaluate("document.fonts.ready")  # nothing moves any more
        wanted = target if any_of_them else target.first
        for _ in range(TABS):
            self.page.keyboard.press("Tab")
            on = self.page.locator(":focus")
            if not on.count():
                continue  # past the end of the page
            self.is_seen(on.first)
            if wanted.evaluate_all("(nodes) => nodes.includes(document.activeElement)"):
                return
        raise AssertionError(f"{target} is not reached by Tab at {self.page.url}")
