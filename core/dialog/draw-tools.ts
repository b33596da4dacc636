import type { Random } from '../random/random.ts'
import type { Tool } from '../tool/tool.ts'
import { offers, type Requirement } from './possible.ts'

/** How often a category is drawn for one dialog (LoopTool's own figure). */
const CATEGORY_DRAWS = 20

/** A tool set, looked through once for many draws. */
export interface ToolIndex {
  readonly names: readonly string[]
  readonly offered: readonly ReadonlySet<Requirement>[]
  /** Indices by category. */
  readonly categories: readonly (readonly number[])[]
  /** ln(n + 1) of each category's size: large categories come more often, but not in proportion. */
  readonly weights: readonly number[]
}

export function indexTools(tools: readonly Tool[]): ToolIndex {
  const byCategory = new Map<string, number[]>()
  for (const [index, tool] of tools.entries()) {
    const category = tool.category ?? ''
    const list = byCategory.get(category)
    if (list) list.push(index)
    else byCategory.set(category, [index])
  }
  const categories = [...byCategory.values()]
  return {
    names: tools.map((tool) => tool.name),
    offered: tools.map(offers),
    categories,
    weights: categories.map((list) => Math.log(list.length + 1)),
  }
}

/** Tools of randomly drawn categories, at least `wanted` where there are as many. */
function drawPool(index: ToolIndex, wanted: number, random: Random): number[] {
  const taken = new Set<number>()
  let size = 0
  const take = (category: number): void => {
    if (taken.has(category)) return
    taken.add(category)
    size += index.categories[category]?.length ?? 0
  }
  for (let i = 0; i < CATEGORY_DRAWS; i++) take(random.weighted(index.weights))
  while (size < wanted && taken.size < index.categories.length) {
    take(random.weighted(index.weights.map((weight, i) => (taken.has(i) ? 0 : weight))))
  }
  return [...taken].flatMap((category) => index.categories[category] ?? [])
}

/**
 * Puts in a tool for every requirement that none of the drawn ones meets, in place of one that is not needed for
 * another requirement. The list must be at least as long as there are requirements.
 */
function repair(index: ToolIndex, drawn: number[], wanted: readonly Requirement[], random: Random): void {
  const meets = (tool: number, requirement: Requirement): boolean =>
    index.offered[tool]?.has(requirement) ?? false
  for (const requirement of wanted) {
    if (drawn.some((tool) => meets(tool, requirement))) continue
    const candidates = [...index.names.keys()].filter((tool) => meets(tool, requirement))
    const spare = drawn.findLastIndex((tool) =>
      wanted.every((other) => !meets(tool, other) || drawn.some((t) => t !== tool && meets(t, other))),
    )
    if (candidates.length > 0 && spare >= 0) drawn[spare] = random.pick(candidates)
  }
}

/**
 * The tools offered in one dialog, none twice: categories are drawn by weight, tools from them without replacement
 * (LoopTool §2, where the release draws with replacement). At least one tool suits each requirement.
 *
 * @param wanted how many; fewer when the tool set is smaller
 */
export function drawTools(
  index: ToolIndex,
  wanted: number,
  requirements: readonly Requirement[],
  random: Random,
): string[] {
  const count = Math.min(index.names.length, Math.max(wanted, requirements.length))
  const pool = drawPool(index, count, random)
  const drawn: number[] = []
  for (let i = 0; i < count; i++) {
    const at = random.int(i, pool.length - 1)
    const tool = pool[at] ?? 0
    pool[at] = pool[i] ?? 0
    drawn.push(tool)
  }
  repair(index, drawn, requirements, random)
  return drawn.map((tool) => index.names[tool] ?? '')
}
