import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HostView } from '#core/contract/index.ts'
import { trainableOn } from '#core/host/machine.ts'
import { placeOf } from '#core/host/stored-host.ts'
import type { TrainDraft } from '#core/training/draft.ts'
import { useFormat } from '../../../words/format.ts'
import { HostFields } from './host-fields.tsx'

const GIB = 2 ** 30
const TONES = { idle: '', up: 'tone-done', lost: 'tone-failed' } as const

interface Props {
  readonly view: HostView
  readonly draft: TrainDraft
}

/** A host with what is known of it; the chosen one with what training needs there. */
export function HostOption({ view, draft }: Props) {
  const { t } = useTranslation()
  const chosen = draft.host === view.id
  return (
    <div className={chosen ? 'card option chosen' : 'card option'}>
      <div className="row top apart">
        <Radio
          value={view.id}
          label={view.host ? view.name : t('start.thisComputer')}
          description={view.host ? placeOf(view.host) : t('start.thisText')}
        />
        <span className="row no-shrink">
          <HostFacts view={view} />
          {view.host && <span className={`pill ${TONES[view.link]}`}>{t(`hosts.link.${view.link}`)}</span>}
        </span>
      </div>
      {chosen && <HostFields view={view} draft={draft} />}
    </div>
  )
}

function HostFacts({ view }: { readonly view: HostView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const machine = view.report && trainableOn(view.report.facts)
  return (
    <span className="pill">
      {machine
        ? t('start.examined', {
            what: machine.gpu ?? t('start.mainMemory'),
            free: format.number(Math.round(machine.free / GIB)),
          })
        : t('start.notExamined')}
    </span>
  )
}
