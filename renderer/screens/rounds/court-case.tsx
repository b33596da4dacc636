import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CourtCase } from '#core/contract/round-views.ts'
import type { VerdictName } from '#core/judge/verdict.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { MessageBubble } from '../../parts/bubbles.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { usePlace } from '../../store/place.ts'
import { Bench } from './bench.tsx'
import { LabelEditor } from './label-editor.tsx'
import { useCourtKeys } from './use-court-keys.ts'
import { VerdictBar } from './verdict-bar.tsx'
import type { RoundViewProps } from './view-props.ts'
import { VoteList } from './vote-list.tsx'

interface Props {
  readonly job: string
  readonly sample: string
  readonly place: RoundViewProps['place']
  /** Goes to another case, so many down the list. */
  step(by: number): void
  /** Something was decided here. */
  changed(): void
}

/** A label as it crosses the door. */
const sent = (label: Answer) =>
  label.kind === 'text' ? label : { kind: label.kind, calls: [...label.calls] }

/** One case: what is judged above, who said what, the dialog, and the verdict keys below. */
export function CourtCaseView({ job, sample, place, step, changed }: Props) {
  const go = usePlace((state) => state.go)
  const asked = useCall('court.case', { job, sample })
  const [heard, setHeard] = useState<CourtCase>()
  const [editing, setEditing] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  // When the editor goes, the keys go on from the case.
  const edited = useRef(false)
  useEffect(() => {
    if (edited.current && !editing) scroller.current?.focus({ preventScroll: true })
    edited.current = editing
  }, [editing])
  const one = heard ?? asked.data
  const act = useAct(async (verdict: VerdictName | 'undo', label?: Answer) => {
    setHeard(
      verdict === 'undo'
        ? await call('court.undo', { job, sample })
        : await call('court.overrule', { job, sample, verdict, ...(label && { label: sent(label) }) }),
    )
    setEditing(false)
    changed()
  })
  const canUndo = one?.row.overruled === true
  useCourtKeys({
    busy: act.busy,
    editing,
    verdict: (verdict) => one && void act.run(verdict),
    undo: () => canUndo && void act.run('undo'),
    edit: () => one && setEditing(true),
    step,
  })
  return (
    <div className="court-case" aria-busy={act.busy} data-shown={one?.row.sample}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <div className="court-scroll" ref={scroller} tabIndex={0}>
        {asked.failure && <FailureCard failure={asked.failure} />}
        {!one && asked.loading && <Loading />}
        {one && (
          <div className="stack wide">
            {editing ? (
              <LabelEditor
                one={one}
                busy={act.busy}
                save={(verdict, label) => void act.run(verdict, label)}
                cancel={() => setEditing(false)}
              />
            ) : (
              <Bench one={one} />
            )}
            <VoteList one={one} />
            <Context one={one} openLedger={() => go({ ...place, sample, ledger: sample })} />
          </div>
        )}
      </div>
      {act.failure && <FailureCard failure={act.failure} />}
      {one && (
        <VerdictBar
          one={one}
          busy={act.busy}
          editing={editing}
          canUndo={canUndo}
          decide={(verdict) => void act.run(verdict)}
          undo={() => void act.run('undo')}
          edit={() => setEditing(true)}
        />
      )}
    </div>
  )
}

function Context({ one, openLedger }: { readonly one: CourtCase; openLedger(): void }) {
  const { t } = useTranslation()
  return (
    <section className="stack">
      <div className="row wrap apart">
        <h3>{t('rounds.court.dialog')}</h3>
        <span className="row wrap">
          {one.scripted && <PracticeBadge />}
          <Button size="compact-xs" variant="default" onClick={openLedger}>
            {t('rounds.ledger.open')}
          </Button>
        </span>
      </div>
      <div className="dialog">
        {one.sample.messages.map((message, index) => (
          <MessageBubble key={index} message={message} />
        ))}
      </div>
    </section>
  )
}
