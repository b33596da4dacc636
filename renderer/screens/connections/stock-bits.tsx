import { Button } from '@mantine/core'
import { IconRefresh, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asked } from '../../bridge/use-call.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useFormat } from '../../words/format.ts'

interface ListProps {
  readonly asked: Asked<{ readonly free: number }>
  /** What is being made; it stays to hear of an end where nothing is. */
  readonly making?: ReactNode
  readonly isMaking?: boolean
  readonly icon: ReactNode
  /** Said where nothing stands and nothing is being made. */
  readonly title: string
  readonly text: string
  /** One for each that stands. */
  readonly children: readonly ReactNode[] | undefined
}

/** What stands on a host, or what to do while there is nothing. */
export function StockList({ asked, making, isMaking = false, icon, title, text, children }: ListProps) {
  const { data, failure } = asked
  return (
    <>
      <StockHead free={data?.free} busy={asked.loading} reload={asked.reload} />
      {making}
      {failure && <FailureCard failure={failure} />}
      {!data && !failure && <Loading />}
      {data && children?.length === 0 && !isMaking && <EmptyState {...{ icon, title, text }} />}
      {data && children !== undefined && children.length > 0 && <ul className="stock-list">{children}</ul>}
    </>
  )
}

interface HeadProps {
  readonly free: number | undefined
  readonly busy: boolean
  reload(): void
}

/** What is free there, and a way to ask again. */
function StockHead({ free, busy, reload }: HeadProps) {
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
