import { IconBox } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { HostModel } from '#core/contract/index.ts'
import { Failure } from '#core/failure/failure.ts'
import { sayFailure } from '#core/failure/words.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useFormat } from '../../words/format.ts'
import { useLanguage } from '../../words/language.ts'
import { StockPath } from './host-environments.tsx'
import { HostSetUps, useSetUps } from './host-set-ups.tsx'
import { ModelFetch } from './model-fetch.tsx'
import { ModelAdopt, ModelUpload } from './model-folders.tsx'
import { AskedButton, ReadyBadge, StockList } from './stock-bits.tsx'

/** Models on a host: what stands, what is on its way, and where another comes from. */
export function HostModels({ host }: { readonly host: string }) {
  const { t } = useTranslation()
  const asked = useCall('host.models', { id: host })
  const running = useSetUps(host, ['model', 'ownModel', 'uploadedModel'])
  const { data } = asked
  return (
    <>
      <StockList
        asked={asked}
        making={<HostSetUps running={running} ended={asked.reload} />}
        isMaking={running.length > 0}
        icon={<IconBox size={36} stroke={1.3} />}
        title={t('stock.model.emptyTitle')}
        text={t('stock.model.emptyText')}
      >
        {data?.models.map((model) => (
          <Model key={model.name} host={host} model={model} changed={asked.reload} />
        ))}
      </StockList>
      {data && (
        <div className="stack">
          <ModelFetch host={host} />
          <ModelUpload host={host} />
          <ModelAdopt host={host} />
        </div>
      )}
    </>
  )
}

interface Props {
  readonly host: string
  readonly model: HostModel
  changed(): void
}

function Model({ host, model, changed }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const { name, bytes, own, problem, parameters, context, licence } = model
  const remove = useAct(async () => {
    await call('host.removeModel', { id: host, model: name })
    changed()
  })
  const facts = [
    parameters !== null &&
      parameters > 0 &&
      t('stock.model.parameters', { number: format.count(parameters) }),
    bytes > 0 && t('stock.size', { bytes: format.bytes(bytes) }),
    context !== null && t('stock.model.context', { tokens: format.number(context) }),
    licence !== null && t('stock.model.licence', { licence }),
  ].filter((fact) => typeof fact === 'string')
  const said = problem && sayFailure(new Failure(problem.code, { model: name }, problem.detail), language)
  return (
    <li className="stock-card stack tight">
      <div className="stock-head">
        <span className="row wrap">
          <strong className="stock-name">{name}</strong>
          <ReadyBadge complete={model.complete} />
          {own && <span className="tag">{t('stock.own')}</span>}
        </span>
        <AskedButton
          label={t('stock.remove')}
          ask={
            own ? t('stock.forgetAsk', { name }) : t('stock.removeAsk', { name, bytes: format.bytes(bytes) })
          }
          yes={t(own ? 'stock.forgetYes' : 'stock.removeYes')}
          busy={remove.busy}
          act={() => void remove.run()}
        />
      </div>
      <span className="small num">{facts.join(' · ')}</span>
      {model.complete && <StockPath path={model.folder} />}
      {said && (
        <span className="small ink-dropped prose">
          {said.message} {said.hint}
        </span>
      )}
      {remove.failure && <FailureCard failure={remove.failure} />}
    </li>
  )
}
