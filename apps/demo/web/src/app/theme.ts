import { type CSSVariablesResolver, createTheme, type MantineThemeOverride } from '@mantine/core'

/** Theme with the violet of the logo and sufficient contrast in both color schemes. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'violet',
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", monospace',
  components: {
    // Keep tooltips inside landmarks: users who navigate by landmark skip everything outside.
    Tooltip: { defaultProps: { withinPortal: false } },
    // The header of a dialog is not the banner of the page.
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
    Modal: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
  },
})

/** The filled button of a muted microphone, with white text. */
const orangeFilled = { '--mantine-color-orange-filled': '#c2410c', '--mantine-color-orange-filled-hover': '#a13607' }

/** Sets shades with sufficient contrast to white: those of the library are too pale (WCAG 2.2, 1.4.3). */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-red-filled': 'var(--mantine-color-red-9)',
    '--mantine-color-red-filled-hover': '#b02525',
    ...orangeFilled,
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-violet-light-hover': '#ddd0ff',
    '--mantine-color-red-light-color': 'var(--mantine-color-red-9)',
    '--mantine-color-teal-light-color': '#066649',
    '--mantine-color-blue-light-color': 'var(--mantine-color-blue-9)',
    '--mantine-color-orange-light-color': '#a13607',
    '--mantine-color-gray-light-color': 'var(--mantine-color-gray-8)',
  },
  dark: {
    ...orangeFilled,
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-red-filled': 'var(--mantine-color-red-9)',
  },
})
