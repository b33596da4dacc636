/** Environment markers of Python packages (PEP 508): whether a line of a lock is meant for a machine. */

export type MarkerFacts = Readonly<Record<string, string>>

type Token = { readonly is: 'text' | 'name' | 'sign'; readonly text: string }

const TOKEN = /\s*(?:'([^']*)'|"([^"]*)"|(===|==|!=|<=|>=|~=|<|>|\(|\))|([a-z_.]+))/y

/** @throws Error for what is no marker */
export function markerHolds(marker: string, facts: MarkerFacts): boolean {
  const reader = new MarkerReader(marker, facts)
  const holds = reader.either()
  reader.expectEnd()
  return holds
}

/** Reads one marker; both sides of a word are read whatever the first one says, since what follows stands behind them. */
class MarkerReader {
  private readonly marker: string
  private readonly facts: MarkerFacts
  private readonly tokens: readonly Token[]
  private at = 0

  constructor(marker: string, facts: MarkerFacts) {
    this.marker = marker
    this.facts = facts
    this.tokens = tokensOf(marker)
  }

  either(): boolean {
    let holds = this.both()
    while (this.takes('or')) holds = this.both() || holds
    return holds
  }

  expectEnd(): void {
    if (this.at < this.tokens.length) throw new Error(`a marker that goes on: ${this.marker}`)
  }

  private both(): boolean {
    let holds = this.single()
    while (this.takes('and')) holds = this.single() && holds
    return holds
  }

  private single(): boolean {
    if (this.takes('(')) {
      const inner = this.either()
      if (!this.takes(')')) throw new Error(`a marker without its bracket: ${this.marker}`)
      return inner
    }
    const left = this.next()
    const sign = this.takes('not') ? `not ${this.next().text}` : this.next().text
    const right = this.next()
    const versions = [left, right].some(({ is, text }) => is === 'name' && text.endsWith('version'))
    return compares(this.said(left), sign, this.said(right), versions)
  }

  private said({ is, text }: Token): string {
    return is === 'text' ? text : (this.facts[text] ?? '')
  }

  private takes(word: string): boolean {
    const token = this.tokens[this.at]
    if (token === undefined || token.is === 'text' || token.text !== word) return false
    this.at++
    return true
  }

  private next(): Token {
    const token = this.tokens[this.at++]
    if (!token) throw new Error(`a marker that ends too early: ${this.marker}`)
    return token
  }
}

function tokensOf(marker: string): Token[] {
  const tokens: Token[] = []
  const pattern = new RegExp(TOKEN)
  const end = marker.trimEnd().length
  while (pattern.lastIndex < end) {
    const found = pattern.exec(marker)
    if (!found) throw new Error(`no marker: ${marker}`)
    const [, single, double, sign, name] = found
    if (single !== undefined || double !== undefined)
      tokens.push({ is: 'text', text: single ?? double ?? '' })
    else tokens.push(sign === undefined ? { is: 'name', text: name ?? '' } : { is: 'sign', text: sign })
  }
  return tokens
}

function compares(left: string, sign: string, right: string, versions: boolean): boolean {
  if (sign === 'in') return right.includes(left)
  if (sign === 'not in') return !right.includes(left)
  if (sign === '===') return left === right
  const order = versions ? versionOrder(left, right) : left === right ? 0 : left < right ? -1 : 1
  switch (sign) {
    case '==':
      return right.endsWith('.*') ? `${left}.`.startsWith(right.slice(0, -1)) : order === 0
    case '!=':
      return right.endsWith('.*') ? !`${left}.`.startsWith(right.slice(0, -1)) : order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '~=':
      return order >= 0 && `${left}.`.startsWith(`${right.split('.').slice(0, -1).join('.')}.`)
    default:
      throw new Error(`no comparison: ${sign}`)
  }
}

/** Releases by their numbers; what is before a release (`3.15.0b1`) is not told apart from it. */
function versionOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => (version.match(/\d+/g) ?? []).map(Number))
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
