import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Board } from '#core/contract/round-views.ts'
import { ROUND_STAGES, type RoundStage } from '#core/round/round-plan.ts'
import type { Player, RoundSettings } from '#core/round/round-settings.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { keysFor, trimmed, urlsOf } from '../../parts/player-fields.tsx'
import { useDrafts } from '../../store/drafts.ts'
import { usePlace } from '../../store/place.ts'
import { type RoundDraft, useRoundDraft } from '../../store/round-draft.ts'
import { useFormat } from '../../words/format.ts'
import { estimateOf, mixOf, roundProblem } from './check-round.ts'
import { MixSection } from './mix-section.tsx'
import { PlayersSection } from './players-section.tsx'
import { cellOf } from './stage.ts'
import { StagesSection } from './stages-section.tsx'
import { StopSection } from './stop-section.tsx'
import { VotesSection } from './votes-section.tsx'

interface Props {
  readonly board: Board
  /** The round that gets stages it has not had; undefined for a new one. */
  readonly goesOn: number | undefined
}

/** Everything that a round is asked to do, on one page; nothing is spent before its button. */
export function NewRound({ board, goesOn }: Props) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const { draft: typed, dialogs, keys, forgetKeys } = useRoundDraft()
  const round = goesOn ?? board.next.round
  const there = ROUND_STAGES.filter((stage) => cellOf(board, round, stage)?.job !== undefined)
  const draft = { ...typed, stages: typed.stages.filter((stage) => !there.includes(stage)) }
  const before = useBefore(board)
  const toolSets = useCall('toolSet.list', undefined)
  const simulate = useDrafts((state) => state.simulate.settings)
  const mix = mixOf(board, before, draft)
  const composes = draft.stages.includes('compose')
  const own = board.columns.find((column) => column.round === round)?.samples
  const samples = composes ? mix.size - mix.missing : (own ?? 0)
  const problem = roundProblem(draft, there, mix, dialogs)
  const consent = useConsent(urlsOf(playersOf(draft.roles)))
  const why = problem ? t(`rounds.problem.${problem}`) : consent && t('connections.testConsent')
  const start = useAct(async () => {
    const toolSetId = simulate.toolSetId || toolSets.data?.[0]?.id || ''
    const settings = settingsOf(round, draft, { ...simulate, toolSetId, count: dialogs })
    const needed = keysFor(playersOf(settings.roles), keys)
    await call('round.start', { settings, ...(needed && { keys: needed }) })
    forgetKeys()
    go({ page: 'rounds' })
  })
  return (
    <>
      <div className="page-body">
        <div className="new-round">
          <StagesSection
            stages={draft.stages}
            offered={board.next.stages}
            there={there}
            toolSets={toolSets.data}
          />
          <PlayersSection />
          <VotesSection samples={samples} />
          {composes && <MixSection board={board} before={before} />}
          <StopSection />
        </div>
        {start.failure && <FailureCard failure={start.failure} />}
      </div>
      <div className="foot-bar">
        <Button variant="default" onClick={() => go({ page: 'rounds' })}>
          {t('shared.cancel')}
        </Button>
        <Estimate draft={draft} samples={samples} />
        <ActionButton
          label={t(goesOn === undefined ? 'rounds.start' : 'rounds.goOn', { round })}
          why={why}
          busy={start.busy}
          onClick={() => void start.run()}
        />
      </div>
    </>
  )
}

const playersOf = ({ policy, judges, expander, checker }: RoundDraft['roles']): Player[] => [
  policy,
  ...judges,
  expander,
  checker,
]

/** What the last round leaves to the next one's set. */
function useBefore(board: Board) {
  const last = board.columns.at(-1)
  const flow = useCall('round.flow', last ? { round: last.round } : null)
  const expand = last && cellOf(board, last.round, 'expand')?.job
  const funnel = useCall('expand.funnel', expand === undefined ? null : { job: expand })
  return { flow: flow.data, taken: funnel.data?.taken ?? 0 }
}

function settingsOf(
  round: number,
  draft: RoundDraft,
  simulate: NonNullable<RoundSettings['simulate']>,
): RoundSettings {
  const { policy, judges, expander, checker } = draft.roles
  const has = (stage: RoundStage): boolean => draft.stages.includes(stage)
  return {
    ...draft,
    round,
    roles: {
      policy: trimmed(policy),
      judges: judges.map(trimmed),
      expander: trimmed(expander),
      checker: trimmed(checker),
    },
    judge: { ...draft.judge, judges: judges.length },
    ...(has('simulate') ? { simulate } : {}),
  }
}

/** What pressing start would cost at most. */
function Estimate({ draft, samples }: { readonly draft: RoundDraft; readonly samples: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { probe, judge, expand } = estimateOf(samples, draft)
  return (
    <span className="grow small soft num">
      {t('rounds.estimate', {
        probe: format.number(probe),
        judge: format.number(judge),
        expand: format.number(expand),
      })}
      <span className="block">{t('rounds.nothingYet')}</span>
    </span>
  )
}
