import { Autocomplete, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HostView } from '#core/contract/index.ts'
import { DEVICES, LAYOUTS } from '#core/training/host-training.ts'
import type { TrainDraft } from '#core/training/draft.ts'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'

const GIB = 2 ** 30
const ANY = 'any'

interface Props {
  readonly view: HostView
  readonly draft: TrainDraft
}

/** What training needs on the chosen host. */
export function HostFields({ view, draft }: Props) {
  const { t } = useTranslation()
  const put = useTrainDraft((state) => state.put)
  const go = usePlace((state) => state.go)
  return (
    <div className="option-fields stack">
      <Autocomplete
        label={t('start.python')}
        description={t('start.pythonText')}
        placeholder="~/.looptool/envs/…/bin/python"
        value={draft.python}
        data={[]}
        onChange={(python) => put({ python })}
      />
      <Autocomplete
        label={t('start.model')}
        description={t('start.modelText')}
        placeholder="~/.looptool/models/Qwen/Qwen3-0.6B"
        value={draft.model}
        data={[]}
        onChange={(model) => put({ model })}
      />
      <div className="field-pair">
        <Select
          label={t('start.layout')}
          allowDeselect={false}
          value={draft.layout}
          data={LAYOUTS.map((value) => ({ value, label: t(`start.layouts.${value}`) }))}
          onChange={(layout) => layout && put({ layout })}
        />
        <DeviceFields view={view} draft={draft} />
      </div>
      <div>
        <button
          type="button"
          className="link small"
          onClick={() => go({ page: 'connections', tab: 'hosts', host: view.id })}
        >
          {t('start.toHost')}
        </button>
      </div>
    </div>
  )
}

/** The GPU is a choice where the host told of more than one. */
function DeviceFields({ view, draft }: Props) {
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
                ...{ index, name },
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
