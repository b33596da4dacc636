import { Button, Radio } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NEW_HOST } from '../../../store/hosts.ts'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { HostOption } from './host-option.tsx'
import type { Ground } from './use-training.ts'

/** The small policy has no host: it is trained by this program itself. */
const HERE = ''

/** Who trains: this program its small policy, or TRL a model on a host. */
export function WhereStep({ draft, hosts }: Ground) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const chooseHost = useTrainDraft((state) => state.chooseHost)
  const kept = hosts.data?.hosts ?? []
  return (
    <div className="stack wide form-wide">
      <Radio.Group
        value={draft.host ?? HERE}
        onChange={(id) => chooseHost(id === HERE ? undefined : id)}
        aria-label={t('start.title.where')}
      >
        <div className="stack">
          <div className={draft.host === undefined ? 'card option chosen' : 'card option'}>
            <Radio value={HERE} label={t('start.small')} description={t('start.smallText')} />
          </div>
          <h3 className="pad-top">{t('start.hosts')}</h3>
          {kept.map((view) => (
            <HostOption key={view.id} view={view} draft={draft} />
          ))}
          {kept.every(({ host }) => !host) && <p className="soft prose">{t('start.noHosts')}</p>}
        </div>
      </Radio.Group>
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => go({ page: 'connections', tab: 'hosts', host: NEW_HOST })}
        >
          {t('start.addHost')}
        </Button>
      </div>
    </div>
  )
}
