import { Button, createTheme, Modal, type CSSVariablesResolver } from '@mantine/core';

/**
 * The look of the whole interface. Components take colours from Mantine's variables and from the `--tt-*` ones below;
 * no other file names a colour. The pairs of text and ground reach 4.5:1 (WCAG AA).
 */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { fw: 500 } }),
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
});

/** Vermilion, purple, amber and bluish green stay apart for people who do not tell red from green. */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f7f9',
    '--mantine-color-text': '#1c2430',
    '--mantine-color-dimmed': '#5a6472',
    '--mantine-color-error': '#c0281a',
    '--tt-surface': '#ffffff',
    '--tt-border': '#dfe3e8',
    '--tt-hover': '#f3f5f8',
    '--tt-down': '#c0281a',
    '--tt-down-ground': '#fdeeec',
    '--tt-lost': '#86287f',
    '--tt-lost-ground': '#f9ecf8',
    '--tt-warn': '#8f5600',
    '--tt-warn-ground': '#fdf4e0',
    '--tt-uninitialized': '#4c5f7a',
    '--tt-uninitialized-ground': '#edf1f6',
    '--tt-up': '#0b7355',
    '--tt-up-ground': '#e7f5f0',
    '--tt-held': '#5c6570',
    '--tt-held-ground': '#eef0f2',
    // Of charts: neighbours differ in lightness as well. At least 3:1 against the surface.
    '--tt-chart-1': '#33418f',
    '--tt-chart-2': '#2f8fc6',
    '--tt-chart-3': '#7a3b8e',
    '--tt-chart-4': '#00916d',
    '--tt-chart-5': '#7a4a12',
    '--tt-chart-6': '#b27d00',
    '--tt-chart-7': '#69727f',
  },
  dark: {
    '--mantine-color-body': '#11151b',
    '--mantine-color-text': '#dde3ea',
    '--mantine-color-dimmed': '#98a3b1',
    '--mantine-color-error': '#ff8575',
    '--tt-surface': '#181d25',
    '--tt-border': '#2a323d',
    '--tt-hover': '#1d242e',
    '--tt-down': '#ff8575',
    '--tt-down-ground': '#331b1a',
    '--tt-lost': '#e394e0',
    '--tt-lost-ground': '#2d1c31',
    '--tt-warn': '#f0b64a',
    '--tt-warn-ground': '#2d2413',
    '--tt-uninitialized': '#a3b6d1',
    '--tt-uninitialized-ground': '#1d2530',
    '--tt-up': '#4bcaa0',
    '--tt-up-ground': '#14271f',
    '--tt-held': '#98a3b1',
    '--tt-held-ground': '#1e242c',
    '--tt-chart-1': '#8795ee',
    '--tt-chart-2': '#2f7fae',
    '--tt-chart-3': '#d09be8',
    '--tt-chart-4': '#1f8f6d',
    '--tt-chart-5': '#e0a070',
    '--tt-chart-6': '#a98414',
    '--tt-chart-7': '#8b96a5',
  },
});
