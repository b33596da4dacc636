import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HostView } from '#core/contract/index.ts'
import type { TrainDraft } from '#core/training/draft.ts'
import { LAYOUTS } from '#core/training/host-training.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'
import { DeviceFields } from './device-fields.tsx'
import { PickOrType } from './pick-or-type.tsx'

interface Props {
  readonly view: HostView
  readonly draft: TrainDraft
}

/** What training needs on the chosen host: from what stands there, or a path that is typed. */
export function HostFields({ view, draft }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const put = useTrainDraft((state) => state.put)
  const go = usePlace((state) => state.go)
  const environments = useCall('host.environments', { id: view.id })
  const models = useCall('host.models', { id: view.id })
  const failure = environments.failure ?? models.failure
  return (
    <div className="option-fields stack">
      <PickOrType
        label={t('start.python')}
        description={t('start.pythonText')}
        placeholder="~/.looptool/envs/…/bin/python"
        loading={environments.loading}
        value={draft.python}
        offered={(environments.data?.environments ?? [])
          .filter(({ complete }) => complete)
          .map(({ python, lock, name, own, versions: { trl, torch } }) => ({
            path: python,
            name: own ? t('start.ownEnvironment') : (lock ?? name),
            note: [trl && `TRL ${trl}`, torch && `torch ${torch}`].filter(Boolean).join(' · '),
          }))}
        put={(python) => put({ python })}
      />
      <PickOrType
        label={t('start.model')}
        description={t('start.modelText')}
        placeholder="~/.looptool/models/Qwen/Qwen3-0.6B"
        loading={models.loading}
        value={draft.model}
        offered={(models.data?.models ?? [])
          .filter(({ complete }) => complete)
          .map(({ folder, name, bytes, context }) => ({
            path: folder,
            name,
            note: [
              format.bytes(bytes),
              context === null ? '' : t('start.reads', { tokens: format.number(context) }),
            ]
              .filter(Boolean)
              .join(' · '),
          }))}
        put={(model) => put({ model })}
      />
      {failure && <FailureCard failure={failure} />}
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
          onClick={() => go({ page: 'connections', tab: 'hosts', host: view.id, panel: 'environments' })}
        >
          {t('start.toHost')}
        </button>
      </div>
    </div>
  )
}
