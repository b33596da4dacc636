import { Button, NumberInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BASE, readCheckpointName, recipeSchema } from '#core/training/recipe.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useTrainDraft } from '../../store/train-draft.ts'
import { useFormat } from '../../words/format.ts'
import { RecipeFields } from './recipe-fields.tsx'

/** What the draft comes to with what the project holds, and why it cannot be started yet. */
function useTraining() {
  const draft = useTrainDraft()
  const datasets = useCall('dataset.list', undefined)
  const policies = useCall('playground.policies', undefined)
  const jobs = useJobs((state) => state.jobs) ?? []
  const dataset =
    datasets.data?.find(({ id }) => id === draft.dataset) ??
    // The latest that can tell whether it learns.
    datasets.data?.find(({ counts }) => counts.test > 0) ??
    datasets.data?.[0]
  const probes = jobs.filter(
    ({ spec, state }) =>
      spec.kind === 'probe' && state.name === 'done' && spec.inputs.dataset === dataset?.id,
  )
  const probe = probes.find(({ spec }) => spec.id === draft.probe)
  const title = draft.title.trim() || (dataset ? `${dataset.name} ${dataset.number}` : '')
  const rules = [
    [datasets.data?.length === 0, 'needData'],
    [!dataset, 'datasetDue'],
    [policies.data?.some(({ name }) => name === draft.start) === false, 'needBase'],
    [title === '', 'titleDue'],
    [!recipeSchema.safeParse(draft.recipe).success, 'rangeDue'],
  ] as const
  const why = rules.find(([broken]) => broken)?.[1]
  return { draft, datasets, policies, dataset, probes, probe, title, why }
}
type Training = ReturnType<typeof useTraining>

/** Dataset, start, recipe: what a training of the small policy needs. Starting it leads to its run. */
export function StartPanel() {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const training = useTraining()
  const { draft, datasets, policies, dataset, probe, title, why } = training
  const begin = useAct(async () => {
    const start = readCheckpointName(draft.start)
    if (!dataset || start === undefined) return
    const { id } = await call('training.start', {
      title,
      settings: {
        ...{ dataset: dataset.id, start, recipe: draft.recipe, seed: draft.seed },
        ...(probe ? { probe: probe.spec.id } : {}),
      },
    })
    draft.put({ title: '' })
    go({ page: 'train', run: id })
  })
  return (
    <div className="middle-column">
      <PageHeader title={t('start.title')} lead={t('start.toy')} />
      <div className="page-body">
        <div className="stack wide form-wide">
          <p className="soft prose">{t('start.lead')}</p>
          {[datasets.failure, policies.failure, begin.failure].map(
            (failure, index) => failure && <FailureCard key={index} failure={failure} />,
          )}
          <SourceFields {...training} />
          <RecipeFields fields={['steps', 'prompts', 'group', 'lr']} />
          <Fold label={t('start.advanced')}>
            <AdvancedFields />
          </Fold>
          <Cost {...draft.recipe} />
        </div>
      </div>
      <div className="foot-bar">
        <Button variant="default" onClick={() => go({ page: 'train' })}>
          {t('shared.cancel')}
        </Button>
        <span className="grow" />
        <ActionButton
          label={t('start.run')}
          why={why && t(`start.${why}`)}
          busy={begin.busy}
          onClick={() => void begin.run()}
        />
      </div>
    </div>
  )
}

function Cost({ steps, prompts, group }: Training['draft']['recipe']) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <p className="num">
      {t('start.cost', {
        rollouts: format.number(steps * prompts * group),
        steps: format.number(steps),
        prompts: format.number(prompts),
        group: format.number(group),
      })}
    </p>
  )
}

