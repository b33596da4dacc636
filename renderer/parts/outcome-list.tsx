import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OutcomeGroup } from '#core/job/view.ts'
import { useCode, useOutcomeDetail } from '../words/code.ts'
import { useFormat } from '../words/format.ts'
import { LongText } from './long-text.tsx'
import { ItemStateBadge } from './state-badge.tsx'

interface Props {
  readonly groups: readonly OutcomeGroup[]
  /** Undefined while nothing can be retried. */
  readonly retry?: ((reason: string) => void) | undefined
  /** The same, and what followed is done again; undefined where nothing did. */
  readonly redo?: ((reason: string) => void) | undefined
}

/** What was dropped or failed, one line a reason, with an example. */
export function OutcomeList({ groups, retry, redo }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCode()
  const sayDetail = useOutcomeDetail()
  if (groups.length === 0) return <p className="soft">{t('jobs.noOutcomes')}</p>
  return (
    <ul className="outcomes">
      {redo && groups.some(({ state }) => state === 'failed') && (
        <li className="small soft">{t('jobs.retryAndRedoText')}</li>
      )}
      {groups.map((group) => (
        <li key={`${group.state} ${group.boundary ?? ''} ${group.reason}`}>
          <div className="row wrap">
            <ItemStateBadge state={group.state} />
            <strong className="num">{format.number(group.count)}</strong>
            <span className="grow">
              {group.boundary !== undefined && `${t(`job.boundary.${group.boundary}`)}: `}
              {say(group.reason)}
            </span>
            {group.state === 'failed' && retry && (
              <Button size="compact-xs" variant="default" onClick={() => retry(group.reason)}>
                {t('jobs.retryThese')}
              </Button>
            )}
            {group.state === 'failed' && redo && (
              <Button size="compact-xs" variant="default" onClick={() => redo(group.reason)}>
                {t('jobs.retryAndRedo')}
              </Button>
            )}
          </div>
          {group.example.detail !== '' && (
            <div className="small soft">
              {t('jobs.example')} <span className="code">{group.example.key}</span>
              <LongText code text={sayDetail(group.reason, group.example.detail)} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
