import { Button, PasswordInput, TextInput } from '@mantine/core'
import { IconDownload, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OfferedModel } from '#core/contract/index.ts'
import { HUB } from '#core/host/host-model.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { useProject } from '../../store/project.ts'
import { useFormat } from '../../words/format.ts'
import { startSetUp } from './start-set-up.ts'

/** A model of a hub: looked at first, with size and licence, then fetched by the host itself. */
export function ModelFetch({ host }: { readonly host: string }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [hub, setHub] = useState(HUB)
  const [token, setToken] = useState('')
  const [offered, setOffered] = useState<OfferedModel>()
  const kept = useCall('host.hubToken', URL.canParse(hub) ? { hub } : null)
  const look = useAct(async () => {
    if (token !== '') {
      await call('host.keepToken', { hub, token })
      setToken('')
      kept.reload()
    }
    setOffered(await call('host.lookModel', { id: host, model: name.trim(), hub }))
  })
  const forget = useAct(async () => {
    await call('host.keepToken', { hub })
    kept.reload()
  })
  const change = (put: (text: string) => void) => (text: string) => {
    put(text)
    setOffered(undefined)
  }
  const place = kept.data?.place ?? 'none'
  return (
    <Fold label={t('stock.model.fetchTitle')} open>
      <div className="stack">
        <TextInput
          label={t('stock.model.name')}
          placeholder={t('stock.model.nameHint')}
          value={name}
          onChange={(event) => change(setName)(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && name.trim() !== '') void look.run()
          }}
        />
        <TextInput
          label={t('stock.model.hub')}
          value={hub}
          onChange={(event) => change(setHub)(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('stock.model.token')}
          description={t(
            place === 'none'
              ? 'stock.model.tokenText'
              : place === 'keyring'
                ? 'stock.model.tokenKeyring'
                : 'stock.model.tokenMemory',
          )}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <div className="row wrap">
          <ActionButton
            label={t('stock.model.look')}
            why={name.trim() === '' ? t('stock.model.needName') : undefined}
            busy={look.busy}
            size="xs"
            variant={offered ? 'light' : 'filled'}
            icon={<IconSearch size={14} aria-hidden />}
            onClick={() => void look.run()}
          />
          {place !== 'none' && (
            <Button size="xs" variant="subtle" loading={forget.busy} onClick={() => void forget.run()}>
              {t('stock.model.forgetToken')}
            </Button>
          )}
        </div>
        {look.failure && <FailureCard failure={look.failure} />}
        {offered && <Offered host={host} offered={offered} taken={() => change(setName)('')} />}
      </div>
    </Fold>
  )
}

interface OfferedProps {
  readonly host: string
  readonly offered: OfferedModel
  taken(): void
}

/** What the hub says of it, before anything is fetched. */
function Offered({ host, offered, taken }: OfferedProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const project = useProject((state) => state.project)
  const { name, hub, revision, bytes, free, licence, gated, complete, files } = offered
  const fetch = useAct(async () => {
    await startSetUp({ make: 'model', host, model: name, hub, ...(revision === '' ? {} : { revision }) })
    taken()
  })
  const why = complete
    ? t('stock.model.there')
    : free < bytes
      ? t('stock.noRoom', { bytes: format.bytes(bytes), free: format.bytes(free) })
      : project
        ? undefined
        : t('stock.needProject')
  return (
    <output className="stock-card stack tight">
      <span className="num">{t('stock.model.offered', { name, bytes: format.bytes(bytes), files })}</span>
      <span>{licence === null ? t('stock.model.noLicence') : t('stock.model.licence', { licence })}</span>
      {gated && <span className="ink-dropped prose">{t('stock.model.gated')}</span>}
      <div className="row wrap">
        <ActionButton
          label={t('stock.model.fetch', { bytes: format.bytes(bytes) })}
          why={why}
          busy={fetch.busy}
          size="xs"
          icon={<IconDownload size={14} aria-hidden />}
          onClick={() => void fetch.run()}
        />
        <span className="small soft">{t('stock.model.agree')}</span>
      </div>
      {fetch.failure && <FailureCard failure={fetch.failure} />}
    </output>
  )
}
