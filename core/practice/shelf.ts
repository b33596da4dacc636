import type { Tool } from '../tool/tool.ts'

/** A tool set, looked through once for all the dialogs that use it. */
export interface Shelf {
  readonly named: ReadonlyMap<string, Tool>
  /** In the order of names: what is drawn must not depend on how a tool set is listed. */
  readonly sorted: readonly Tool[]
}

const shelves = new WeakMap<readonly Tool[], Shelf>()

export function shelfOf(tools: readonly Tool[]): Shelf {
  let shelf = shelves.get(tools)
  if (shelf === undefined) {
    shelf = {
      named: new Map(tools.map((tool) => [tool.name, tool])),
      sorted: [...tools].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    }
    shelves.set(tools, shelf)
  }
  return shelf
}
