import { Button } from '@mantine/core'
import { IconFileDownload, IconFileUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { trlRecipeSchema } from '#core/training/trl-recipe.ts'
import { call } from '../../../bridge/looptool.ts'
import { useAct } from '../../../bridge/use-call.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { useTrainDraft } from '../../../store/train-draft.ts'

/** The recipe as a YAML file that names each flag: read from one, written into one. */
export function RecipeFile() {
  const { t } = useTranslation()
  const { preset, trl, putTrl } = useTrainDraft()
  const [told, tell] = useState<{ readonly what: 'opened' | 'saved'; readonly file: string }>()
  const open = useAct(async () => {
    const file = await call('system.pickRecipe')
    if (file === null) return
    putTrl(await call('training.readRecipe', { file }))
    tell({ what: 'opened', file })
  })
  const save = useAct(async () => {
    const file = await call('system.placeRecipe', { name: t(`recipe.preset.${preset}.name`) })
    if (file === null) return
    await call('training.writeRecipe', { file, recipe: trl })
    tell({ what: 'saved', file })
  })
  const sound = trlRecipeSchema.safeParse(trl).success
  return (
    <section className="stack tight" aria-label={t('recipe.yaml')}>
      <div className="row wrap">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFileUpload size={14} aria-hidden />}
          loading={open.busy}
          onClick={() => void open.run()}
        >
          {t('recipe.open')}
        </Button>
        <ActionButton
          size="xs"
          variant="default"
          label={t('recipe.save')}
          why={sound ? undefined : t('start.why.rangeDue')}
          busy={save.busy}
          icon={<IconFileDownload size={14} aria-hidden />}
          onClick={() => void save.run()}
        />
      </div>
      {told && (
        <output className="small soft anywhere">{t(`recipe.${told.what}`, { file: told.file })}</output>
      )}
      {[open.failure, save.failure].map(
        (failure, at) => failure && <FailureCard key={at} failure={failure} />,
      )}
    </section>
  )
}
