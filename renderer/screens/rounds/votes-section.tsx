import { Checkbox, NumberInput, Select, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FOCI } from '#core/expand/focus.ts'
import { RULE_POWERS } from '#core/judge/rule.ts'
import { quorumReachable } from '#core/judge/vote.ts'
import { useRoundDraft } from '../../store/round-draft.ts'
import { useFormat } from '../../words/format.ts'

/** How verdicts are reached and what is made of the errors. */
export function VotesSection({ samples }: { readonly samples: number }) {
  const { t } = useTranslation()
  const { draft, put } = useRoundDraft()
  const { judge } = draft
  return (
    <section className="card stack">
      <h2>{t('rounds.section.votes')}</h2>
      <BallotFields
        votes={judge.votes}
        quorum={judge.quorum}
        samples={samples}
        onBallot={(ballot) => put({ judge: { ...judge, ...ballot } })}
      />
      <Select
        size="xs"
        w={330}
        label={t('rounds.rules')}
        value={judge.rules}
        data={RULE_POWERS.map((power) => ({ value: power, label: t(`rounds.rulePower.${power}`) }))}
        onChange={(power) => {
          const rules = RULE_POWERS.find((one) => one === power)
          if (rules) put({ judge: { ...judge, rules } })
        }}
      />
      <Children />
    </section>
  )
}

interface BallotProps {
  readonly votes: number
  readonly quorum: number
  /** How many samples would be judged at most. */
  readonly samples: number
  onBallot(ballot: { votes: number; quorum: number }): void
}

/** Votes and quorum, with a warning in numbers where nothing could ever be decided. */
export function BallotFields({ votes, quorum, samples, onBallot }: BallotProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const least = Math.floor(votes / 2) + 1
  const numbers = { votes: format.number(votes), quorum: format.number(quorum), least: format.number(least) }
  return (
    <>
      <div className="row wrap top">
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.votes')}
          min={1}
          max={99}
          clampBehavior="strict"
          allowDecimal={false}
          value={votes}
          onChange={(value) => onBallot({ votes: Number(value) || 1, quorum })}
        />
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.quorum')}
          min={1}
          max={99}
          clampBehavior="strict"
          allowDecimal={false}
          error={!quorumReachable({ votes, quorum })}
          value={quorum}
          onChange={(value) => onBallot({ votes, quorum: Number(value) || 1 })}
        />
      </div>
      {quorumReachable({ votes, quorum }) ? (
        <p className="soft small">{t('rounds.ballot', numbers)}</p>
      ) : (
        <p className="warn-line" role="status">
          <span aria-hidden>⚠ </span>
          {quorum > votes
            ? t('rounds.unreachable', { ...numbers, samples: format.number(samples) })
            : t('rounds.twoWinners', numbers)}
        </p>
      )}
    </>
  )
}

function Children() {
  const { t } = useTranslation()
  const { draft, put } = useRoundDraft()
  const { expand } = draft
  return (
    <>
      <div className="row wrap top">
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.children')}
          min={1}
          max={32}
          clampBehavior="strict"
          allowDecimal={false}
          value={expand.children}
          onChange={(value) => put({ expand: { ...expand, children: Number(value) || 1 } })}
        />
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.tries')}
          min={1}
          max={10}
          clampBehavior="strict"
          allowDecimal={false}
          value={expand.tries}
          onChange={(value) => put({ expand: { ...expand, tries: Number(value) || 1 } })}
        />
      </div>
      <Checkbox.Group
        size="xs"
        label={t('rounds.foci')}
        value={[...expand.foci]}
        onChange={(chosen) => {
          const foci = FOCI.filter((focus) => chosen.includes(focus))
          if (foci.length > 0) put({ expand: { ...expand, foci } })
        }}
      >
        <div className="rule-grid pad-top">
          {FOCI.map((focus) => (
            <Checkbox key={focus} size="xs" value={focus} label={t(`rounds.focus.${focus}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Switch
        size="xs"
        label={t('rounds.childCheck')}
        checked={expand.check}
        onChange={(event) => put({ expand: { ...expand, check: event.currentTarget.checked } })}
      />
    </>
  )
}
