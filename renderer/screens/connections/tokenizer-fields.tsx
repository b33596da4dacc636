import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TokenizerFacts } from '#core/contract/index.ts'
import { type EndpointForm, tokenizerOf } from '#core/endpoint/endpoint-form.ts'
import { CALL_FORMATS } from '#core/tool-call/call-format.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Segments } from '../../parts/segments.tsx'
import { TokenizerWord } from './tokenizer-word.tsx'

interface Props {
  readonly form: EndpointForm
  put(change: Partial<EndpointForm>): void
}

const KINDS = ['none', 'files', 'server'] as const

/** How the tokens of this model's prompts are counted, and how it writes calls. */
export function TokenizerFields({ form, put }: Props) {
  const { t } = useTranslation()
  const [tried, setTried] = useState<TokenizerFacts>()
  const place = tokenizerOf(form)
  const pick = useAct(async () => {
    const folder = await call('system.pickFolder')
    if (folder === null) return
    setTried(undefined)
    put({ tokenizerFolder: folder })
  })
  const attempt = useAct(async () => {
    if (place === undefined) return
    const facts = await call('endpoint.tryTokenizer', { place, url: form.url, model: form.model })
    setTried(facts)
    if (facts.calls !== undefined) put({ calls: facts.calls })
  })
  const needsServer = form.tokenizer === 'server' && (form.url.trim() === '' || form.model.trim() === '')
  const why = place === undefined ? t('tokens.needFolder') : needsServer ? t('tokens.needModel') : undefined
  const failure = pick.failure ?? attempt.failure
  return (
    <>
      <div className="stack tight">
        <span className="strong small">{t('tokens.field')}</span>
        <Segments
          label={t('tokens.field')}
          value={form.tokenizer}
          options={KINDS.map((value) => ({ value, label: t(`tokens.place.${value}`) }))}
          onChange={(tokenizer) => {
            attempt.clear()
            setTried(undefined)
            put({ tokenizer })
          }}
        />
        <span className="small soft">{t(`tokens.${form.tokenizer}Text`)}</span>
        {form.tokenizer === 'files' && (
          <div className="row wrap">
            <span className="code cut small" title={form.tokenizerFolder}>
              {form.tokenizerFolder ?? t('tokens.noFolder')}
            </span>
            <Button size="compact-xs" variant="default" onClick={() => void pick.run()}>
              {t('tokens.pick')}
            </Button>
          </div>
        )}
        {form.tokenizer !== 'none' && (
          <div>
            <ActionButton
              label={t('tokens.try')}
              size="xs"
              variant="default"
              why={why}
              busy={attempt.busy}
              onClick={() => void attempt.run()}
            />
          </div>
        )}
        {tried && <TokenizerWord facts={tried} />}
        {failure && <FailureCard failure={failure} />}
      </div>
      <Select
        label={t('tokens.calls')}
        description={t('tokens.callsText')}
        data={CALL_FORMATS.map((value) => ({ value, label: t(`tokens.format.${value}`) }))}
        value={form.calls}
        onChange={(value) => put({ calls: CALL_FORMATS.find((one) => one === value) ?? 'hermes' })}
        allowDeselect={false}
      />
    </>
  )
}
