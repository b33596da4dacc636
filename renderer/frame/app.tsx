import { MantineProvider } from '@mantine/core'
import { useColorScheme } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { PageBoundary } from '../parts/page-boundary.tsx'
import { ConnectionsPage } from '../screens/connections/page.tsx'
import { DataPage } from '../screens/data/page.tsx'
import { FirstRunPage } from '../screens/first-run/page.tsx'
import { HomePage } from '../screens/home/page.tsx'
import { JobsPage } from '../screens/jobs/page.tsx'
import { PlaygroundPage } from '../screens/playground/page.tsx'
import { PromptsPage } from '../screens/prompts/page.tsx'
import { RoundsPage } from '../screens/rounds/page.tsx'
import { SettingsPage } from '../screens/settings/page.tsx'
import { SimulatePage } from '../screens/simulate/page.tsx'
import { ToolsPage } from '../screens/tools/page.tsx'
import { TrainPage } from '../screens/train/page.tsx'
import { useFirstRun } from '../store/first-run.ts'
import { type PageName, usePlace } from '../store/place.ts'
import { useProject } from '../store/project.ts'
import { useSettings } from '../store/settings.ts'
import { surfaces, theme } from '../style/theme.ts'
import { speak } from '../words/start.ts'
import { JobTray } from './job-tray.tsx'
import { useKeys } from './keys.ts'
import { Notices } from './notices.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { TitleBar } from './title-bar.tsx'
import { Tour } from './tour.tsx'

const SCREENS: Readonly<Record<PageName, () => ReactNode>> = {
  home: HomePage,
  tools: ToolsPage,
  simulate: SimulatePage,
  data: DataPage,
  rounds: RoundsPage,
  train: TrainPage,
  playground: PlaygroundPage,
  connections: ConnectionsPage,
  prompts: PromptsPage,
  jobs: JobsPage,
  settings: SettingsPage,
}

export function App() {
  const settings = useSettings((state) => state.settings)
  const firstRun = useFirstRun((all) => all.state?.open)
  const system = useColorScheme(undefined, { getInitialValueInEffect: false })
  useEffect(() => {
    if (settings) void speak(settings.language)
  }, [settings])
  if (!settings) return null
  const scheme = settings.theme === 'system' ? system : settings.theme
  return (
    <MantineProvider theme={theme} cssVariablesResolver={surfaces} forceColorScheme={scheme}>
      {firstRun ? <FirstRunFrame /> : <Frame />}
    </MantineProvider>
  )
}

/** The whole window belongs to the first run while it is open. */
function FirstRunFrame() {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${t('firstRun.title')} · ${t('app')}`
  }, [t])
  return (
    <div className="first-run">
      <div className="first-run-notices">
        <Notices />
      </div>
      <PageBoundary>
        <FirstRunPage />
      </PageBoundary>
    </div>
  )
}

/** Where what had the focus went with the old page, the new page gets it: the keys go on from there. */
function useKeptFocus(): void {
  const place = usePlace((state) => state.place)
  const seen = useRef(place)
  useEffect(() => {
    if (seen.current === place) return
    seen.current = place
    if (document.activeElement === document.body)
      document.getElementById('page')?.focus({ preventScroll: true })
  }, [place])
}

function Frame() {
  const { t } = useTranslation()
  const page = usePlace((state) => state.place.page)
  const project = useProject((state) => state.project)
  useKeys()
  useEffect(() => {
    document.title = project ? `${project.name} · ${t('app')}` : t('app')
  }, [project, t])
  useKeptFocus()
  const Screen = SCREENS[page]
  return (
    <div className="frame">
      <a className="skip" href="#page">
        {t('frame.skip')}
      </a>
      <TitleBar />
      <Rail />
      <main className="page" id="page" tabIndex={-1} aria-label={t(`page.${page}`)}>
        <Notices />
        <PageBoundary key={`${page} ${project?.id ?? ''}`}>
          <Screen />
        </PageBoundary>
      </main>
      <JobTray />
      <Palette />
      <Shortcuts />
      <Tour />
    </div>
  )
}
