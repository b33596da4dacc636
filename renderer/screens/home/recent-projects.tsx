import { Button } from '@mantine/core'
import { IconFolder } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectCard } from '#core/contract/index.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly cards: readonly ProjectCard[]
  readonly failure: SpokenFailure | undefined
  /** The latest one is the next thing to do: nothing is open. */
  readonly leads: boolean
  open(folder: string): void
  forgotten(): void
}

export function RecentProjects({ cards, failure, leads, open, forgotten }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [now] = useState(() => Date.now())
  const forget = useAct(async (folder: string) => {
    await call('project.forget', { folder })
    forgotten()
  })
  const latest = cards.find((card) => !card.missing)
  if (failure) return <FailureCard failure={failure} />
  if (cards.length === 0) return null
  return (
    <ul className="cards">
      {cards.map((card) => (
        <li key={card.folder} className="card project-card">
          <div className="row">
            <IconFolder size={18} className="soft" aria-hidden />
            <strong className="cut grow">{card.name}</strong>
          </div>
          <span className="soft small cut" title={card.folder}>
            {card.folder}
          </span>
          <span className={card.missing ? 'small ink-failed' : 'small soft'}>
            {card.missing
              ? `✕ ${t('home.missing')}`
              : t('home.opened', { when: format.ago(card.openedAt, now) })}
          </span>
          <div className="row">
            {!card.missing && (
              <Button
                size="xs"
                variant={leads && card === latest ? 'filled' : 'light'}
                aria-label={`${t('home.openNow')}: ${card.name}`}
                onClick={() => open(card.folder)}
              >
                {t('home.openNow')}
              </Button>
            )}
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={`${t('home.forget')}: ${card.name}`}
              onClick={() => void forget.run(card.folder)}
            >
              {t('home.forget')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}
