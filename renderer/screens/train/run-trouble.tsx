import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunEnd, RunView } from '#core/contract/training-views.ts'
import { sayAgain } from '#core/failure/words.ts'
import type { Remedy } from '#core/training/remedy.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { GiveUp } from '../../parts/give-up.tsx'
import { LeftWork } from '../../parts/left-work.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { useLanguage } from '../../words/language.ts'

/** What is wrong with a run beside its curve: a host out of reach, a standstill, an end; each with what to do. */
export function RunTrouble({ view }: { readonly view: RunView }) {
  const { t } = useTranslation()
  const { row, end } = view
  const job = useJobs((state) => state.jobs?.find((one) => one.spec.id === row.id))
  const put = useJobs((state) => state.put)
  const act = useAct(async (move: 'giveUp' | 'endLeft' | 'resume') =>
    put(await call(`job.${move}`, { id: row.id })),
  )
  return (
    <>
      {act.failure && <FailureCard failure={act.failure} />}
      {job && <GiveUp job={job} title={row.title} busy={act.busy} giveUp={() => void act.run('giveUp')} />}
      {job && (
        <LeftWork
          job={job}
          busy={act.busy}
          end={() => void act.run('endLeft')}
          takeUp={() => void act.run('resume')}
        />
      )}
      {row.stall && (
        <Fold label={t('follow.lastLines')} open>
          <pre className="code plain last-lines">{row.stall.lines.join('\n') || t('follow.noLines')}</pre>
        </Fold>
      )}
      {end && <EndCard id={row.id} host={view.host?.id} end={end} />}
    </>
  )
}

function useRemedyWords(): (remedy: Remedy) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (remedy) => {
    switch (remedy.do) {
      case 'resume':
        return remedy.step === 0
          ? t('follow.remedy.resumeStart')
          : t('follow.remedy.resume', { step: format.number(remedy.step) })
      case 'smaller':
        return t('follow.remedy.smaller', {
          step: format.number(remedy.step),
          microBatch: format.number(remedy.microBatch),
        })
      case 'slower':
        return t('follow.remedy.slower', { step: format.number(remedy.step), lr: String(remedy.lr) })
      case 'host':
        return t('follow.remedy.host')
    }
  }
}

/** Why it ended, and the one thing to do. */
function EndCard({
  id,
  host,
  end,
}: {
  readonly id: string
  readonly host: string | undefined
  readonly end: RunEnd
}) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const say = useRemedyWords()
  const failure = sayAgain(end.failure, useLanguage())
  const act = useAct(async () => go({ page: 'train', run: (await call('training.remedy', { id })).id }))
  const atHost = end.remedy.do === 'host'
  return (
    <>
      <FailureCard failure={failure}>
        {atHost && host !== undefined && (
          <Button size="xs" onClick={() => go({ page: 'connections', tab: 'hosts', host })}>
            {say(end.remedy)}
          </Button>
        )}
        <Button
          size="xs"
          variant={atHost ? 'default' : 'filled'}
          loading={act.busy}
          onClick={() => void act.run()}
        >
          {atHost ? t('follow.thenResume') : say(end.remedy)}
        </Button>
      </FailureCard>
      {act.failure && <FailureCard failure={act.failure} />}
    </>
  )
}
