import { Button, Checkbox, NumberInput, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isScripted } from '#core/job/job.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'

const USUAL = { history: 8, textSamples: true, testShare: 2, seed: 2025 }

/** The settings of a prepare job; starting it leads to its page. */
export function PreparePanel({ from }: { readonly from: string | undefined }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const runs = (useJobs((state) => state.jobs) ?? []).filter(
    (job) => job.spec.kind === 'simulate' && job.counts.done > 0,
  )
  const [chosen, setChosen] = useState<readonly string[] | undefined>(from === undefined ? undefined : [from])
  const [name, setName] = useState<string>(t('data.nameUsual'))
  const [settings, setSettings] = useState(USUAL)
  const jobs = (chosen ?? runs.slice(0, 1).map((job) => job.spec.id)).filter((id) =>
    runs.some((job) => job.spec.id === id),
  )
  const start = useAct(async () => {
    const { testShare, ...rest } = settings
    const { id } = await call('prepare.start', {
      ...rest,
      testShare: testShare / 100,
      jobs: [...jobs],
      name: name.trim(),
    })
    // Data is left at its samples, not at the settings that were just used.
    go({ page: 'data', tab: 'samples' })
    go({ page: 'jobs', job: id })
  })
  const why =
    runs.length === 0
      ? t('data.needDialogs')
      : jobs.length === 0
        ? t('data.fromDue')
        : name.trim() === ''
          ? t('home.nameDue')
          : undefined
  return (
    <>
      <div className="page-body">
        <div className="stack wide form-wide">
          <p className="soft prose">{t('data.prepareText')}</p>
          <Checkbox.Group label={t('data.from')} value={[...jobs]} onChange={setChosen}>
            <div className="stack tight pad-top">
              {runs.map((job) => (
                <Checkbox key={job.spec.id} value={job.spec.id} label={<RunLabel job={job} />} />
              ))}
            </div>
          </Checkbox.Group>
          <PrepareFields name={name} setName={setName} settings={settings} setSettings={setSettings} />
          {start.failure && <FailureCard failure={start.failure} />}
        </div>
      </div>
      <div className="foot-bar">
        <Button variant="default" onClick={() => go({ page: 'data' })}>
          {t('shared.cancel')}
        </Button>
        <span className="grow" />
        <ActionButton label={t('data.start')} why={why} busy={start.busy} onClick={() => void start.run()} />
      </div>
    </>
  )
}

type Run = NonNullable<ReturnType<typeof useJobs.getState>['jobs']>[number]

function RunLabel({ job }: { readonly job: Run }) {
  const { t } = useTranslation()
  const format = useFormat()
  const scripted = isScripted(job.spec)
  return (
    <span className="row wrap">
      {job.spec.title}
      <span className="soft num">
        {t('data.doneDialogs', { count: job.counts.done })} · {format.time(job.spec.createdAt)}
      </span>
      {scripted && <PracticeBadge />}
    </span>
  )
}

interface FieldsProps {
  readonly name: string
  readonly settings: typeof USUAL
  setName(name: string): void
  setSettings(settings: typeof USUAL): void
}

function PrepareFields({ name, setName, settings, setSettings }: FieldsProps) {
  const { t } = useTranslation()
  const order: ('label' | 'input' | 'description')[] = ['label', 'input', 'description']
  return (
    <>
      <TextInput
        maw={400}
        label={t('data.name')}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="row wrap top">
        <NumberInput
          w={260}
          label={t('data.history')}
          description={t('data.historyText')}
          inputWrapperOrder={order}
          min={1}
          max={100}
          clampBehavior="strict"
          allowDecimal={false}
          value={settings.history}
          onChange={(value) => setSettings({ ...settings, history: Math.max(1, Number(value) || 1) })}
        />
        <NumberInput
          w={260}
          label={t('data.testShare')}
          description={t('data.testShareText')}
          inputWrapperOrder={order}
          min={0}
          max={90}
          clampBehavior="strict"
          value={settings.testShare}
          onChange={(value) => setSettings({ ...settings, testShare: Number(value) || 0 })}
        />
        <NumberInput
          w={160}
          label={t('data.seed')}
          min={0}
          max={2147483647}
          clampBehavior="strict"
          allowDecimal={false}
          value={settings.seed}
          onChange={(value) => setSettings({ ...settings, seed: Number(value) || 0 })}
        />
      </div>
      <Switch
        label={t('data.textSamples')}
        description={t('data.textSamplesText')}
        checked={settings.textSamples}
        onChange={(event) => setSettings({ ...settings, textSamples: event.currentTarget.checked })}
      />
    </>
  )
}
