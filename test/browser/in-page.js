// Runs inside the pages, before anything of their own: a classic script, which page-survey.ts hands to the browser.
globalThis.inPage = { background, findBarriers, findOverflow, findUnprinted };

function background() {
  return getComputedStyle(document.body).backgroundColor;
}

/** What keeps people out, as axe-core knows it. */
async function findBarriers() {
  const { violations, incomplete } = await globalThis.axe.run(document, { preload: false });
  // What axe could not decide: it says so of contrast alone, where it does not see the background.
  const undecided = incomplete.filter(({ id }) => id === 'color-contrast');
  return [...violations, ...undecided].map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes.map(({ html, any }) => `${html} ${any.map(({ message }) => message)}`).join(' ')}`,
  );
}

/** What makes the page wider than the window. */
function findOverflow() {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(
    (part) => part.getBoundingClientRect().right > innerWidth + 0.5,
  );
  return [`${document.documentElement.scrollWidth} pixels`, ...wide.map((part) => part.outerHTML.slice(0, 100))];
}

/** Text outside forms that paper would not show, or hardly: browsers print no backgrounds unless they are asked to. */
function findUnprinted() {
  const texts = [...document.body.querySelectorAll('h1, h2, p, output, pre, dt, dd, th, td, li')];
  return texts
    .filter((part) => part.closest('form, nav') === null && part.textContent.trim() !== '')
    .filter(
      (part) =>
        !part.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || contrastOnPaper(part) < 4.5,
    )
    .map((part) => part.outerHTML.slice(0, 100));
}

/** WCAG 2.2, contrast ratio. */
function contrastOnPaper(part) {
  const [red, green, blue] = getComputedStyle(part)
    .color.match(/[\d.]+/g)
    .map((text) => {
      const share = Number(text) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
