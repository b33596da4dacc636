import { Button, Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { WindowLanguage } from '#core/failure/words.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useFirstRun } from '../../store/first-run.ts'
import { useSettings } from '../../store/settings.ts'
import { StepFrame } from './step-frame.tsx'
import { useOpenProject } from './use-open-project.ts'

/** Each in its own words: who cannot read the present one finds theirs. */
const NAMES: readonly (readonly [WindowLanguage, name: string, lang: string])[] = [
  ['en', 'English', 'en'],
  ['zh', '简体中文', 'zh-CN'],
]

export function LanguageStep() {
  const { t } = useTranslation()
  const settings = useSettings((state) => state.settings)
  const leave = useFirstRun((all) => all.leave)
  const speak = useAct((language: WindowLanguage) => call('settings.set', { language }))
  return (
    <StepFrame
      title={t('firstRun.language.title')}
      lead={t('firstRun.language.lead')}
      primary={<Button onClick={() => leave(true)}>{t('shared.next')}</Button>}
    >
      <section className="stack">
        <h2>{t('firstRun.language.choose')}</h2>
        <Radio.Group
          value={settings?.language ?? 'en'}
          onChange={(language) => void speak.run(language === 'zh' ? 'zh' : 'en')}
          aria-label={t('firstRun.language.choose')}
        >
          <div className="row wrap">
            {NAMES.map(([language, name, lang]) => (
              <div
                key={language}
                lang={lang}
                className={settings?.language === language ? 'card option chosen' : 'card option'}
              >
                <Radio value={language} label={name} />
              </div>
            ))}
          </div>
        </Radio.Group>
        {speak.failure && <FailureCard failure={speak.failure} />}
      </section>
      <ProjectsFolder />
      <p className="soft small">{t('firstRun.language.quiet')}</p>
    </StepFrame>
  )
}

function ProjectsFolder() {
  const { t } = useTranslation()
  const folder = useSettings((state) => state.settings?.projectsFolder ?? '')
  const pick = useAct(async () => {
    const picked = await call('system.pickFolder')
    if (picked !== null) await call('settings.set', { projectsFolder: picked })
  })
  const open = useOpenProject()
  const { failure } = pick
  const itself = failure?.code === 'project.itself' ? failure.values.folder : undefined
  return (
    <section className="stack">
      <div>
        <h2>{t('firstRun.language.folder')}</h2>
        <p className="soft small">{t('firstRun.language.folderText')}</p>
      </div>
      <div className="row wrap sunken">
        <span className="code grow path">{folder}</span>
        <Button variant="default" size="xs" loading={pick.busy} onClick={() => void pick.run()}>
          {t('home.chooseFolder')}
        </Button>
      </div>
      {failure && (
        <FailureCard failure={failure}>
          {itself !== undefined && (
            <Button
              size="compact-sm"
              variant="default"
              loading={open.busy}
              onClick={() => void open.run({ by: 'folder', folder: String(itself) })}
            >
              {t('home.openInstead')}
            </Button>
          )}
        </FailureCard>
      )}
      {open.failure && <FailureCard failure={open.failure} />}
    </section>
  )
}
