import { useTranslation } from 'react-i18next'
import type { JobView } from '#core/job/view.ts'
import { Fold } from '../../parts/fold.tsx'
import { prettyJson } from '../../parts/pretty-json.ts'
import { useFormat } from '../../words/format.ts'
import { ChangedSettings } from './changed-settings.tsx'

/** What explains every record of the job. */
export function SpecFacts({ job }: { readonly job: JobView }) {
  const { spec } = job
  const { t } = useTranslation()
  const format = useFormat()
  const players = new Map<string, string[]>()
  for (const [role, all] of Object.entries(spec.roles)) {
    for (const player of all) {
      const name = player.scripted ? t('shared.practice') : `${player.model} · ${player.endpoint}`
      players.set(name, [...(players.get(name) ?? []), role])
    }
  }
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
        <ChangedSettings spec={spec} />
        <dt>{t('jobs.created')}</dt>
        <dd>{format.time(spec.createdAt)}</dd>
      </dl>
      <Fold label={t('jobs.settings')}>
        <pre className="code plain">{prettyJson(folded)}</pre>
      </Fold>
    </>
  )
}
