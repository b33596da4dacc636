import { Radio, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BASE, checkpointName, readCheckpointName } from '#core/training/recipe.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { CheckpointList } from './checkpoint-list.tsx'
import { PassRate } from './pass-rate.tsx'
import type { Ground } from './use-training.ts'

const ITSELF = 'itself'
const EARLIER = 'earlier'

/** The model itself, or a checkpoint that an earlier training saved. */
export function StartStep({ draft, probe }: Ground) {
  const { t } = useTranslation()
  const put = useTrainDraft((state) => state.put)
  const onHost = draft.host !== undefined
  const { trained, stepsOf, loading, failure } = useEarlier(draft.host)
  const name = onHost ? draft.checkpoint : draft.start === BASE ? undefined : draft.start
  const start = readCheckpointName(name ?? '')
  const checkpoint = start === BASE ? undefined : start
  const [looked, look] = useState<string>()
  // Meant, and perhaps not chosen yet.
  const open = name !== undefined
  const run = looked ?? checkpoint?.run ?? trained[0]?.id
  const choose = (chosen: string | undefined) =>
    put(onHost ? { checkpoint: chosen } : { start: chosen ?? BASE })
  return (
    <div className="stack wide form-wide">
      <Radio.Group
        value={open ? EARLIER : ITSELF}
        aria-label={t('start.title.start')}
        onChange={(value) => choose(value === EARLIER ? '' : undefined)}
      >
        <div className="stack">
          <div className={open ? 'card option' : 'card option chosen'}>
            <Radio
              value={ITSELF}
              label={t(onHost ? 'start.asItIs' : 'start.asShipped')}
              description={onHost && <span className="code anywhere">{draft.model}</span>}
            />
          </div>
          <div className={open ? 'card option chosen' : 'card option'}>
            <Radio
              value={EARLIER}
              disabled={trained.length === 0}
              label={t('start.earlier')}
              description={!loading && trained.length === 0 && t('start.noEarlier')}
            />
            {open && run !== undefined && (
              <div className="option-fields stack">
                <Select
                  label={t('start.run')}
                  allowDeselect={false}
                  value={run}
                  data={trained.map(({ id, title }) => ({ value: id, label: title }))}
                  onChange={(id) => look(id ?? undefined)}
                />
                <CheckpointList
                  key={run}
                  run={run}
                  there={stepsOf(run)}
                  chosen={checkpoint?.run === run ? checkpoint.step : undefined}
                  choose={(step) => choose(checkpointName({ run, step }))}
                />
              </div>
            )}
          </div>
        </div>
      </Radio.Group>
      {failure && <FailureCard failure={failure} />}
      {onHost && <PassRate draft={draft} probe={probe?.spec.id} />}
    </div>
  )
}

/** Earlier trainings that saved something this one can start from: here, or on the host as it lies there now. */
function useEarlier(host: string | undefined) {
  const runs = useCall('training.runs', host === undefined ? undefined : null)
  const starts = useCall('training.starts', host === undefined ? null : { host })
  const there = starts.data ?? []
  const small = (runs.data ?? []).filter(
    ({ from, trainer, step = 0 }) => from === 'project' && trainer === 'nano' && step > 0,
  )
  const onHost = [...new Map(there.map(({ run, title }) => [run, { id: run, title }])).values()]
  return {
    trained: host === undefined ? small : onHost,
    /** Steps of a run's checkpoints; undefined where all that the run has are here. */
    stepsOf: (run: string) =>
      host === undefined ? undefined : there.filter((one) => one.run === run).map(({ step }) => step),
    loading: runs.loading || starts.loading,
    failure: runs.failure ?? starts.failure,
  }
}
