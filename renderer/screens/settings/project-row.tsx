import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PARTS } from '#core/disk/part.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly folder: string
  readonly name: string
  readonly open: boolean
  /** Something is being copied already. */
  readonly busy: boolean
}

/** One project: its size by parts, and what can be done with its folder. */
export function ProjectRow({ folder, name, open, busy }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const sizes = useCall('disk.sizes', { folder })
  const [doing, setDoing] = useState<'copy' | 'move'>()
  const archive = useAct(async () => {
    const file = await call('system.placeArchive', { name })
    if (file !== null) await call('project.archive', { folder, file })
  })
  const parts = PARTS.filter((part) => (sizes.data?.parts[part] ?? 0) > 0)
  return (
    <div className="card stack">
      <div className="row wrap">
        <strong className="cut">{name}</strong>
        {open && <span className="tag tone-active">{t('disk.open')}</span>}
        <span className="grow" />
        <span className="num strong">{sizes.data && format.bytes(sizes.data.total)}</span>
      </div>
      <span className="soft small wrap-anywhere">{folder}</span>
      {sizes.failure && <FailureCard failure={sizes.failure} />}
      <div className="row wrap small">
        {parts.map((part) => (
          <span key={part} className="tag num">
            {t(`disk.part.${part}`)} {format.bytes(sizes.data?.parts[part] ?? 0)}
          </span>
        ))}
      </div>
      <div className="row wrap">
        {(['copy', 'move'] as const).map((kind) => (
          <Button
            key={kind}
            size="xs"
            variant="default"
            disabled={busy}
            aria-expanded={doing === kind}
            aria-label={`${t(`disk.${kind}`)}: ${name}`}
            onClick={() => setDoing(doing === kind ? undefined : kind)}
          >
            {t(`disk.${kind}`)}
          </Button>
        ))}
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          loading={archive.busy}
          aria-label={`${t('disk.archive')}: ${name}`}
          onClick={() => void archive.run()}
        >
          {t('disk.archive')}
        </Button>
        {busy && <span className="soft small">{t('disk.busy')}</span>}
      </div>
      {archive.failure && <FailureCard failure={archive.failure} />}
      {doing && !busy && (
        <PlaceForm key={doing} kind={doing} folder={folder} name={name} done={() => setDoing(undefined)} />
      )}
    </div>
  )
}

interface FormProps {
  readonly kind: 'copy' | 'move'
  readonly folder: string
  readonly name: string
  done(): void
}

/** Where a copy or the project itself goes: a folder, and a name in it. */
function PlaceForm({ kind, folder, name, done }: FormProps) {
  const { t } = useTranslation()
  const own = folder.split(/[\\/]/).at(-1) ?? name
  const [parent, setParent] = useState(folder.slice(0, folder.length - own.length - 1))
  const [wanted, setWanted] = useState(kind === 'copy' ? t('disk.copyName', { name: own }) : own)
  const to = `${parent}/${wanted.trim()}`
  const pick = useAct(async () => {
    const picked = await call('system.pickFolder')
    if (picked !== null) setParent(picked)
  })
  const start = useAct(async () => {
    await call(`project.${kind}`, { folder, to })
    done()
  })
  const failure = pick.failure ?? start.failure
  const bad = /[\\/:*?"<>|]/.test(wanted)
  const why =
    wanted.trim() === ''
      ? t('disk.needName')
      : bad
        ? t('disk.badName')
        : to === folder
          ? t('disk.samePlace')
          : undefined
  return (
    <div className="sunken stack">
      <div className="row wrap bottom">
        <TextInput
          size="xs"
          w={280}
          label={t('disk.name')}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Button size="xs" variant="subtle" loading={pick.busy} onClick={() => void pick.run()}>
          {t('disk.place')}
        </Button>
      </div>
      <span className="small soft wrap-anywhere">{t('disk.to', { to })}</span>
      {failure && <FailureCard failure={failure} />}
      <div className="row">
        <ActionButton
          size="xs"
          label={t(kind === 'copy' ? 'disk.copyNow' : 'disk.moveNow')}
          why={why}
          busy={start.busy}
          onClick={() => void start.run()}
        />
        <Button size="xs" variant="subtle" color="gray" onClick={done}>
          {t('shared.cancel')}
        </Button>
      </div>
    </div>
  )
}
