import { Button, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Segments } from '../../parts/segments.tsx'
import { useAwake } from '../../store/awake.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { useSettings } from '../../store/settings.ts'
import { startTour } from '../../store/start-tour.ts'
import { Setting } from './setting.tsx'

const THEMES = ['system', 'light', 'dark'] as const

/** Language, theme, folder, and what the program may do while nobody looks. */
export function GeneralTab() {
  const { t } = useTranslation()
  const settings = useSettings((state) => state.settings)
  const openFirstRun = useFirstRun((all) => all.put)
  const awake = useAwake((state) => state.awake)
  const change = useAct((wanted: CallInput<'settings.set'>) => call('settings.set', wanted))
  const folder = useAct(async () => {
    const picked = await call('system.pickFolder')
    if (picked !== null) await call('settings.set', { projectsFolder: picked })
  })
  const show = useAct((path: string) => call('system.showFolder', { folder: path }))
  if (!settings) return null
  const failure = change.failure ?? folder.failure ?? show.failure
  return (
    <div className="page-body">
      <div className="form-wide stack">
        {failure && <FailureCard failure={failure} />}
        <Setting title={t('settings.language')} text={t('settings.languageText')}>
          <Segments
            label={t('settings.language')}
            value={settings.language}
            options={[
              { value: 'en', label: 'English' },
              { value: 'zh', label: '简体中文' },
            ]}
            onChange={(language) => void change.run({ language })}
          />
        </Setting>
        <Setting title={t('settings.theme')} text={t('settings.themeText')}>
          <Segments
            label={t('settings.theme')}
            value={settings.theme}
            options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
            onChange={(theme) => void change.run({ theme })}
          />
        </Setting>
        <Setting title={t('settings.folder')} text={t('settings.folderText')}>
          <span className="code wrap-anywhere">{settings.projectsFolder}</span>
          <div className="row">
            <Button size="xs" variant="default" loading={folder.busy} onClick={() => void folder.run()}>
              {t('settings.folderChoose')}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              onClick={() => void show.run(settings.projectsFolder)}
            >
              {t('frame.showFolder')}
            </Button>
          </div>
        </Setting>
        <Setting title={t('tour.again')} text={t('tour.againText')}>
          <div className="row">
            <Button size="xs" variant="default" onClick={() => openFirstRun({ open: true })}>
              {t('firstRun.open')}
            </Button>
            <Button size="xs" variant="default" onClick={startTour}>
              {t('tour.start')}
            </Button>
          </div>
        </Setting>
        <Setting title={t('settings.notifications')} text={t('settings.notificationsText')}>
          <Switch
            checked={settings.notifications}
            aria-label={t('settings.notifications')}
            label={t(settings.notifications ? 'settings.on' : 'settings.off')}
            onChange={(event) => void change.run({ notifications: event.currentTarget.checked })}
          />
        </Setting>
        <Setting title={t('settings.keepAwake')} text={t('settings.keepAwakeText')}>
          <Switch
            checked={settings.keepAwake}
            aria-label={t('settings.keepAwake')}
            label={t(settings.keepAwake ? 'settings.on' : 'settings.off')}
            onChange={(event) => void change.run({ keepAwake: event.currentTarget.checked })}
          />
          <span className="soft small">{t(awake ? 'settings.awakeNow' : 'settings.awakeNot')}</span>
        </Setting>
      </div>
    </div>
  )
}
