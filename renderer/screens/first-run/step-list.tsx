import { useTranslation } from 'react-i18next'
import { FIRST_RUN_STEPS, type FirstRun, type FirstRunStep } from '#core/guide/first-run.ts'
import { useFirstRun } from '../../store/first-run.ts'

type Standing = 'done' | 'skipped' | 'now' | 'open'
const SIGNS: Readonly<Record<Standing, readonly [sign: string, tone: string]>> = {
  done: ['✓', 'ink-done'],
  skipped: ['–', 'soft'],
  now: ['●', 'ink-active'],
  open: ['○', 'soft'],
}

function standingOf(state: FirstRun, step: FirstRunStep): Standing {
  if (step === state.step) return 'now'
  if (state.skipped.includes(step)) return 'skipped'
  return FIRST_RUN_STEPS.indexOf(step) < FIRST_RUN_STEPS.indexOf(state.step) ? 'done' : 'open'
}

/** All steps, each a way to it. */
export function StepList() {
  const { t } = useTranslation()
  const state = useFirstRun((all) => all.state)
  const goTo = useFirstRun((all) => all.goTo)
  if (!state) return null
  return (
    <nav className="first-run-steps" aria-label={t('firstRun.steps')}>
      <ol>
        {FIRST_RUN_STEPS.map((step) => {
          const standing = standingOf(state, step)
          const [sign, tone] = SIGNS[standing]
          return (
            <li key={step}>
              <button
                type="button"
                className="rail-item"
                aria-current={standing === 'now' ? 'step' : undefined}
                onClick={() => goTo(step)}
              >
                <span className={tone} role="img" aria-label={t(`firstRun.state.${standing}`)}>
                  {sign}
                </span>
                <span className="cut">{t(`firstRun.step.${step}`)}</span>
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
