import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFirstRun } from '../../store/first-run.ts'

interface Props {
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
  /** Whether the step can be passed over by a button of its own: where the main one does not just go on. */
  readonly skip?: boolean
  /** The step's main button. */
  readonly primary: ReactNode
}

/** What every step has: a heading that gets the focus, its content, and the buttons below. */
export function StepFrame({ title, lead, children, skip = false, primary }: Props) {
  const { t } = useTranslation()
  const step = useFirstRun((all) => all.state?.step ?? 'language')
  const back = useFirstRun((all) => all.back)
  const leave = useFirstRun((all) => all.leave)
  const heading = useRef<HTMLHeadingElement>(null)
  // The keys go on from the top of the new step; a reader says its name.
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <div className="first-run-content">
        <div className="first-run-head">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p className="soft prose">{lead}</p>
        </div>
        {children}
      </div>
      <footer className="foot-bar">
        {step !== 'language' && (
          <Button variant="default" onClick={back}>
            {t('shared.back')}
          </Button>
        )}
        <span className="grow" />
        {skip && (
          <Button variant="subtle" onClick={() => leave(false)}>
            {t('firstRun.skip')}
          </Button>
        )}
        {primary}
      </footer>
    </>
  )
}