/** What it is trained on, and from where. */
function SourceFields({ draft, datasets, policies, dataset, probes, probe, title }: Training) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <TextInput
        label={t('start.name')}
        maxLength={120}
        value={draft.title}
        placeholder={title}
        onChange={(event) => draft.put({ title: event.currentTarget.value })}
      />
      <Select
        label={t('start.dataset')}
        value={dataset?.id ?? null}
        data={(datasets.data ?? []).map(({ id, name, number }) => ({
          value: id,
          label: `${name} · ${number}`,
        }))}
        description={
          dataset &&
          t('start.samples', {
            train: format.number(dataset.counts.train),
            test: format.number(dataset.counts.test),
          })
        }
        onChange={(id) => draft.put({ dataset: id ?? undefined, probe: undefined })}
      />
      {dataset?.counts.test === 0 && <p className="card warn">{t('start.noTest')}</p>}
      <div className="row wrap top">
        <Select
          className="grow"
          label={t('start.from')}
          value={draft.start}
          data={startsOf(policies.data ?? [], t('playground.base'), (run, step) =>
            t('playground.checkpoint', { title: run, step: format.number(step) }),
          )}
          onChange={(name) => draft.put({ start: name ?? BASE })}
        />
        <Select
          className="grow"
          label={t('start.probe')}
          description={t('start.probeText')}
          inputWrapperOrder={['label', 'input', 'description']}
          placeholder={t('start.noProbe')}
          clearable
          value={probe?.spec.id ?? null}
          data={probes.map(({ spec }) => ({
            value: spec.id,
            label: `${spec.title} · ${format.time(spec.createdAt)}`,
          }))}
          onChange={(id) => draft.put({ probe: id ?? undefined })}
        />
        <Choice
          label={t('start.keep')}
          value={draft.recipe.keep}
          words={{
            sounded: t('start.keeps.sounded'),
            probed: t('start.keeps.probed'),
            all: t('start.keeps.all'),
          }}
          choose={(keep) => draft.putRecipe({ keep })}
        />
      </div>
    </>
  )
}

const startsOf = (
  policies: readonly {
    readonly name: string
    readonly run?: { readonly title: string; readonly step: number }
  }[],
  base: string,
  named: (run: string, step: number) => string,
) => [
  { value: BASE, label: base },
  ...policies.flatMap(({ name, run }) => (run ? [{ value: name, label: named(run.title, run.step) }] : [])),
]

function AdvancedFields() {
  const { t } = useTranslation()
  const { recipe, seed, put, putRecipe } = useTrainDraft()
  return (
    <div className="stack">
      <RecipeFields
        fields={[
          ...(['warmUp', 'coolDown', 'redraws', 'clipLow', 'clipHigh', 'klWeight'] as const),
          ...(['temperature', 'maxTokens', 'gradClip'] as const),
          ...(['checkpointEvery', 'validateEvery', 'validateOn'] as const),
        ]}
      />
      <div className="row wrap top">
        <Choice
          label={t('start.reward')}
          value={recipe.reward}
          words={{ strict: t('start.rewards.strict'), partial: t('start.rewards.partial') }}
          choose={(reward) => putRecipe({ reward })}
        />
        <Choice
          label={t('start.advantage')}
          value={recipe.advantage}
          words={{ scaled: t('start.advantages.scaled'), centred: t('start.advantages.centred') }}
          choose={(advantage) => putRecipe({ advantage })}
        />
        <Choice
          label={t('start.aggregation')}
          value={recipe.aggregation}
          words={{
            token: t('start.aggregations.token'),
            sequence: t('start.aggregations.sequence'),
            constant: t('start.aggregations.constant'),
          }}
          choose={(aggregation) => putRecipe({ aggregation })}
        />
        <Choice
          label={t('start.mix')}
          value={recipe.mix}
          words={{
            even: t('start.mixes.even'),
            soft: t('start.mixes.soft'),
            natural: t('start.mixes.natural'),
          }}
          choose={(mix) => putRecipe({ mix })}
        />
        <NumberInput
          label={t('start.seed')}
          w={120}
          min={0}
          max={2147483647}
          allowDecimal={false}
          value={seed}
          onChange={(value) => put({ seed: Number(value) || 0 })}
        />
      </div>
    </div>
  )
}

function Choice<V extends string>(props: {
  readonly label: string
  readonly value: V
  readonly words: Readonly<Record<V, string>>
  choose(value: V): void
}) {
  const values = Object.keys(props.words) as V[]
  return (
    <Select
      w={230}
      label={props.label}
      value={props.value}
      data={values.map((value) => ({ value, label: props.words[value] }))}
      onChange={(value) => value !== null && props.choose(value as V)}
    />
  )
}
