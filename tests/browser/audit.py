"""What is wrong with an open page, in both themes, on a phone and on a desk."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": WCAG}}
# A theme changes colours and nothing else: its second look is at these only.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
WIDTHS = [360, 390, 768, 1024, 1280, 1440, 1920]
# (theme, width, rules) of each look; a state of a page needs the opposite corners only.
PAGE = [
    ("light", 390, EVERY_RULE),
    ("dark", 390, COLOURS),
    ("dark", 1440, COLOURS),
    ("light", 1440, EVERY_RULE),
]
STATE = [("dark", 390, EVERY_RULE), ("light", 1440, EVERY_RULE)]
RUN = """([within, rules]) => axe.run(within, {...rules, resultTypes: ["violations"]})
    .then(found => found.violations.flatMap(
        rule => rule.nodes.map(node => [rule.id, ...node.target])))
"""


def audit(page, looks=STATE, within="html"):
    """Faults of the open page by theme and width; empty when all is well."""
    page.evaluate(Axe().axe_script)
    found = []
    for theme, width, rules in looks:
        resize(page, width)
        page.emulate_media(color_scheme=theme)
        faults = page.evaluate(RUN, [within, rules])
        found += [(page.url, theme, width, *fault) for fault in faults]
    page.emulate_media(color_scheme="light")
    return found


def audit_all(page, addresses):
    """Faults of whole pages, and the widths at which they are wider than the window."""
    found = []
    for address in addresses:
        page.goto(address)
        found += [(address, "wide", width) for width in WIDTHS if is_wide(page, width)]
        found += audit(page, PAGE)
    return found


def is_wide(page, width):
    resize(page, width)
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})
