import { Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'
import { Choice } from './choice.tsx'
import { Lengths } from './lengths.tsx'
import type { Ground } from './use-training.ts'

/** What is trained on: the dataset and its split, the probe of the start, and whether the prompts fit. */
export function DataStep(ground: Ground) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const put = useTrainDraft((state) => state.put)
  const { draft, datasets, dataset, title } = ground
  return (
    <div className="stack wide form-wide">
      <div className="field-pair">
        <TextInput
          label={t('start.name')}
          maxLength={120}
          value={draft.title}
          placeholder={title}
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <Select
          label={t('start.dataset')}
          allowDeselect={false}
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
          inputWrapperOrder={['label', 'input', 'description']}
          onChange={(id) => put({ dataset: id ?? undefined, probe: undefined })}
        />
      </div>
      {datasets.data?.length === 0 && (
        <button type="button" className="link" onClick={() => go({ page: 'data', preparing: true })}>
          {t('start.toData')}
        </button>
      )}
      {dataset?.counts.test === 0 && <p className="card warn">{t('start.noTest')}</p>}
      <PromptFields {...ground} />
      {dataset && <Lengths key={dataset.id} draft={draft} dataset={dataset.id} />}
    </div>
  )
}

/** Which prompts can teach anything, and who says so. */
function PromptFields({ draft, probes, probe }: Ground) {
  const { t } = useTranslation()
  const format = useFormat()
  const put = useTrainDraft((state) => state.put)
  const putRecipe = useTrainDraft((state) => state.putRecipe)
  return (
    <div className="field-pair">
      <Select
        label={t('start.probe')}
        description={t(draft.host === undefined ? 'start.probeText' : 'start.probeHost')}
        inputWrapperOrder={['label', 'input', 'description']}
        placeholder={t('start.noProbe')}
        clearable
        value={probe?.spec.id ?? null}
        data={probes.map(({ spec }) => ({
          value: spec.id,
          label: `${spec.title} · ${format.time(spec.createdAt)}`,
        }))}
        onChange={(id) => put({ probe: id ?? undefined })}
      />
      {draft.host === undefined && (
        <Choice
          label={t('start.keep')}
          value={draft.recipe.keep}
          words={{
            sounded: t('start.keeps.sounded'),
            probed: t('start.keeps.probed'),
            all: t('start.keeps.all'),
          }}
          choose={(keep) => putRecipe({ keep })}
        />
      )}
    </div>
  )
}
