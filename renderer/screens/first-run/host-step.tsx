import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../bridge/use-call.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { usePlace } from '../../store/place.ts'
import { StepFrame } from './step-frame.tsx'

/** A GPU machine is added where hosts are; here it is only asked for. */
export function HostStep() {
  const { t } = useTranslation()
  const leave = useFirstRun((all) => all.leave)
  const put = useFirstRun((all) => all.put)
  const go = usePlace((state) => state.go)
  const hosts = useCall('host.list', undefined).data?.hosts.filter(({ host }) => host !== undefined) ?? []
  const toHosts = () => {
    go({ page: 'connections', tab: 'hosts' })
    put({ open: false })
  }
  return (
    <StepFrame
      title={t('firstRun.host.title')}
      lead={t('firstRun.host.lead')}
      primary={
        hosts.length > 0 ? (
          <Button onClick={() => leave(true)}>{t('shared.next')}</Button>
        ) : (
          <Button onClick={() => leave(false)}>{t('firstRun.host.later')}</Button>
        )
      }
    >
      <div className="card stack">
        {hosts.length > 0 ? (
          hosts.map(({ id, name }) => (
            <strong key={id} className="ink-done">
              ✓ {name}
            </strong>
          ))
        ) : (
          <p className="prose">{t('firstRun.host.without')}</p>
        )}
        <div>
          <Button variant="default" size="xs" onClick={toHosts}>
            {t('firstRun.host.toHosts')}
          </Button>
        </div>
      </div>
    </StepFrame>
  )
}
