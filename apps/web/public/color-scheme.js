// Runs before the first paint, so that a dark page does not flash white. A file, not inline: the content security policy
// allows no inline script. The key is the one under which Mantine keeps the choice.
(function () {
  var stored = null;
  try {
    stored = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage may be blocked; the system's preference then holds.
  }
  var systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches;
  var scheme = stored === 'light' || stored === 'dark' ? stored : systemIsDark ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
