import { Button, Switch } from '@mantine/core'
import { IconFileText, IconPackageExport } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogRow } from '#core/contract/index.ts'
import { LOG_LEVELS, LOG_PARTS, type LogLevel, type LogPart } from '#core/log/log-line.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Inspector } from '../../parts/inspector.tsx'
import { Loading } from '../../parts/loading.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Segments } from '../../parts/segments.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { usePlace } from '../../store/place.ts'
import { useUi } from '../../store/ui.ts'
import { useFormat } from '../../words/format.ts'
import { BundlePanel } from './bundle-panel.tsx'

const FOLLOW_MS = 1000
const MOST = 2000

/** What the program wrote about its own work; and the way to hand it to somebody who helps. */
export function LogsTab() {
  const bundle = usePlace((state) => state.place.page === 'settings' && state.place.bundle === true)
  return bundle ? <BundlePanel /> : <Logs />
}

interface Wish {
  readonly part: LogPart | 'all'
  readonly level: LogLevel
  readonly search: string
}

function Logs() {
  const [wish, setWish] = useState<Wish>({ part: 'all', level: 'info', search: '' })
  const [follow, setFollow] = useState(true)
  const [chosen, setChosen] = useState<LogRow>()
  const width = useUi((state) => state.inspectorWidth)
  const setWidth = useUi((state) => state.setInspectorWidth)
  const { part, ...rest } = wish
  const list = useCall('log.list', { ...rest, limit: MOST, ...(part === 'all' ? {} : { part }) })
  useEffect(() => {
    if (!follow) return
    const timer = setInterval(list.reload, FOLLOW_MS)
    return () => clearInterval(timer)
  }, [follow, list.reload])
  const { t } = useTranslation()
  const rows = list.data?.rows
  return (
    <div className="page-fill">
      <div className="middle-column">
        <LogBar wish={wish} setWish={setWish} follow={follow} setFollow={setFollow} />
        {list.failure && <FailureCard failure={list.failure} />}
        {rows === undefined && !list.failure && <Loading />}
        {rows?.length === 0 && (
          <EmptyState
            icon={<IconFileText size={40} stroke={1.3} />}
            title={t('logs.empty')}
            text={t('logs.emptyText')}
          />
        )}
        {rows !== undefined && rows.length > 0 && (
          <VirtualList
            label={t('logs.title')}
            rows={rows}
            rowHeight={32}
            rowClass="log-row"
            head={<Head />}
            chosen={chosen?.id}
            keyOf={({ id }) => id}
            onChoose={(row) => setChosen(row)}
            draw={(row) => <Line row={row} />}
          />
        )}
        {list.data && rows && list.data.total > rows.length && (
          <div className="foot-bar small soft">
            {t('logs.shown', { count: list.data.total, shown: rows.length })}
          </div>
        )}
      </div>
      {chosen && (
        <Inspector
          title={t('logs.line')}
          width={width}
          setWidth={setWidth}
          close={() => setChosen(undefined)}
        >
          <LineDetail row={chosen} />
        </Inspector>
      )}
    </div>
  )
}

interface BarProps {
  readonly wish: Wish
  readonly follow: boolean
  setWish(wish: Wish): void
  setFollow(follow: boolean): void
}

function LogBar({ wish, setWish, follow, setFollow }: BarProps) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const show = useAct(() => call('log.showFolder'))
  return (
    <>
      <div className="table-bar">
        <Segments
          label={t('logs.part')}
          value={wish.part}
          options={(['all', ...LOG_PARTS] as const).map((value) => ({
            value,
            label: t(`logs.parts.${value}`),
          }))}
          onChange={(part) => setWish({ ...wish, part })}
        />
        <Segments
          label={t('logs.level')}
          value={wish.level}
          options={LOG_LEVELS.map((value) => ({ value, label: t(`logs.levels.${value}`) }))}
          onChange={(level) => setWish({ ...wish, level })}
        />
        <SearchBox
          label={t('logs.search')}
          value={wish.search}
          width={200}
          onSearch={(search) => setWish({ ...wish, search })}
        />
        <Switch
          size="xs"
          label={t('logs.follow')}
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
        <span className="grow" />
        <Button size="xs" variant="subtle" color="gray" onClick={() => void show.run()}>
          {t('frame.showFolder')}
        </Button>
        <Button
          size="xs"
          leftSection={<IconPackageExport size={16} aria-hidden />}
          onClick={() => go({ page: 'settings', tab: 'logs', bundle: true })}
        >
          {t('bundle.make')}
        </Button>
      </div>
      {show.failure && <FailureCard failure={show.failure} />}
    </>
  )
}

function Head() {
  const { t } = useTranslation()
  return (
    <>
      <span>{t('logs.at')}</span>
      <span>{t('logs.level')}</span>
      <span className="wide-only">{t('logs.part')}</span>
      <span>{t('logs.text')}</span>
    </>
  )
}

const TONE: Readonly<Record<LogLevel, string>> = {
  info: '',
  warning: 'tone-dropped',
  error: 'tone-failed',
}
const SIGN: Readonly<Record<LogLevel, string>> = { info: '', warning: '◐ ', error: '✕ ' }

/** The clock of the row's day; the whole time stands in the detail. */
function Line({ row }: { readonly row: LogRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <span className="num small soft cut">{format.moment(row.at)}</span>
      <span>
        <span className={`tag ${TONE[row.level]}`}>
          {SIGN[row.level]}
          {t(`logs.levels.${row.level}`)}
        </span>
      </span>
      <span className="wide-only soft small">{t(`logs.parts.${row.part}`)}</span>
      <span className="cut code">{row.text}</span>
    </>
  )
}

function LineDetail({ row }: { readonly row: LogRow }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <span className="small soft num">
        {row.at} · {t(`logs.levels.${row.level}`)} · {t(`logs.parts.${row.part}`)}
      </span>
      <pre className="code plain">{row.text}</pre>
      {row.detail !== undefined && <pre className="code plain sunken">{row.detail}</pre>}
    </div>
  )
}
