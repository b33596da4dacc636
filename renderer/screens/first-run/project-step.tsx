import { Button, Radio } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FirstRun } from '#core/guide/first-run.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { useProjectPlace } from '../../bridge/use-project-place.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { ProjectFields } from '../../parts/project-fields.tsx'
import { useFirstRun } from '../../store/first-run.ts'
import { useProject } from '../../store/project.ts'
import { useSettings } from '../../store/settings.ts'
import { StepFrame } from './step-frame.tsx'
import { useOpenProject } from './use-open-project.ts'

/** The sample project, or one of the user's own. The main button makes it and goes on. */
export function ProjectStep() {
  const { t } = useTranslation()
  const state = useFirstRun((all) => all.state)
  const put = useFirstRun((all) => all.put)
  const leave = useFirstRun((all) => all.leave)
  const project = useProject((all) => all.project)
  const open = useOpenProject()
  const pickFolder = useAct(async () => {
    const folder = await call('system.pickFolder')
    if (folder !== null) await open.run({ by: 'folder', folder })
  })
  const [another, setMaking] = useState(false)
  if (!state) return null
  const { way, name, parent } = state
  const there = project && project.sample === (way === 'sample') ? project : undefined
  const making = another || name !== '' || !there
  const ready = there !== undefined && (way === 'sample' || !making)
  const lost = project === null && !open.busy ? state.folder : undefined
  const due = way === 'own' && name.trim() === '' ? t('home.nameDue') : undefined
  const make = () =>
    void open.run(way === 'sample' ? { by: 'sample' } : { by: 'create', name: name.trim(), parent })
  return (
    <StepFrame
      title={t('firstRun.project.title')}
      lead={t('firstRun.project.lead')}
      skip={!ready}
      primary={
        ready ? (
          <Button onClick={() => leave(true)}>{t('shared.next')}</Button>
        ) : (
          <ActionButton
            label={way === 'sample' ? t('firstRun.project.openSample') : t('firstRun.project.create')}
            why={due}
            busy={open.busy}
            onClick={make}
          />
        )
      }
    >
      {lost !== undefined && (
        <div className="card warn row wrap">
          <span className="grow">{t('firstRun.project.gone', { folder: lost })}</span>
          <Button variant="default" size="xs" onClick={() => void open.run({ by: 'folder', folder: lost })}>
            {t('shared.retry')}
          </Button>
        </div>
      )}
      <Radio.Group
        value={way}
        onChange={(next) => put({ way: next === 'own' ? 'own' : 'sample' })}
        aria-label={t('firstRun.project.title')}
      >
        <div className="stack">
          <Option way="sample" chosen={way === 'sample'}>
            {there && way === 'sample' && <Opened name={there.name} folder={there.folder} />}
          </Option>
          <Option way="own" chosen={way === 'own'}>
            {way === 'own' && there && <Opened name={there.name} folder={there.folder} />}
            {way === 'own' && there && !making && (
              <Button variant="subtle" size="compact-xs" onClick={() => setMaking(true)}>
                {t('firstRun.project.another')}
              </Button>
            )}
            {way === 'own' && making && (
              <form
                onSubmit={(event) => {
                  event.preventDefault()
                  if (due === undefined) make()
                }}
              >
                <NewProject state={state} open={(folder) => void open.run({ by: 'folder', folder })} />
              </form>
            )}
          </Option>
        </div>
      </Radio.Group>
      <div>
        <Button variant="default" size="xs" onClick={() => void pickFolder.run()}>
          {t('firstRun.project.have')}
        </Button>
      </div>
      {pickFolder.failure && <FailureCard failure={pickFolder.failure} />}
      {open.failure && <FailureCard failure={open.failure} />}
    </StepFrame>
  )
}

interface OptionProps {
  readonly way: FirstRun['way']
  readonly chosen: boolean
  readonly children: ReactNode
}

function Option({ way, chosen, children }: OptionProps) {
  const { t } = useTranslation()
  return (
    <div className={chosen ? 'card option chosen' : 'card option'}>
      <Radio
        value={way}
        label={t(`firstRun.project.${way}`)}
        description={way === 'sample' ? t('firstRun.project.sampleText') : t('firstRun.project.ownText')}
      />
      {chosen && children && <div className="option-body">{children}</div>}
    </div>
  )
}

function Opened({ name, folder }: { readonly name: string; readonly folder: string }) {
  const { t } = useTranslation()
  return (
    <div className="stack tight">
      <strong className="ink-done">✓ {t('firstRun.project.opened', { name })}</strong>
      <span className="small soft path">{folder}</span>
    </div>
  )
}

function NewProject({ state, open }: { readonly state: FirstRun; open(folder: string): void }) {
  const put = useFirstRun((all) => all.put)
  const usualParent = useSettings((all) => all.settings?.projectsFolder ?? '')
  const place = useProjectPlace(state.name, state.parent)
  const pick = useAct(async () => {
    const parent = await call('system.pickFolder')
    if (parent !== null) put({ parent })
  })
  return (
    <>
      <ProjectFields
        name={state.name}
        parent={state.parent}
        usualParent={usualParent}
        place={place}
        rename={(name) => put({ name })}
        pick={() => void pick.run()}
        openParent={open}
      />
      {pick.failure && <FailureCard failure={pick.failure} />}
    </>
  )
}
