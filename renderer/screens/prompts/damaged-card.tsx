import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PromptDetail } from '#core/contract/index.ts'
import { sayFinding } from '#core/prompt/lint-words.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { useLanguage } from '../../words/language.ts'
import type { PromptText } from './use-prompt-text.ts'

interface Props {
  readonly damaged: NonNullable<PromptDetail['damaged']>
  readonly text: PromptText
}

/** A body's text without the front matter above it, as far as one can be told from the other. */
const bodyOf = (text: string): string => text.replace(/^\ufeff?---\n[\s\S]*?\n---\n/, '').trim()

/** The project's own file cannot be used: nothing stands in its place until somebody decides. */
export function DamagedCard({ damaged, text }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { path, findings, detail } = damaged
  const said = findings.map((finding) => sayFinding(finding, language))
  return (
    <div className="failure" role="alert">
      <IconAlertTriangle size={20} aria-hidden className="failure-icon" />
      <div className="grow stack tight">
        <strong className="prose">{t('prompts.broken', { path })}</strong>
        <span className="prose">{t('prompts.brokenText')}</span>
        <ul className="plain-list">
          {(said.length > 0 ? said : [t('prompts.unreadable')]).map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <div className="row wrap failure-acts">
          <Button size="compact-sm" loading={text.reset.busy} onClick={() => void text.reset.run()}>
            {t('prompts.useShipped')}
          </Button>
          {bodyOf(damaged.text) !== '' && (
            <Button size="compact-sm" variant="default" onClick={() => text.type(bodyOf(damaged.text))}>
              {t('prompts.take')}
            </Button>
          )}
        </div>
        {text.reset.failure && <FailureCard failure={text.reset.failure} />}
        <Fold label={t('shared.details')}>
          <LongText code text={`${detail}\n\n${damaged.text}`} />
        </Fold>
      </div>
    </div>
  )
}
