/** Where the parts of the flow picture stand: three columns of nodes and the bands between them. Pure geometry. */
import {
  type Fate,
  FLOW_STANDINGS,
  type Flow,
  type FlowPath,
  type FlowStanding,
  type FlowVerdict,
} from './flow.ts'

export const FLOW_COLUMNS = ['standing', 'verdict', 'fate'] as const
export type FlowColumn = (typeof FLOW_COLUMNS)[number]

/** In pixels; the columns' left edges are spread over the width. */
export interface FlowSpace {
  readonly width: number
  readonly height: number
  readonly nodeWidth: number
  /** Between two nodes of a column; room for a line of words. */
  readonly gap: number
}

export interface FlowNode {
  readonly column: FlowColumn
  readonly name: FlowStanding | FlowVerdict | Fate
  readonly count: number
  readonly x: number
  readonly y: number
  readonly height: number
}

/** One half of a path, from a column to the next; `left` and `right` are the tops at its ends. */
export interface FlowBand {
  readonly path: FlowPath
  readonly half: 'before' | 'after'
  readonly x0: number
  readonly x1: number
  readonly left: number
  readonly right: number
  readonly thickness: number
}

export interface FlowPicture {
  readonly nodes: readonly FlowNode[]
  readonly bands: readonly FlowBand[]
}

/** From top to bottom, so that bands seldom cross: what goes well first, what is still open last. */
const NAMES = {
  standing: FLOW_STANDINGS,
  verdict: ['notNeeded', 'bothRight', 'labelWrong', 'predictionWrong', 'bothWrong', 'unjudged', 'notYet'],
  fate: ['setAside', 'highPerplexity', 'leftOut', 'errorSeed', 'dropped', 'waiting'],
} as const satisfies {
  standing: readonly FlowStanding[]
  verdict: readonly FlowVerdict[]
  fate: readonly Fate[]
}
const COUNTS = { standing: 'standings', verdict: 'verdicts', fate: 'fates' } as const

const rank = (path: FlowPath, column: FlowColumn): number =>
  (NAMES[column] as readonly string[]).indexOf(path[column])

const namesIn = (flow: Flow, column: FlowColumn): FlowNode['name'][] => {
  const counts: Readonly<Partial<Record<FlowNode['name'], number>>> = flow[COUNTS[column]]
  return NAMES[column].filter((name) => (counts[name] ?? 0) > 0)
}

/** Sorted by the column at the other end first, so that bands that leave a node do not cross each other there. */
const sortedFor = (paths: readonly FlowPath[], ...columns: FlowColumn[]): FlowPath[] =>
  [...paths].sort((a, b) => {
    for (const column of columns) {
      const order = rank(a, column) - rank(b, column)
      if (order !== 0) return order
    }
    return 0
  })

/** The tops of the paths at one side of a column, stacked inside their nodes. */
function stack(
  paths: readonly FlowPath[],
  column: FlowColumn,
  nodes: readonly FlowNode[],
  scale: number,
): Map<FlowPath, number> {
  const next = new Map(nodes.filter((node) => node.column === column).map((node) => [node.name, node.y]))
  const tops = new Map<FlowPath, number>()
  for (const path of paths) {
    const top = next.get(path[column]) ?? 0
    tops.set(path, top)
    next.set(path[column], top + path.count * scale)
  }
  return tops
}

/**
 * Heights of nodes and bands are proportional to their counts by one scale, chosen so that the column with the most
 * nodes fits. Nodes of a column never overlap.
 */
export function flowPicture(flow: Flow, { width, height, nodeWidth, gap }: FlowSpace): FlowPicture {
  if (flow.total === 0) return { nodes: [], bands: [] }
  const most = Math.max(...FLOW_COLUMNS.map((column) => namesIn(flow, column).length))
  const scale = Math.max(0, height - gap * (most - 1)) / flow.total
  const left = (at: number): number => (at * (width - nodeWidth)) / (FLOW_COLUMNS.length - 1)
  const nodes = FLOW_COLUMNS.flatMap((column, at) => {
    const counts: Readonly<Partial<Record<FlowNode['name'], number>>> = flow[COUNTS[column]]
    const names = namesIn(flow, column)
    let y = (height - flow.total * scale - gap * (names.length - 1)) / 2
    return names.map((name): FlowNode => {
      const count = counts[name] ?? 0
      const node = { column, name, count, x: left(at), y, height: count * scale }
      y += node.height + gap
      return node
    })
  })
  const leaving = stack(sortedFor(flow.paths, 'verdict', 'fate'), 'standing', nodes, scale)
  const into = stack(sortedFor(flow.paths, 'standing', 'fate'), 'verdict', nodes, scale)
  const out = stack(sortedFor(flow.paths, 'fate', 'standing'), 'verdict', nodes, scale)
  const ending = stack(sortedFor(flow.paths, 'verdict', 'standing'), 'fate', nodes, scale)
  const bands = flow.paths.flatMap((path): FlowBand[] => {
    const thickness = path.count * scale
    const half = (name: FlowBand['half'], at: number, from: number, to: number): FlowBand => ({
      path,
      half: name,
      x0: left(at) + nodeWidth,
      x1: left(at + 1),
      left: from,
      right: to,
      thickness,
    })
    return [
      half('before', 0, leaving.get(path) ?? 0, into.get(path) ?? 0),
      half('after', 1, out.get(path) ?? 0, ending.get(path) ?? 0),
    ]
  })
  return { nodes, bands }
}

/** The outline of a band as the `d` of an SVG path. */
export function bandOutline({ x0, x1, left, right, thickness }: FlowBand): string {
  const middle = (x0 + x1) / 2
  const n = (value: number): string => value.toFixed(1)
  return [
    `M${n(x0)},${n(left)}`,
    `C${n(middle)},${n(left)} ${n(middle)},${n(right)} ${n(x1)},${n(right)}`,
    `L${n(x1)},${n(right + thickness)}`,
    `C${n(middle)},${n(right + thickness)} ${n(middle)},${n(left + thickness)} ${n(x0)},${n(left + thickness)}`,
    'Z',
  ].join('')
}
