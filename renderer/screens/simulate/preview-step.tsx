import { useTranslation } from 'react-i18next'
import type { SimulatePreview } from '#core/contract/views.ts'
import { CASE_TYPES } from '#core/dialog/case-type.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { type SimulateDraft, useDrafts } from '../../store/drafts.ts'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'
import type { StepProps } from './step.ts'

export function PreviewStep({ toolSets, preview }: StepProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const draft = useDrafts((state) => state.simulate)
  const { settings } = draft
  const toolSet = toolSets.find((set) => set.id === settings.toolSetId)
  const practice = settings.players.kind === 'practice'
  return (
    <div className="stack wide form-wide">
      <dl className="spec">
        <dt>{t('simulate.toolSet')}</dt>
        <dd>{toolSet && `${toolSet.name} · ${t('tools.version', { number: toolSet.version })}`}</dd>
        <dt>{t('simulate.step.players')}</dt>
        <dd>{practice ? <PracticeBadge /> : playersText(draft)}</dd>
        <dt>{t('simulate.seed')}</dt>
        <dd className="num">{settings.seed}</dd>
        <dt>{t('simulate.concurrency')}</dt>
        <dd className="num">{format.number(settings.concurrency)}</dd>
      </dl>
      {preview.failure && <FailureCard failure={preview.failure} />}
      {!preview.data && preview.loading && <Loading lines={8} />}
      {preview.data && <ByType preview={preview.data} />}
      {preview.data && <Impossible preview={preview.data} />}
    </div>
  )
}

/** Model and address, or the models where roles have one each. */
function playersText({ settings, model, url }: SimulateDraft): string {
  const seats = settings.players.kind === 'endpoint' ? settings.players.seats : undefined
  return seats ? [...new Set(Object.values(seats).map((seat) => seat.model))].join(', ') : `${model} · ${url}`
}

function ByType({ preview }: { readonly preview: SimulatePreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const mix = useDrafts((state) => state.simulate.settings.mix)
  const shares = CASE_TYPES.reduce((sum, type) => sum + (mix[type] ?? 0), 0)
  const most = Math.max(1, ...CASE_TYPES.map((type) => preview.byType[type] ?? 0))
  return (
    <section className="stack">
      <h2>{t('simulate.byType')}</h2>
      <div className="type-bars">
        {CASE_TYPES.filter((type) => (mix[type] ?? 0) > 0 || (preview.byType[type] ?? 0) > 0).map((type) => {
          const count = preview.byType[type] ?? 0
          return (
            <div key={type} className="type-bar">
              <span>{t(`caseType.${type}`)}</span>
              <span className="share-bar" aria-hidden>
                <span style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span className="num">
                {t('simulate.needsCount', { count })} ·{' '}
                {format.percent(preview.needs > 0 ? count / preview.needs : 0)}
              </span>
              <span className="num soft">
                {t('simulate.asked', { share: format.percent(shares > 0 ? (mix[type] ?? 0) / shares : 0) })}
              </span>
            </div>
          )
        })}
      </div>
    </section>
  )
}

function Impossible({ preview }: { readonly preview: SimulatePreview }) {
  const { t } = useTranslation()
  const say = useCode()
  if (preview.impossible.length === 0) return null
  return (
    <section className="card warn stack tight">
      <strong>{t('simulate.impossible')}</strong>
      <ul>
        {preview.impossible.map(({ type, why }) => (
          <li key={type}>
            {t(`caseType.${type}`)}: {say(why)}
          </li>
        ))}
      </ul>
    </section>
  )
}
