import { useTranslation } from 'react-i18next'
import { moneySpent, tokensSpent } from '#core/endpoint/price.ts'
import type { JobView } from '#core/job/view.ts'
import { useCall } from '../../bridge/use-call.ts'
import { Fold } from '../../parts/fold.tsx'
import { prettyJson } from '../../parts/pretty-json.ts'
import { useFormat } from '../../words/format.ts'

/** What explains every record of the job. */
export function SpecFacts({ job }: { readonly job: JobView }) {
  const { spec, counters } = job
  const { t } = useTranslation()
  const format = useFormat()
  const players = new Map<string, string[]>()
  for (const [role, all] of Object.entries(spec.roles)) {
    for (const player of all) {
      const name = player.scripted ? t('shared.practice') : `${player.model} · ${player.endpoint}`
      players.set(name, [...(players.get(name) ?? []), role])
    }
  }
  const { read, written } = tokensSpent(counters)
  const endpoints = useCall('endpoint.list', read + written > 0 ? undefined : null).data?.endpoints ?? []
  const money = moneySpent(
    job,
    endpoints.map(({ endpoint }) => endpoint),
  )
  const folded = JSON.stringify({ settings: spec.settings, inputs: spec.inputs, prompts: spec.prompts })
  return (
    <>
      <dl className="spec">
        <dt>{t('jobs.seed')}</dt>
        <dd className="num">{spec.seed}</dd>
        <dt>{t('jobs.version')}</dt>
        <dd className="num">{spec.appVersion}</dd>
        <dt>{t('jobs.model')}</dt>
        <dd>{players.size === 0 ? t('shared.none') : [...players.keys()].join(', ')}</dd>
        {read + written > 0 && (
          <>
            <dt>{t('jobs.tokens')}</dt>
            <dd className="num">
              {t('jobs.tokensText', { read: format.number(read), written: format.number(written) })}
            </dd>
          </>
        )}
        {money !== undefined && (
          <>
            <dt>{t('jobs.money')}</dt>
            <dd className="num">{t('jobs.moneyText', { amount: money.toFixed(2) })}</dd>
          </>
        )}
        <dt>{t('jobs.created')}</dt>
        <dd>{format.time(spec.createdAt)}</dd>
      </dl>
      <Fold label={t('jobs.settings')}>
        <pre className="code plain">{prettyJson(folded)}</pre>
      </Fold>
    </>
  )
}
