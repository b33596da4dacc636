import { Button, NumberInput, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { EndpointForm } from '#core/endpoint/endpoint-form.ts'
import { Fold } from './fold.tsx'

const LABEL_INPUT_TEXT = ['label', 'input', 'description', 'error'] as (
  | 'label'
  | 'input'
  | 'description'
  | 'error'
)[]

interface Props {
  readonly form: EndpointForm
  put(change: Partial<EndpointForm>): void
  pickCa(): void
  /** Further fields, before the certificate. */
  readonly children?: ReactNode
}

/** What most endpoints do without; open where something of it is set. */
export function MoreFields({ form, put, pickCa, children }: Props) {
  const { t } = useTranslation()
  const isSet =
    form.replicas !== '' ||
    form.caFile !== undefined ||
    form.proxy !== '' ||
    form.priceIn !== undefined ||
    form.tokenizer !== 'none' ||
    form.calls !== 'hermes'
  const money = (value: string | number): number | undefined => (value === '' ? undefined : Number(value))
  return (
    <Fold label={t('connections.more')} open={isSet}>
      <div className="stack pad-top">
        <NumberInput
          label={t('connections.concurrency')}
          description={t('connections.concurrencyText')}
          inputWrapperOrder={LABEL_INPUT_TEXT}
          min={1}
          max={2048}
          allowDecimal={false}
          value={form.concurrency}
          onChange={(value) =>
            put({ concurrency: Math.min(2048, Math.max(1, Math.round(Number(value)) || 1)) })
          }
        />
        <Textarea
          label={t('connections.replicas')}
          description={t('connections.replicasText')}
          inputWrapperOrder={LABEL_INPUT_TEXT}
          spellCheck={false}
          autosize
          minRows={1}
          maxRows={6}
          value={form.replicas}
          onChange={(event) => put({ replicas: event.currentTarget.value })}
        />
        <div className="row top">
          <NumberInput
            label={t('connections.priceIn')}
            min={0}
            value={form.priceIn ?? ''}
            onChange={(value) => put({ priceIn: money(value) })}
          />
          <NumberInput
            label={t('connections.priceOut')}
            min={0}
            value={form.priceOut ?? ''}
            onChange={(value) => put({ priceOut: money(value) })}
          />
        </div>
        <span className="small soft">{t('connections.priceText')}</span>
        {children}
        <div className="stack tight">
          <span className="strong small">{t('connections.caFile')}</span>
          <div className="row wrap">
            <span className="code cut small" title={form.caFile}>
              {form.caFile ?? t('connections.noCa')}
            </span>
            <Button size="compact-xs" variant="default" onClick={pickCa}>
              {t('connections.chooseCa')}
            </Button>
            {form.caFile !== undefined && (
              <Button size="compact-xs" variant="default" onClick={() => put({ caFile: undefined })}>
                {t('connections.removeCa')}
              </Button>
            )}
          </div>
          <span className="small soft">{t('connections.caFileText')}</span>
        </div>
        <TextInput
          label={t('connections.proxy')}
          description={t('connections.proxyText')}
          inputWrapperOrder={LABEL_INPUT_TEXT}
          spellCheck={false}
          value={form.proxy}
          onChange={(event) => put({ proxy: event.currentTarget.value })}
        />
      </div>
    </Fold>
  )
}
