import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FATES, FLOW_STANDINGS, FLOW_VERDICTS, type Flow, type FlowEntry, flowOf } from '#core/round/flow.ts'
import { bandOutline, FLOW_COLUMNS, type FlowNode, flowPicture } from '#core/round/flow-picture.ts'
import { POOLS } from '#core/round/mix.ts'

const entry: fc.Arbitrary<FlowEntry> = fc.record(
  {
    standing: fc.constantFrom('mastered', 'borderline', 'failed'),
    verdict: fc.constantFrom('labelWrong', 'predictionWrong', 'bothRight', 'bothWrong', 'unjudged'),
    next: fc.constantFrom(...POOLS),
    decided: fc.boolean(),
  },
  { requiredKeys: [] },
)
const flows: fc.Arbitrary<Flow> = fc.array(entry, { minLength: 1, maxLength: 80 }).map((all) => flowOf(all))
const SPACE = { width: 700, height: 340, nodeWidth: 12, gap: 20 }
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6

const inColumn = (nodes: readonly FlowNode[], column: FlowNode['column']): FlowNode[] =>
  nodes.filter((node) => node.column === column)

describe('the flow picture', () => {
  it('draws every node and band by one scale, in proportion to its count', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const { nodes, bands } = flowPicture(flow, SPACE)
        const first = nodes[0]
        const scale = (first?.height ?? 0) / (first?.count ?? 1)
        expect(scale).toBeGreaterThan(0)
        expect(nodes.every(({ height, count }) => near(height, count * scale))).toBe(true)
        expect(bands.every(({ thickness, path }) => near(thickness, path.count * scale))).toBe(true)
        expect(bands).toHaveLength(2 * flow.paths.length)
      }),
    )
  })

  it('holds every sample once in every column, with no node over another or outside', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const { nodes } = flowPicture(flow, SPACE)
        for (const column of FLOW_COLUMNS) {
          const stacked = inColumn(nodes, column)
          expect(stacked.reduce((sum, { count }) => sum + count, 0)).toBe(flow.total)
          for (const [at, node] of stacked.entries()) {
            const below = stacked[at + 1]
            expect(node.y).toBeGreaterThanOrEqual(-1e-6)
            expect(node.y + node.height).toBeLessThanOrEqual(SPACE.height + 1e-6)
            if (below) expect(below.y - (node.y + node.height)).toBeCloseTo(SPACE.gap)
          }
        }
      }),
    )
  })

  it('fills each side of a node with its bands, one beside the other', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const { nodes, bands } = flowPicture(flow, SPACE)
        for (const node of inColumn(nodes, 'verdict'))
          for (const half of ['before', 'after'] as const) {
            const at = half === 'before' ? 'right' : 'left'
            const own = bands
              .filter((band) => band.half === half && band.path.verdict === node.name)
              .sort((a, b) => a[at] - b[at])
            let y = node.y
            for (const band of own) {
              expect(band[at]).toBeCloseTo(y)
              y += band.thickness
            }
            expect(y).toBeCloseTo(node.y + node.height)
          }
      }),
    )
  })

  it('has a place for every standing, verdict and fate: none is left out of the picture', () => {
    const count = <K extends string>(names: readonly K[]) =>
      Object.fromEntries(names.map((name) => [name, 1])) as Record<K, number>
    const flow: Flow = {
      total: 6,
      paths: [],
      standings: count(FLOW_STANDINGS),
      verdicts: count(FLOW_VERDICTS),
      fates: count(FATES),
    }
    expect(flowPicture(flow, SPACE).nodes).toHaveLength(
      FLOW_STANDINGS.length + FLOW_VERDICTS.length + FATES.length,
    )
  })

  it('draws nothing of nothing, and closed outlines of numbers otherwise', () => {
    expect(flowPicture(flowOf([]), SPACE)).toEqual({ nodes: [], bands: [] })
    const { bands } = flowPicture(flowOf([{ standing: 'mastered' }]), SPACE)
    for (const band of bands) expect(bandOutline(band)).toMatch(/^M[-\d.,CL ]+Z$/)
  })
})
