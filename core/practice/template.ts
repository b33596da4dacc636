import type { PlainJson } from '../json/convert.ts'

/**
 * Sentences with places to fill. `{name}` is a value, `{name|words}` has words for when there is none, `{name?a|b}`
 * chooses by a switch; `[…]` falls away when a value inside it is missing; `<name: …>` repeats for each element of a
 * list, whose own fields are the names inside.
 */

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string; readonly missing?: string }
  | { readonly kind: 'choice'; readonly name: string; readonly yes: string; readonly no: string }
  | { readonly kind: 'optional'; readonly nodes: readonly Node[] }
  | { readonly kind: 'list'; readonly name: string; readonly nodes: readonly Node[] }

/** Looks a value up; undefined where there is none. */
export type Lookup = (name: string) => PlainJson | undefined
/** Puts a value into words. */
export type Say = (name: string, value: PlainJson) => string

const TOKEN = /\{([\w.]+)(?:\?([^|{}]*)\|([^{}]*)|\|([^{}]*))?\}|[[\]>]|<([\w.]+): ?/g

function parse(template: string): Node[] {
  const root: Node[] = []
  const open: Node[][] = [root]
  let at = 0
  const add = (node: Node): void => {
    open.at(-1)?.push(node)
  }
  for (const found of template.matchAll(TOKEN)) {
    if (found.index > at) add({ kind: 'text', text: template.slice(at, found.index) })
    at = found.index + found[0].length
    const [all, name, yes, no, missing, listName] = found
    if (name !== undefined && yes !== undefined) add({ kind: 'choice', name, yes, no: no ?? '' })
    else if (name !== undefined) add({ kind: 'slot', name, ...(missing === undefined ? {} : { missing }) })
    else if (all === ']' || all === '>') open.pop()
    else {
      const nodes: Node[] = []
      add(listName === undefined ? { kind: 'optional', nodes } : { kind: 'list', name: listName, nodes })
      open.push(nodes)
    }
  }
  if (at < template.length) add({ kind: 'text', text: template.slice(at) })
  return root
}

const filled = (nodes: readonly Node[], lookup: Lookup): boolean =>
  nodes.every(
    (node) =>
      node.kind === 'text' ||
      node.kind === 'optional' ||
      (node.kind === 'slot' && node.missing !== undefined) ||
      lookup(node.name) !== undefined,
  )

const inElement =
  (element: PlainJson): Lookup =>
  (name) =>
    element !== null && typeof element === 'object' && !Array.isArray(element) ? element[name] : undefined

function render(nodes: readonly Node[], lookup: Lookup, say: Say, comma: string): string {
  const one = (node: Node): string => {
    if (node.kind === 'text') return node.text
    if (node.kind === 'choice') return lookup(node.name) === true ? node.yes : node.no
    if (node.kind === 'optional')
      return filled(node.nodes, lookup) ? render(node.nodes, lookup, say, comma) : ''
    const value = lookup(node.name)
    if (node.kind === 'slot') return value === undefined ? (node.missing ?? '') : say(node.name, value)
    const shown = Array.isArray(value) ? value.slice(0, 3) : []
    return shown.map((element) => render(node.nodes, inElement(element), say, comma)).join(comma)
  }
  return nodes.map(one).join('')
}

/** Fills a sentence; of a list at most three elements are told, joined by `comma`. */
export const fill = (template: string, lookup: Lookup, say: Say, comma = ', '): string =>
  render(parse(template), lookup, say, comma)

/** Names that a template has a place for. */
export function slotsOf(template: string): Set<string> {
  const names = new Set<string>()
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.kind === 'optional') walk(node.nodes)
      else if (node.kind !== 'text') names.add(node.name)
    }
  }
  walk(parse(template))
  return names
}
