/// <reference lib="dom" />

/** Runs in the page: what sticks out of the window sideways, the innermost last, unless something around it scrolls or cuts it off. */
export function findOverflow(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
  const contained = (element: Element): boolean => {
    for (
      let around = element.parentElement;
      around !== null && around !== document.body;
      around = around.parentElement
    ) {
      const cutsOff = getComputedStyle(around).overflowX !== 'visible';
      if (cutsOff && around.getBoundingClientRect().right <= width + 1) return true;
    }
    return false;
  };
  // Text may stick out of an element whose own box does not.
  const rightOf = (element: Element): number => {
    const { left, right } = element.getBoundingClientRect();
    return getComputedStyle(element).overflowX === 'visible' ? Math.max(right, left + element.scrollWidth) : right;
  };
  const out = [...document.body.querySelectorAll('*')].filter(
    (element) => rightOf(element) > width + 1 && !contained(element),
  );
  const named = out.map(
    (element) => `${element.localName}.${element.getAttribute('class') ?? ''}: ${element.textContent.slice(0, 60)}`,
  );
  return [`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width} px`, ...named.slice(-5)];
}

/** Runs in the page: columns of tables that are narrower than their heading, and so than most of what stands in them. */
export function findSqueezed(): string[] {
  const headings = [...document.querySelectorAll('table:not([data-cards]) thead th')];
  return headings
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ textContent, clientWidth }) => `the column “${textContent}” is ${clientWidth} px wide`);
}
