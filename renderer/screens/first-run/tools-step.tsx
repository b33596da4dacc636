import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ToolSetInfo } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { usePush } from '../../bridge/use-push.ts'
import { saveToolSet, useToolImport } from '../../bridge/use-tool-import.ts'
import { ChooseFiles } from '../../parts/choose-files.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { ImportReports } from '../../parts/import-reports.tsx'
import { SaveImport } from '../../parts/save-import.tsx'
import { type ToolImport, useDrafts } from '../../store/drafts.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { usePlace } from '../../store/place.ts'
import { useProject } from '../../store/project.ts'
import { StepFrame } from './step-frame.tsx'

/** The tools that dialogs are played over: those of the sample, or the user's own files. */
export function ToolsStep() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const goTo = useFirstRun((all) => all.goTo)
  const leave = useFirstRun((all) => all.leave)
  const sets = useCall('toolSet.list', project ? undefined : null)
  usePush('project.changed', sets.reload)
  const toolImport = useDrafts((state) => state.toolImport)
  const ready = (sets.data?.length ?? 0) > 0 && !toolImport
  return (
    <StepFrame
      title={t('firstRun.tools.title')}
      lead={t('firstRun.tools.lead')}
      skip={!ready}
      primary={ready ? <Button onClick={() => leave(true)}>{t('shared.next')}</Button> : null}
    >
      {project === null && (
        <div className="card warn row wrap">
          <span className="grow">{t('firstRun.tools.needProject')}</span>
          <Button variant="default" size="xs" onClick={() => goTo('project')}>
            {t('firstRun.tools.toProject')}
          </Button>
        </div>
      )}
      {sets.failure && <FailureCard failure={sets.failure} />}
      {project && toolImport && <ReadTools toolImport={toolImport} />}
      {project && sets.data && !toolImport && <ToolChoice sets={sets.data} />}
    </StepFrame>
  )
}

function ToolChoice({ sets }: { readonly sets: readonly ToolSetInfo[] }) {
  const { t } = useTranslation()
  const importing = useKeptImport()
  const leave = useFirstRun((all) => all.leave)
  const addSample = useAct(async () => {
    await call('toolSet.addSample')
    leave(true)
  })
  const [own, setOwn] = useState(false)
  const failure = importing.failure ?? addSample.failure
  return (
    <>
      {sets.length > 0 && <ToolSets sets={sets} />}
      {sets.length === 0 && (
        <div className="card row wrap">
          <span className="grow">{t('firstRun.tools.sampleText')}</span>
          <Button variant="default" loading={addSample.busy} onClick={() => void addSample.run()}>
            {t('firstRun.tools.sample')}
          </Button>
        </div>
      )}
      {failure && <FailureCard failure={failure} />}
      {sets.length === 0 || own ? (
        <ChooseFiles {...importing} />
      ) : (
        <div>
          <Button variant="default" size="xs" onClick={() => setOwn(true)}>
            {t('firstRun.tools.own')}
          </Button>
        </div>
      )}
    </>
  )
}

function ToolSets({ sets }: { readonly sets: readonly ToolSetInfo[] }) {
  const { t } = useTranslation()
  return (
    <section className="card stack tight" aria-label={t('firstRun.tools.have')}>
      <h2>{t('firstRun.tools.have')}</h2>
      {sets.map((set, at) => (
        <span key={set.id} className="num">
          <span className="ink-done" aria-hidden>
            ✓
          </span>{' '}
          {set.name} · {t('tools.tools', { count: set.toolCount })}
          {at === 0 && sets.length > 1 && <span className="soft"> · {t('firstRun.tools.forPilot')}</span>}
        </span>
      ))}
    </section>
  )
}

/** Reads the files of an earlier start again, as they were chosen from. */
function useKeptImport() {
  const kept = useFirstRun((all) => all.state?.tools)
  const putImport = useDrafts((state) => state.putImport)
  const importing = useToolImport((read) => {
    const again = kept !== undefined && read.draft.reports.every(({ file }) => kept.paths.includes(file))
    putImport({
      ...read,
      name: again ? kept.name : read.name,
      leaveOut: new Set(again ? kept.leaveOut : []),
    })
  })
  const [tried, setTried] = useState(false)
  useEffect(() => {
    if (tried || kept === undefined) return
    setTried(true)
    void importing.read(kept.paths)
  }, [tried, kept, importing])
  return importing
}

/** What became of each file, and the name to save its tools by; they can be chosen one by one on the page of tools. */
function ReadTools({ toolImport }: { readonly toolImport: ToolImport }) {
  const { t } = useTranslation()
  const putImport = useDrafts((state) => state.putImport)
  const put = useFirstRun((all) => all.put)
  const leave = useFirstRun((all) => all.leave)
  const go = usePlace((state) => state.go)
  const save = useAct(async () => {
    await saveToolSet(toolImport)
    putImport(undefined)
    leave(true)
  })
  const taken = toolImport.draft.rows.length
  const review = () => {
    go({ page: 'tools', importing: true })
    put({ open: false })
  }
  return (
    <>
      <section className="stack" aria-label={t('tools.report')}>
        <h2>{t('tools.report')}</h2>
        <ImportReports reports={toolImport.draft.reports} />
        <div className="row wrap">
          <span className="num">
            {t('tools.chosen', { chosen: taken - toolImport.leaveOut.size, total: taken })}
          </span>
          <Button variant="subtle" size="xs" onClick={review}>
            {t('firstRun.tools.review')}
          </Button>
        </div>
      </section>
      <SaveImport
        name={toolImport.name}
        count={taken - toolImport.leaveOut.size}
        busy={save.busy}
        failure={save.failure}
        rename={(name) => putImport({ ...toolImport, name })}
        backLabel={t('tools.otherFiles')}
        back={() => putImport(undefined)}
        save={() => void save.run()}
      />
    </>
  )
}
