import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eef0fd',
  '#dde1fb',
  '#bcc4f5',
  '#9aa6ef',
  '#7d8bea',
  '#6474e0',
  '#4c5bd4',
  '#3f4db8',
  '#333f99',
  '#28327a',
]

/** The window's own greys, so that Mantine's dark inputs and menus sit on the same surfaces. */
const dark: MantineColorsTuple = [
  '#e5e9f0',
  '#c3cad6',
  '#a3adbd',
  '#7f8a9c',
  '#414957',
  '#343b47',
  '#20252e',
  '#191d24',
  '#14181e',
  '#0f1216',
]

const FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'
const MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "Noto Sans Mono", Menlo, Consolas, monospace'

/** Sizes 12 / 14 / 16 / 20 / 28, spacing in steps of 4, radius 6, one accent. */
export const theme = createTheme({
  fontFamily: FONTS,
  fontFamilyMonospace: MONO,
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: 6,
  fontSizes: { xs: '12px', sm: '14px', md: '16px', lg: '20px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '28px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 320 } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } },
    Select: { defaultProps: { allowDeselect: false, comboboxProps: { transitionProps: { duration: 100 } } } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Collapse: { defaultProps: { transitionDuration: 120 } },
  },
})

/** Mantine's own surfaces follow the window's; the variables themselves stand in base.css. */
export const surfaces: CSSVariablesResolver = () => {
  const common = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--soft)',
    '--mantine-color-placeholder': 'var(--soft)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-error': 'var(--failed-ink)',
  }
  return {
    variables: common,
    light: common,
    dark: {
      ...common,
      '--mantine-color-default': 'var(--raised)',
      '--mantine-color-default-hover': 'var(--hover)',
      '--mantine-color-accent-light': '#6474e033',
      '--mantine-color-accent-light-hover': '#6474e04d',
      '--mantine-color-accent-light-color': 'var(--accent-ink)',
    },
  }
}
