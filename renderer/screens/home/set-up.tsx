import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FIRST_RUN_STEPS, type FirstRun } from '#core/guide/first-run.ts'
import { useFirstRun } from '../../store/first-run.ts'

/** Left half-way, with something done in it. */
const isLeft = (state: FirstRun | undefined): state is FirstRun =>
  state !== undefined && !state.finished && state.step !== 'language'

/** The first run, left half-way: where it was, and a way back into it. */
export function SetUpLeft() {
  const { t } = useTranslation()
  const state = useFirstRun((all) => all.state)
  const put = useFirstRun((all) => all.put)
  if (!isLeft(state)) return null
  return (
    <section className="card row wrap">
      <span className="grow">
        {t('firstRun.resumeText', {
          step: FIRST_RUN_STEPS.indexOf(state.step) + 1,
          total: FIRST_RUN_STEPS.length,
          name: t(`firstRun.step.${state.step}`),
        })}
      </span>
      <Button variant="default" size="xs" onClick={() => put({ open: true })}>
        {t('firstRun.resume')}
      </Button>
    </section>
  )
}

/** The way into the first run from Home's head, where it was not left half-way. */
export function OpenSetUp() {
  const { t } = useTranslation()
  const left = useFirstRun((all) => isLeft(all.state))
  const put = useFirstRun((all) => all.put)
  if (left) return null
  return (
    <Button variant="subtle" size="xs" onClick={() => put({ open: true })}>
      {t('firstRun.open')}
    </Button>
  )
}
