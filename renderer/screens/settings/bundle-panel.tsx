import { Button, Checkbox } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BundlePreview } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'

/** Every file of a support bundle, to be read before it is saved; whatever should not go is left out. */
export function BundlePanel() {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const preview = useCall('bundle.preview', undefined)
  return (
    <>
      <div className="table-bar">
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={() => go({ page: 'settings', tab: 'logs' })}
        >
          {t('bundle.back')}
        </Button>
        <span className="soft small prose">{t('bundle.text')}</span>
        <span className="grow" />
        <Button size="xs" variant="default" loading={preview.loading} onClick={preview.reload}>
          {t('bundle.again')}
        </Button>
      </div>
      {preview.failure && <FailureCard failure={preview.failure} />}
      {preview.data && <Files key={preview.data.id} bundle={preview.data} />}
      {!preview.data && !preview.failure && <Loading />}
    </>
  )
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

function Files({ bundle }: { readonly bundle: BundlePreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [left, setLeft] = useState<readonly string[]>([])
  const [shown, setShown] = useState(bundle.files[0]?.name ?? '')
  const [saved, setSaved] = useState<string>()
  const save = useAct(async () => {
    const file = await call('bundle.save', { id: bundle.id, leaveOut: [...left] })
    if (file !== null) setSaved(file)
  })
  const text = bundle.files.find(({ name }) => name === shown)?.text ?? ''
  const toggle = (name: string): void =>
    setLeft(left.includes(name) ? left.filter((other) => other !== name) : [...left, name])
  const nothing = left.length === bundle.files.length
  return (
    <>
      <div className="page-fill">
        <nav className="side-list bundle-list" aria-label={t('bundle.files')}>
          {bundle.files.map(({ name, text: words }) => (
            <div key={name} className="row">
              <Checkbox
                size="xs"
                checked={!left.includes(name)}
                aria-label={t('bundle.take', { name })}
                onChange={() => toggle(name)}
              />
              <button
                type="button"
                className="side-item grow"
                aria-current={name === shown ? 'true' : undefined}
                onClick={() => setShown(name)}
              >
                <span className="strong cut">{name}</span>
                <span className="soft small num">
                  {left.includes(name) ? t('bundle.leftOut') : format.bytes(bytesOf(words))}
                </span>
              </button>
            </div>
          ))}
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
        <section className="bundle-text" aria-label={shown} tabIndex={0}>
          <pre className="code plain">{text === '' ? t('bundle.emptyFile') : text}</pre>
        </section>
      </div>
      <div className="foot-bar">
        <span className="soft small grow">
          {saved === undefined ? t('bundle.never') : t('bundle.saved', { file: saved })}
        </span>
        {save.failure && <FailureCard failure={save.failure} />}
        <ActionButton
          label={t('bundle.save')}
          why={nothing ? t('bundle.nothing') : undefined}
          busy={save.busy}
          onClick={() => void save.run()}
        />
      </div>
    </>
  )
}
