import { Button, Stepper } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from './action-button.tsx'

interface Props<Step extends string> {
  /** `wrong`: it was passed, and something is missing in it. */
  readonly steps: readonly { readonly name: Step; readonly label: string; readonly wrong?: boolean }[]
  readonly at: Step
  goTo(step: Step): void
  /** What the step is about, where its content does not say so itself. */
  readonly head?: { readonly title: string; readonly lead: ReactNode }
  /** What pressing start would cost, on every step. */
  readonly cost: ReactNode
  /** What keeps the step from being finished. */
  readonly why: string | undefined
  /** The last step's button. */
  readonly last: ReactNode
  readonly children: ReactNode
}

/** A page with steps on top, their content, and below it the way back and on; any step can be gone to. */
export function WizardFrame<Step extends string>(props: Props<Step>) {
  const { steps, at, goTo, head, cost, why, last, children } = props
  const { t } = useTranslation()
  const place = Math.max(
    0,
    steps.findIndex(({ name }) => name === at),
  )
  const move = (to: number) => goTo(steps[to]?.name ?? at)
  return (
    <>
      <div className="steps">
        <Stepper active={place} size="xs" onStepClick={move}>
          {steps.map(({ name, label, wrong = false }) => (
            <Stepper.Step
              key={name}
              label={label}
              aria-current={name === at ? 'step' : undefined}
              {...(wrong ? { color: 'orange', completedIcon: <span>!</span> } : {})}
            />
          ))}
        </Stepper>
      </div>
      <div className="page-body" key={at}>
        {head && <StepHead {...head} />}
        {children}
      </div>
      <div className="foot-bar">
        {place > 0 && (
          <Button variant="default" onClick={() => move(place - 1)}>
            {t('shared.back')}
          </Button>
        )}
        <span className="grow small soft num">
          {cost}
          {place < steps.length - 1 && <span className="block">{t('shared.nothingYet')}</span>}
        </span>
        {place === steps.length - 1 ? (
          last
        ) : (
          <ActionButton label={t('shared.next')} why={why} onClick={() => move(place + 1)} />
        )}
      </div>
    </>
  )
}

/** The keys go on from the top of the new step; a reader says its name. */
function StepHead({ title, lead }: { readonly title: string; readonly lead: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="step-head">
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p className="soft prose">{lead}</p>
    </div>
  )
}
