import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NEW_TRAINING, stepsOf, type TrainDraft, type TrainStep } from '#core/training/draft.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { PageHeader } from '../../../parts/page-header.tsx'
import { WizardFrame } from '../../../parts/wizard-frame.tsx'
import { usePlace } from '../../../store/place.ts'
import { useProject } from '../../../store/project.ts'
import { draftOf, useTrainDraft } from '../../../store/train-draft.ts'
import { CheckStep } from './check-step.tsx'
import { stepProblem } from './check-training.ts'
import { Cost } from './cost.tsx'
import { DataStep } from './data-step.tsx'
import { RecipeStep } from './recipe-step.tsx'
import { StartStep } from './start-step.tsx'
import { useStartOnHost } from './use-start-on-host.ts'
import { useStartSmall } from './use-start-small.ts'
import { useTraining } from './use-training.ts'
import { WhereStep } from './where-step.tsx'

const STEPS = { where: WhereStep, data: DataStep, start: StartStep, recipe: RecipeStep, check: CheckStep }

/** A training in a few steps, of the small policy here or with TRL on a host; nothing starts before the last. */
export function TrainWizard() {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const project = useProject((state) => state.project)
  const ground = useTraining()
  const { draft, datasets, policies, hosts } = ground
  const put = useTrainDraft((state) => state.put)
  const steps = stepsOf(draft)
  const at: TrainStep = steps.includes(draft.step) ? draft.step : 'where'
  const problem = stepProblem(ground, at)
  const Step = STEPS[at]
  const small = useStartSmall(ground)
  const onHost = useStartOnHost(ground)
  const start = draft.host === undefined ? small : onHost
  return (
    <>
      <PageHeader title={t('start.new')} lead={project?.name}>
        <StartOver />
        <Button size="xs" variant="default" onClick={() => go({ page: 'train' })}>
          {t('start.leave')}
        </Button>
      </PageHeader>
      <WizardFrame
        steps={steps.map((name, place) => ({
          ...{ name, label: t(`start.step.${name}`) },
          wrong: place < steps.indexOf(at) && stepProblem(ground, name) !== undefined,
        }))}
        at={at}
        goTo={(step) => put({ step })}
        head={{
          title: t(`start.title.${at}`),
          lead: t(`start.lead.${at === 'recipe' && draft.host === undefined ? 'recipeSmall' : at}`),
        }}
        cost={<Cost draft={draft} />}
        why={problem && t(`start.why.${problem}`)}
        last={<ActionButton label={start.label} why={start.why} busy={start.busy} onClick={start.run} />}
      >
        {[datasets.failure, policies.failure, hosts.failure].map(
          (failure, index) => failure && <FailureCard key={index} failure={failure} />,
        )}
        <Step {...ground} />
        {start.failure && <FailureCard failure={start.failure} />}
      </WizardFrame>
    </>
  )
}

/** Empties the draft; as long as nothing else was typed, it can be taken back. */
function StartOver() {
  const { t } = useTranslation()
  const state = useTrainDraft()
  const [dropped, drop] = useState<TrainDraft>()
  const draft = draftOf(state)
  const isNew = JSON.stringify({ ...draft, step: 'where' }) === JSON.stringify(NEW_TRAINING)
  if (isNew && !dropped) return null
  return (
    <Button
      size="xs"
      variant="subtle"
      onClick={() => {
        drop(isNew ? undefined : draft)
        state.replace(isNew && dropped ? dropped : NEW_TRAINING)
      }}
    >
      {t(isNew ? 'start.takeBack' : 'start.anew')}
    </Button>
  )
}
