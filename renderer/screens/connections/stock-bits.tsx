import { Button } from '@mantine/core'
import { IconRefresh, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../words/format.ts'

interface HeadProps {
  readonly free: number | undefined
  readonly busy: boolean
  reload(): void
}

/** What is free there, and a way to ask again. */
export function StockHead({ free, busy, reload }: HeadProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="row wrap apart">
      <output className="soft small num">
        {free === undefined ? t('stock.looking') : t('stock.free', { free: format.bytes(free) })}
      </output>
      <Button
        size="compact-xs"
        variant="subtle"
        loading={busy}
        leftSection={<IconRefresh size={14} aria-hidden />}
        onClick={reload}
      >
        {t('stock.refresh')}
      </Button>
    </div>
  )
}

interface AskedProps {
  /** On the button. */
  readonly label: string
  /** What is asked before anything happens. */
  readonly ask: string
  readonly yes: string
  readonly busy: boolean
  readonly icon?: ReactNode
  act(): void
}

/** A button that asks once, in place, and names what it takes away. */
export function AskedButton({ label, ask, yes, busy, icon, act }: AskedProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        loading={busy}
        leftSection={icon ?? <IconTrash size={14} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
    )
  return (
    <div className="row wrap" role="alertdialog" aria-label={label}>
      <span className="small">{ask}</span>
      <Button
        size="xs"
        color="red.8"
        onClick={() => {
          setAsking(false)
          act()
        }}
      >
        {yes}
      </Button>
      <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
        {t('stock.keep')}
      </Button>
    </div>
  )
}

/** Whether something can be used, with a sign beside the colour. */
export function ReadyBadge({ complete }: { readonly complete: boolean }) {
  const { t } = useTranslation()
  return (
    <span className={`pill tone-${complete ? 'done' : 'dropped'}`}>
      <span aria-hidden>{complete ? '✓' : '◐'}</span>
      {t(complete ? 'stock.complete' : 'stock.incomplete')}
    </span>
  )
}

/** What an environment is for, in words; a lock that this window does not know keeps its name. */
export function useLockName(): (lock: string) => string {
  const { t } = useTranslation()
  return (lock) => t(`stock.env.lock.${lock as 'small'}`, { defaultValue: lock })
}
