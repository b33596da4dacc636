import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FirstRunStep } from '#core/guide/first-run.ts'
import { useFirstRun } from '../../store/first-run.ts'
import type { StepAnswer } from './use-answers.ts'

const SIGNS = {
  settled: ['✓', 'ink-done', 'done'],
  later: ['–', 'soft', 'skipped'],
  due: ['✕', 'ink-failed', 'open'],
} as const

/** One line of the check-list: a step, what was settled in it, and the way back to it. */
export function CheckRow({ step, answer }: { readonly step: FirstRunStep; readonly answer: StepAnswer }) {
  const { t } = useTranslation()
  const goTo = useFirstRun((all) => all.goTo)
  const [sign, tone, state] = SIGNS[answer.standing]
  const name = t(`firstRun.pilot.row.${step}`)
  return (
    <li>
      <span className={`strong ${tone}`} role="img" aria-label={t(`firstRun.state.${state}`)}>
        {sign}
      </span>
      <span className="strong">{name}</span>
      <span className="path">{answer.text}</span>
      {step === 'pilot' ? (
        <span />
      ) : (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t('firstRun.pilot.changeOf', { name })}
          onClick={() => goTo(step)}
        >
          {t('firstRun.pilot.change')}
        </Button>
      )}
    </li>
  )
}
