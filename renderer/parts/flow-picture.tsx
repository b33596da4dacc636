import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Flow, FlowPath } from '#core/round/flow.ts'
import { bandOutline, type FlowBand, type FlowNode, flowPicture } from '#core/round/flow-picture.ts'
import { useFormat } from '../words/format.ts'
import { LOOP_SIGN } from './loop-sign.tsx'

/** What of a flow is looked at: one path, or everything through a node. */
export type FlowPick = Partial<Omit<FlowPath, 'count'>>

const keyOf = (pick: FlowPick): string => `${pick.standing ?? '*'} ${pick.verdict ?? '*'} ${pick.fate ?? '*'}`
export const samePick = (a: FlowPick, b: FlowPick): boolean => keyOf(a) === keyOf(b)
const pathPick = ({ standing, verdict, fate }: FlowPath): FlowPick => ({ standing, verdict, fate })
const nodePick = (node: FlowNode): FlowPick => ({ [node.column]: node.name })
const covers = (pick: FlowPick, path: FlowPath): boolean =>
  (['standing', 'verdict', 'fate'] as const).every(
    (column) => pick[column] === undefined || pick[column] === path[column],
  )

const HEIGHT = 340
const TOP = 26
const NODE = 12
const GAP = 20
/** Room for the words of the first and of the last column. */
const BEFORE = 140
const AFTER = 184
const NARROWEST = 650
const MOVES: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

interface Props {
  readonly flow: Flow
  readonly pick: FlowPick | undefined
  onPick(pick: FlowPick | undefined): void
}

/** Standing → verdict → fate of every sample. One tab stop; arrows move between nodes and paths, Enter picks. */
export function FlowPictureView({ flow, pick, onPick }: Props) {
  const { t } = useTranslation()
  const { ref, width: measured } = useElementSize()
  const [cursor, setCursor] = useState(0)
  const box = useRef<SVGSVGElement>(null)
  const width = Math.max(NARROWEST, measured || 900)
  const picture = flowPicture(flow, {
    width: width - BEFORE - AFTER,
    height: HEIGHT,
    nodeWidth: NODE,
    gap: GAP,
  })
  const things = [
    ...picture.nodes.map((node) => ({ key: keyOf(nodePick(node)), pick: nodePick(node) })),
    ...flow.paths.map((path) => ({ key: keyOf(pathPick(path)), pick: pathPick(path) })),
  ]
  const press = (event: KeyboardEvent, index: number) => {
    const thing = things[index]
    if ((event.key === 'Enter' || event.key === ' ') && thing) {
      event.preventDefault()
      return onPick(pick && samePick(pick, thing.pick) ? undefined : thing.pick)
    }
    const move = MOVES[event.key]
    if (move === undefined) return
    event.preventDefault()
    const next = (index + move + things.length) % things.length
    setCursor(next)
    box.current?.querySelector<SVGElement>(`[data-thing="${next}"]`)?.focus()
  }
  const thingProps = (index: number): ThingProps => ({
    index,
    focusable: index === Math.min(cursor, things.length - 1),
    chosen: pick !== undefined && samePick(pick, things[index]?.pick ?? {}),
    press,
    choose: () => {
      setCursor(index)
      const to = things[index]?.pick
      onPick(to && pick && samePick(pick, to) ? undefined : to)
    },
  })
  return (
    <div ref={ref} className="flow-box">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture of buttons is no fieldset */}
      <svg
        ref={box}
        role="group"
        aria-label={t('rounds.flow.picture', { count: flow.total })}
        width={width}
        height={HEIGHT + TOP + 16}
        viewBox={`${-BEFORE} ${-TOP} ${width} ${HEIGHT + TOP + 16}`}
        className="flow-picture"
      >
        <ColumnHeads width={width - BEFORE - AFTER} />
        {flow.paths.map((path, at) => (
          <PathBand
            key={keyOf(pathPick(path))}
            path={path}
            bands={picture.bands.filter((band) => band.path === path)}
            dim={pick !== undefined && !covers(pick, path)}
            thing={thingProps(picture.nodes.length + at)}
          />
        ))}
        {picture.nodes.map((node, at) => (
          <NodeMark key={keyOf(nodePick(node))} node={node} total={flow.total} thing={thingProps(at)} />
        ))}
      </svg>
    </div>
  )
}

function ColumnHeads({ width }: { readonly width: number }) {
  const { t } = useTranslation()
  return (
    <>
      <text x={NODE} y={-12} textAnchor="end" className="flow-head">
        {t('rounds.flow.standing')}
      </text>
      <text x={width / 2} y={-12} textAnchor="middle" className="flow-head">
        {t('rounds.flow.verdict')}
      </text>
      <text x={width - NODE} y={-12} className="flow-head">
        {t('rounds.flow.fate')}
      </text>
    </>
  )
}

interface ThingProps {
  readonly index: number
  readonly focusable: boolean
  readonly chosen: boolean
  press(event: KeyboardEvent, index: number): void
  choose(): void
}

const handle = (thing: ThingProps) => ({
  role: 'button',
  'data-thing': thing.index,
  tabIndex: thing.focusable ? 0 : -1,
  'aria-pressed': thing.chosen,
  onKeyDown: (event: KeyboardEvent) => thing.press(event, thing.index),
  onClick: thing.choose,
})

function PathBand(props: {
  readonly path: FlowPath
  readonly bands: readonly FlowBand[]
  readonly dim: boolean
  readonly thing: ThingProps
}) {
  const { t } = useTranslation()
  const { path, bands, dim, thing } = props
  const label = t('rounds.flow.path', {
    count: path.count,
    standing: t(`loop.${path.standing}`),
    verdict: t(`loop.${path.verdict}`),
    fate: t(`loop.${path.fate}`),
  })
  const judged = path.verdict !== 'notNeeded' && path.verdict !== 'notYet'
  return (
    <g {...handle(thing)} aria-label={label} className={dim ? 'flow-path dim' : 'flow-path'}>
      <title>{label}</title>
      {bands.map((band) => (
        <path key={`hit ${band.half}`} d={bandOutline(band)} className="flow-hit" />
      ))}
      {bands.map((band) => (
        <path
          key={band.half}
          d={bandOutline(band)}
          className={`is-${band.half === 'after' && judged ? path.verdict : path.standing}`}
        />
      ))}
    </g>
  )
}

function NodeMark(props: { readonly node: FlowNode; readonly total: number; readonly thing: ThingProps }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { node, total, thing } = props
  const words = t(`loop.${node.name}`)
  const numbers = `${format.number(node.count)} · ${format.part(node.count / total)}`
  const [x, anchor] =
    node.column === 'standing' ? ([node.x - 8, 'end'] as const) : ([node.x + NODE + 8, 'start'] as const)
  const y = node.y + node.height / 2
  return (
    <g
      {...handle(thing)}
      aria-label={`${t(`rounds.flow.${node.column}`)}: ${words}, ${numbers}`}
      className={`flow-node ${node.column}`}
    >
      <rect
        x={node.x}
        y={node.y}
        width={NODE}
        height={Math.max(1, node.height)}
        className={`is-${node.name}`}
      />
      <text x={x} y={y} dy="0.35em" textAnchor={anchor}>
        {`${LOOP_SIGN[node.name]} ${words} `}
        <tspan className="num strong">{format.number(node.count)}</tspan>
      </text>
    </g>
  )
}
