import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Level } from '#core/dialog/case-type.ts'
import type { DialogSetup } from '#core/dialog/dialog.ts'
import { createDraw } from '#core/dialog/draw.ts'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import { fromPlain } from '#core/json/convert.ts'
import { printJson } from '#core/json/print.ts'
import type { Script } from '#core/practice/script.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import type { Tool } from '#core/tool/tool.ts'

const root = join(import.meta.dirname, '../../..')
const TOOLBENCH = join(root, '../shared/data/toolbench/all_tools.flat.derived.json')

interface Entry {
  name: string
  description: string
  parameters: unknown
  category?: string
  function?: Entry
}

/** The entries of a function list; names cut to what an API takes, repeated ones dropped. */
function toolsOf(file: string): Tool[] {
  const tools = new Map<string, Tool>()
  for (const entry of JSON.parse(readFileSync(file, 'utf8')) as Entry[]) {
    const { name, description, parameters } = entry.function ?? entry
    const legal = name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)
    const category = entry.category ?? 'none'
    if (!tools.has(legal))
      tools.set(legal, { name: legal, description, parameters: printJson(fromPlain(parameters)), category })
  }
  return [...tools.values()]
}

export const SAMPLE = toolsOf(join(root, 'resources/sample/tools.json'))
export const SMALL = toolsOf(join(root, 'resources/sample/small-tools.json'))
export const toolBench = (): Tool[] | undefined => (existsSync(TOOLBENCH) ? toolsOf(TOOLBENCH) : undefined)

/** Tool sets at hand; the ToolBench ones lie beside the checkout and may be absent. */
export const toolSets = (): (readonly [string, Tool[]])[] => {
  const bench = toolBench()
  if (!bench) console.log(`skipped for ToolBench: ${TOOLBENCH} is not there`)
  return [
    ['the sample', SAMPLE],
    ['the small tools', SMALL],
    ...(bench ? [['ToolBench', bench] as const] : []),
  ]
}

export const SEED = 7

export function setups(tools: Tool[], count: number, changes: Partial<SimulateSettings> = {}): DialogSetup[] {
  const draw = createDraw({ ...DEFAULT_SIMULATE, seed: SEED, toolSetId: 't', count, ...changes }, { tools })
  return Array.from({ length: count }, (_, i) => draw.setup(i))
}

export const onlyLevel = (level: Level): Pick<SimulateSettings, 'levels'> => ({
  levels: { easy: 0, medium: 0, hard: 0, [level]: 1 },
})

export const scripts = (
  tools: Tool[],
  count: number,
  wrongVotes = 0.05,
  changes: Partial<SimulateSettings> = {},
): Script[] => setups(tools, count, changes).map((setup) => scriptDialog(SEED, setup, tools, wrongVotes))
