import { Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { shortHash } from '#core/prompt/mark.ts'
import type { OwnPrompt } from '#core/round/own-prompts.ts'

/** Hashes that stand on the badge itself. */
const NAMED = 2

/** Stands beside every result that a project's own prompts went into; nothing where there are none. */
export function OwnPromptsBadge({ prompts }: { readonly prompts: readonly OwnPrompt[] }) {
  const { t } = useTranslation()
  if (prompts.length === 0) return null
  const named = prompts.slice(0, NAMED).map(({ hash }) => shortHash(hash))
  const list = prompts.map(({ id, hash }) => `${id} ${shortHash(hash)}`).join(', ')
  return (
    <Tooltip label={t('prompts.badgeTip', { list })} multiline maw={420}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tip has to be reachable by keyboard */}
      <span className="pill own-prompt" tabIndex={0}>
        <IconPencil size={14} aria-hidden />
        {t('prompts.badge', { hashes: `${named.join(', ')}${prompts.length > NAMED ? ' …' : ''}` })}
      </span>
    </Tooltip>
  )
}
