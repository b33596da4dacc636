import { useTranslation } from 'react-i18next'
import type { EndpointView } from '#core/contract/index.ts'
import { NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import { useConnections } from '../../store/connections.ts'
import { useLastTest } from '../../store/last-test.ts'

interface Props {
  readonly endpoints: readonly EndpointView[]
  /** An endpoint's id, or `new`. */
  readonly chosen: string
  open(id: string): void
}

/** All endpoints, each with what is known of it; the one that is being typed comes last. */
export function EndpointList({ endpoints, chosen, open }: Props) {
  const { t } = useTranslation()
  const forms = useConnections((state) => state.forms)
  return (
    <nav className="side-list" aria-label={t('connections.list')}>
      {endpoints.map((view) => (
        <EndpointItem
          key={view.endpoint.id}
          view={view}
          current={view.endpoint.id === chosen}
          unsaved={view.endpoint.id in forms}
          open={open}
        />
      ))}
      {(chosen === NEW_ENDPOINT || NEW_ENDPOINT in forms) && (
        <button
          type="button"
          className="side-item"
          aria-current={chosen === NEW_ENDPOINT ? 'true' : undefined}
          onClick={() => open(NEW_ENDPOINT)}
        >
          <span className="strong cut">{forms[NEW_ENDPOINT]?.name || t('connections.new')}</span>
          <span className="soft small">{t('connections.unsaved')}</span>
        </button>
      )}
    </nav>
  )
}

interface ItemProps {
  readonly view: EndpointView
  readonly current: boolean
  readonly unsaved: boolean
  open(id: string): void
}

function EndpointItem({ view, current, unsaved, open }: ItemProps) {
  const { t } = useTranslation()
  const { id, name, model } = view.endpoint
  const test = useLastTest(id, view)
  return (
    <button
      type="button"
      className="side-item"
      aria-current={current ? 'true' : undefined}
      onClick={() => open(id)}
    >
      <span className="row">
        <span className="strong cut grow" title={name}>
          {name}
        </span>
        {test?.state === 'done' && <TestBadge test={test} />}
      </span>
      <span className="soft small cut" title={model}>
        {model || t('connections.noModel')}
      </span>
      <span className="soft small cut">
        {view.host}
        {unsaved && ` · ${t('connections.unsaved')}`}
      </span>
    </button>
  )
}

const SIGNS = { fit: ['✓', 'done'], limited: ['◐', 'dropped'], failed: ['✕', 'failed'] } as const

function TestBadge({ test }: { readonly test: StagedTest }) {
  const { t } = useTranslation()
  const usable = test.roles.filter(({ fit }) => fit === 'fit' || fit === 'limited').length
  const verdict = usable === 0 ? 'failed' : usable < test.roles.length ? 'limited' : 'fit'
  const [sign, tone] = SIGNS[verdict]
  return (
    <span
      className={`pill tone-${tone}`}
      role="img"
      aria-label={t(`connections.lastTest.${verdict}`)}
      title={t(`connections.lastTest.${verdict}`)}
    >
      <span aria-hidden>{sign}</span>
    </span>
  )
}
