import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HostView } from '#core/contract/index.ts'
import type { TrainDraft } from '#core/training/draft.ts'
import { DEVICES } from '#core/training/host-training.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'

const GIB = 2 ** 30
const ANY = 'any'

interface Props {
  readonly view: HostView
  readonly draft: TrainDraft
}

/** What it trains on; which GPU is a choice where the host told of more than one. */
export function DeviceFields({ view, draft }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const put = useTrainDraft((state) => state.put)
  const gpus = view.report?.facts.gpu.gpus ?? []
  return (
    <>
      <Select
        label={t('start.device')}
        allowDeselect={false}
        value={draft.device}
        data={DEVICES.map((value) => ({ value, label: t(`start.devices.${value}`) }))}
        onChange={(device) => device && put({ device })}
      />
      {gpus.length > 1 && draft.device !== 'cpu' && (
        <Select
          label={t('start.gpu')}
          allowDeselect={false}
          value={draft.gpu === undefined ? ANY : String(draft.gpu)}
          data={[
            { value: ANY, label: t('start.anyGpu') },
            ...gpus.map(({ index, name, memoryTotal, memoryUsed }) => ({
              value: String(index),
              label: t('start.gpuOf', {
                ...{ index: String(index), name },
                free: format.number(Math.round(((memoryTotal ?? 0) - (memoryUsed ?? 0)) / GIB)),
              }),
            })),
          ]}
          onChange={(gpu) => put({ gpu: gpu === ANY || gpu === null ? undefined : Number(gpu) })}
        />
      )}
    </>
  )
}
