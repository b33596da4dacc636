import { NumberInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import { type TrainOn, trainOnSchema } from '#core/round/round-settings.ts'
import { presetRecipe, TRL_PRESETS, type TrlPreset } from '#core/training/trl-recipe.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useRoundDraft } from '../../store/round-draft.ts'

/** Where this program trains by itself. */
const HERE = 'here'
const SMALL: TrlPreset = 'thisComputer'

/** The preset's recipe with the steps that were typed; the small policy's own recipe has its layout. */
function chosen(host: string, preset: TrlPreset, before: TrainOn | undefined): TrainOn {
  const { python = '', model = '' } = before ?? {}
  const layout = preset === SMALL ? ('small' as const) : ('release' as const)
  const usual = trainOnSchema.parse({ host, python: '-', model: '-', layout, recipe: presetRecipe(preset) })
  return { ...usual, python, model }
}

const presetOf = ({ layout, recipe }: TrainOn): TrlPreset =>
  layout === 'small' ? SMALL : recipe.method === 'full' ? 'smallGpuFull' : 'smallGpuLora'

/** Where the round's train stage runs, and what becomes of its checkpoint. */
export function TrainOnFields() {
  const { t } = useTranslation()
  const { draft, putTrainOn } = useRoundDraft()
  const { trainOn } = draft
  const hosts = useCall('host.list', undefined)
  const choices = (hosts.data?.hosts ?? []).map(({ id, name }) => ({
    value: id,
    label: id === THIS_COMPUTER ? t('hosts.thisComputer') : name,
  }))
  return (
    <div className="stack tight">
      <div className="row wrap top">
        <Select
          size="xs"
          w={260}
          label={t('trainOn.label')}
          value={trainOn?.host ?? HERE}
          data={[{ value: HERE, label: t('trainOn.here') }, ...choices]}
          onChange={(host) =>
            putTrainOn(host === null || host === HERE ? undefined : chosen(host, SMALL, trainOn))
          }
        />
        {trainOn && <HostFields trainOn={trainOn} put={putTrainOn} />}
      </div>
      {hosts.failure && <FailureCard failure={hosts.failure} />}
      {trainOn && <Outcome />}
    </div>
  )
}

function HostFields({ trainOn, put }: { readonly trainOn: TrainOn; put(trainOn: TrainOn): void }) {
  const { t } = useTranslation()
  return (
    <>
      <Select
        size="xs"
        w={190}
        label={t('trainOn.preset')}
        value={presetOf(trainOn)}
        data={TRL_PRESETS.map((value) => ({ value, label: t(`trainOn.presets.${value}`) }))}
        onChange={(value) => {
          const preset = TRL_PRESETS.find((one) => one === value)
          if (preset) put(chosen(trainOn.host, preset, trainOn))
        }}
      />
      <NumberInput
        size="xs"
        w={90}
        label={t('trainOn.steps')}
        min={1}
        max={100_000}
        allowDecimal={false}
        value={trainOn.recipe.steps}
        onChange={(value) => put({ ...trainOn, recipe: { ...trainOn.recipe, steps: Number(value) || 1 } })}
      />
      <TextInput
        size="xs"
        w={320}
        label={t('trainOn.python')}
        placeholder="~/.looptool/envs/…/bin/python"
        value={trainOn.python}
        onChange={(event) => put({ ...trainOn, python: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        w={320}
        label={t('trainOn.model')}
        placeholder="~/.looptool/models/…"
        value={trainOn.model}
        onChange={(event) => put({ ...trainOn, model: event.currentTarget.value })}
      />
    </>
  )
}

/** What happens behind the training, before anything is spent. */
function Outcome() {
  const { t } = useTranslation()
  const { policy } = useRoundDraft((state) => state.draft.roles)
  return (
    <p className="small soft prose">
      {policy.kind === 'endpoint' ? t('trainOn.serves', { url: policy.url || '…' }) : t('trainOn.fetches')}{' '}
      {t('trainOn.startsFrom')}
    </p>
  )
}
