import { Button, Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PromptLengths } from '#core/token/prompt-length.ts'
import type { TrainDraft } from '#core/training/draft.ts'
import { Fold } from '../../../parts/fold.tsx'
import { TooLongList } from '../../../parts/prompt-lengths.tsx'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'

interface Props {
  readonly draft: TrainDraft
  readonly dataset: string
  readonly lengths: PromptLengths
}

/** Prompts above the limit by name, and what is to become of them; nothing is ever cut. */
export function TooLong({ draft, dataset, lengths }: Props) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  if (lengths.over === 0) return null
  return (
    <>
      {draft.host !== undefined && <Decision draft={draft} lengths={lengths} />}
      <Fold label={t('start.long.names', { count: lengths.over })}>
        <TooLongList
          lengths={lengths}
          open={(sample) => go({ page: 'data', tab: 'samples', dataset, sample })}
        />
      </Fold>
    </>
  )
}

function Decision({ draft, lengths: { over, samples, max } }: Omit<Props, 'dataset'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const put = useTrainDraft((state) => state.put)
  const putTrl = useTrainDraft((state) => state.putTrl)
  return (
    <div className="card stack">
      <Radio.Group
        label={t('start.long.decide', { count: over })}
        value={draft.leaveOutLong ? 'leave' : 'refuse'}
        onChange={(value) => put({ leaveOutLong: value === 'leave' })}
      >
        <div className="stack tight pad-top">
          <Radio
            value="leave"
            disabled={over === samples}
            label={
              over === samples
                ? t('start.long.leaveNone')
                : t('start.long.leaveOut', { count: over, left: format.number(samples - over) })
            }
          />
          <Radio value="refuse" label={t('start.long.refuse')} />
        </div>
      </Radio.Group>
      <div>
        <Button size="xs" variant="default" onClick={() => putTrl({ maxPromptTokens: max })}>
          {t('start.long.raise', { tokens: format.number(max) })}
        </Button>
      </div>
    </div>
  )
}
