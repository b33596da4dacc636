import { NumberInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { JobStateName } from '#core/job/job.ts'
import type { Reader } from '#core/token/lengths-settings.ts'
import { hostStartOf, type TrainDraft } from '#core/training/draft.ts'
import { SMALL_SHAPE } from '#core/training/model-shape.ts'
import { BASE, readCheckpointName } from '#core/training/recipe.ts'
import { call } from '../../../bridge/looptool.ts'
import { useAct, useCall } from '../../../bridge/use-call.ts'
import { useCalmPush } from '../../../bridge/use-push.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { LengthHistogram } from '../../../parts/length-histogram.tsx'
import { LengthVerdict } from '../../../parts/prompt-lengths.tsx'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'
import { TooLong } from './too-long.tsx'
import { Flag } from './trl-fields.tsx'

const CALM_MS = 500
const ENDED: ReadonlySet<JobStateName> = new Set(['done', 'failed', 'cancelled'])
/** Tokens that the small policy reads and writes together. */
const { context: SMALL_CONTEXT = 0 } = SMALL_SHAPE

interface Props {
  readonly draft: TrainDraft
  readonly dataset: string
}

/** Who reads the prompts and how many tokens one may have; undefined while host or model are not named. */
function readerOf(draft: TrainDraft): { readonly policy: Reader; readonly limit: number } | undefined {
  const { host, layout, model, checkpoint, trl, recipe, start } = draft
  if (host === undefined)
    return {
      policy: { kind: 'small', checkpoint: readCheckpointName(start) ?? BASE },
      limit: SMALL_CONTEXT - recipe.maxTokens,
    }
  if (model.trim() === '' && !checkpoint) return undefined
  return { policy: { kind: 'onHost', host, start: hostStartOf(draft), layout }, limit: trl.maxPromptTokens }
}

/** How long the prompts are for who is trained, and what becomes of those above the limit. */
export function Lengths({ draft, dataset }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const onHost = draft.host !== undefined
  const wish = readerOf(draft)
  const [limit] = useDebouncedValue(wish?.limit ?? 1, 250)
  const asked = wish && { dataset, policy: wish.policy }
  const lengths = useCall('lengths.of', asked ? { ...asked, limit: Math.max(1, limit) } : null)
  useCalmPush('job.changed', ({ spec }) => spec.kind === 'lengths', CALM_MS, lengths.reload)
  const count = useAct(async () => {
    if (asked) await call('lengths.start', asked)
    lengths.reload()
  })
  const { data } = lengths
  const counting = data?.job !== undefined && !ENDED.has(data.job.state)
  const why = !asked ? t('start.long.needModel') : counting ? t('start.long.counting') : undefined
  return (
    <section className="stack" aria-label={t('start.long.title')}>
      <div>
        <h3>{t('start.long.title')}</h3>
        <p className="soft small prose">
          {onHost
            ? t('start.long.lead')
            : t('start.long.smallLead', {
                most: format.number(SMALL_CONTEXT),
                answer: format.number(draft.recipe.maxTokens),
              })}
        </p>
      </div>
      <div className="row wrap bottom">
        {onHost && <LimitField value={draft.trl.maxPromptTokens} />}
        <ActionButton
          label={t(data?.job ? 'start.long.again' : 'start.long.count')}
          why={why}
          busy={count.busy}
          variant="default"
          onClick={() => void count.run()}
        />
      </div>
      {lengths.failure && <FailureCard failure={lengths.failure} />}
      {count.failure && <FailureCard failure={count.failure} />}
      {data && !data.lengths && !data.job && <p className="soft small">{t('start.long.nobody')}</p>}
      {data?.lengths && (
        <>
          <LengthVerdict lengths={data.lengths} />
          <LengthHistogram bins={data.lengths.bins} limit={data.lengths.limit} />
          <TooLong draft={draft} dataset={dataset} lengths={data.lengths} />
        </>
      )}
    </section>
  )
}

function LimitField({ value }: { readonly value: number }) {
  const { t } = useTranslation()
  const putTrl = useTrainDraft((state) => state.putTrl)
  return (
    <NumberInput
      label={t('recipe.field.maxPromptTokens')}
      description={<Flag field="maxPromptTokens" />}
      w={280}
      min={16}
      max={131_072}
      allowDecimal={false}
      thousandSeparator=","
      value={value}
      onChange={(next) => typeof next === 'number' && putTrl({ maxPromptTokens: next })}
    />
  )
}
