import { Button } from '@mantine/core'
import { type KeyboardEvent, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { PromptDetail } from '#core/contract/index.ts'
import { sayFinding } from '#core/prompt/lint-words.ts'
import { shortHash } from '#core/prompt/mark.ts'
import { slotsOf } from '#core/prompt/render.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useLanguage } from '../../words/language.ts'
import type { PromptText } from './use-prompt-text.ts'

interface Props {
  readonly detail: PromptDetail
  readonly text: PromptText
}

/** The text in a plain editor, what speaks against it, and what can be done with it. */
export function PromptEditor({ detail, text }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const findingsId = useId()
  const { findings, dirty, save } = text
  const ready = dirty && findings.length === 0
  const press = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (ready) void save.run()
  }
  return (
    <section className="stack" aria-label={t('prompts.view.edit')}>
      <textarea
        className="prompt-body code"
        aria-label={t('prompts.body')}
        aria-describedby={findingsId}
        aria-invalid={findings.length > 0}
        spellCheck={false}
        lang={detail.language}
        value={text.body}
        onChange={(event) => text.type(event.currentTarget.value)}
        onKeyDown={press}
      />
      <Variables variables={detail.variables} body={text.body} />
      <div id={findingsId} aria-live="polite">
        {findings.length > 0 && (
          <>
            <h3>{t('prompts.findings')}</h3>
            <ul className="plain-list ink-failed">
              {findings.map((finding) => (
                <li key={`${finding.code} ${finding.name ?? ''}`}>{sayFinding(finding, language)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Acts detail={detail} text={text} />
    </section>
  )
}

/** Each declared variable, and whether it stands in the text. */
function Variables({ variables, body }: { readonly variables: readonly string[]; readonly body: string }) {
  const { t } = useTranslation()
  const slots = slotsOf(body)
  if (variables.length === 0) return <p className="soft small">{t('prompts.noVariables')}</p>
  return (
    <ul className="row wrap role-pills" aria-label={t('prompts.variables')}>
      {variables.map((name) => {
        const found = slots.has(name)
        const said = t(found ? 'prompts.variableFound' : 'prompts.variableMissing', { name })
        return (
          <li key={name} className={`pill code ${found ? 'tone-done' : 'tone-failed'}`} title={said}>
            <span role="img" aria-label={said}>
              {found ? '✓' : '✕'}
            </span>
            {`{{${name}}}`}
          </li>
        )
      })}
    </ul>
  )
}

function Acts({ detail, text }: Props) {
  const { t } = useTranslation()
  const { findings, dirty, save, reset, done } = text
  const why = !dirty
    ? t('prompts.nothingNew')
    : findings.length > 0
      ? t('prompts.findingsFirst', { count: findings.length })
      : undefined
  const failure = save.failure ?? reset.failure
  return (
    <>
      <div className="row wrap">
        <ActionButton
          label={t('prompts.save')}
          size="xs"
          why={why}
          busy={save.busy}
          onClick={() => void save.run()}
        />
        {dirty && (
          <Button size="xs" variant="default" onClick={text.discard}>
            {t('prompts.discard')}
          </Button>
        )}
        {detail.own === 'own' && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            loading={reset.busy}
            onClick={() => void reset.run()}
          >
            {t('prompts.reset')}
          </Button>
        )}
        <CopyButton text={text.body} label={t('prompts.copy')} />
      </div>
      <p className="soft small prose">{t('prompts.newOnly')}</p>
      <output className="small">
        {done && 'saved' in done && t('prompts.saved', { hash: shortHash(done.saved) })}
        {done && 'taken' in done && (
          <span className="row wrap">
            {t('prompts.resetDone')}
            <Button size="compact-xs" variant="default" onClick={text.undo}>
              {t('prompts.undo')}
            </Button>
          </span>
        )}
      </output>
      {failure && detail.own !== 'damaged' && <FailureCard failure={failure} />}
    </>
  )
}
