/// <reference lib="dom" />

/** Runs in the page: what sticks out of the window sideways, unless something around it scrolls or cuts it off. */
export function findOverflow(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
  const contained = (element: Element): boolean => {
    for (
      let around = element.parentElement;
      around !== null && around !== document.body;
      around = around.parentElement
    ) {
      if (getComputedStyle(around).overflowX !== 'visible') return true;
    }
    return false;
  };
  const out = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > width + 1 && !contained(element),
  );
  const named = out.map(
    (element) => `${element.localName}.${element.getAttribute('class') ?? ''}: ${element.textContent.slice(0, 60)}`,
  );
  return [
    `the page is ${document.documentElement.scrollWidth} px wide in a window of ${width} px`,
    ...named.slice(0, 5),
  ];
}
