import { useTranslation } from 'react-i18next'
import type { Dialog, WrongTurn } from '#core/dialog/dialog.ts'
import type { DialogRole } from '#core/endpoint/role.ts'
import { useCode } from '../words/code.ts'
import { TurnBubble } from './bubbles.tsx'
import { Fold } from './fold.tsx'
import { LongText } from './long-text.tsx'
import { PracticeBadge } from './practice-badge.tsx'
import { RoleName } from './role.tsx'

interface Props {
  readonly dialog: Dialog
  /** Its words come from scripted practice roles. */
  readonly scripted: boolean
}

/** A dialog: what was drawn, the plan on top, then the turns. */
export function DialogView({ dialog, scripted }: Props) {
  const { t } = useTranslation()
  return (
    <div className="dialog">
      {scripted && (
        <div>
          <PracticeBadge />
        </div>
      )}
      <PlanCard dialog={dialog} />
      {dialog.turns.map((turn, index) => (
        <TurnBubble key={index} turn={turn} />
      ))}
      {dialog.turns.length === 0 && <p className="soft">{t('dialog.empty')}</p>}
      {dialog.wrongTurns.length > 0 && (
        <Fold label={t('dialog.wrong', { count: dialog.wrongTurns.length })}>
          <WrongTurns wrong={dialog.wrongTurns} />
        </Fold>
      )}
    </div>
  )
}

function PlanCard({ dialog }: { readonly dialog: Dialog }) {
  const { t } = useTranslation()
  const { setup, plan } = dialog
  const needs = plan?.needs ?? setup.needs.map((type) => ({ type, text: t(`caseTip.${type}`) }))
  return (
    <section className="plan">
      <div className="row wrap apart">
        <RoleName who="planner" />
        <span className="soft small">
          {t(`language.${setup.language}`)} · {t(`level.${setup.level}`)} ·{' '}
          {t('dialog.tools', { count: setup.tools.length })} · {t('dialog.target', { count: setup.target })} ·{' '}
          {setup.date}
        </span>
      </div>
      <ol>
        {needs.map((need, index) => (
          <li key={index}>
            <span className="tag">{t(`caseType.${need.type}`)}</span>{' '}
            <span className="plain">{need.text}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function WrongTurns({ wrong }: { readonly wrong: readonly WrongTurn[] }) {
  const { t } = useTranslation()
  const say = useCode()
  return (
    <ol className="votes">
      {wrong.map((turn, index) => (
        <li key={index}>
          <div className="small">
            {t(`role.${turn.role as DialogRole}`, { defaultValue: turn.role })} ·{' '}
            {say(`wrong.${turn.reason}`)}
          </div>
          <LongText code text={turn.text} />
        </li>
      ))}
    </ol>
  )
}
