"""What of a page is too small for a finger."""

from playwright.sync_api import Page

_TOO_SMALL = """
() => {
  const presses = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=option]";
  const isForKeys = (one) => one.matches(".skip-link"); // shown by the Tab key alone
  const inSentence = (one) => one.matches("a, .link-button") && getComputedStyle(one).display === "inline";
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 1;
  const isHit = (one) => getComputedStyle(one).pointerEvents !== "none";
  const small = ({ width, height }) => width < 43.5 || height < 43.5;
  const told = (one, { width, height }) =>
    `${Math.round(width)}×${Math.round(height)} ${one.outerHTML.replace(/\\s+/g, " ").slice(0, 130)}`;
  return [...document.querySelectorAll(presses)]
    .filter((one) => isSeen(one) && isHit(one) && !inSentence(one) && !isForKeys(one) && !one.disabled)
    .map((one) => one.closest("label") ?? one)
    .filter((one) => small(one.getBoundingClientRect()))
    .map((one) => told(one, one.getBoundingClientRect()));
}
"""


def too_small(page: Page) -> list[str]:
    """Size and markup of what is pressed and measures less than 44 px; links within a sentence aside (WCAG 2.5.5)."""
    return [str(one) for one in page.evaluate(_TOO_SMALL)]
