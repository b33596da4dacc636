/**
 * `~/.ssh/config` as far as it says where machines are: Host, HostName, User, Port, IdentityFile, ProxyJump (ssh_config(5)).
 * The first value that is found for a machine counts. `Match` blocks are left out: they may depend on programs.
 */
export interface ConfigBlock {
  /** Patterns of its `Host` line. */
  readonly patterns: readonly string[]
  readonly values: Readonly<Record<string, readonly string[]>>
}

/** A machine as the file describes it. */
export interface ConfigHost {
  readonly name: string
  readonly address: string
  readonly port: number
  /** Empty where the file names none. */
  readonly user: string
  readonly keyFile?: string
  /** As written: `user@machine:port`, or the name of another machine of the file. */
  readonly jumps: readonly string[]
}

const WANTED: ReadonlySet<string> = new Set(['hostname', 'user', 'port', 'identityfile', 'proxyjump'])
const MOST_LINES = 20_000

/** A line's words: the keyword may be followed by `=`, values may stand in double quotes. */
function wordsOf(line: string): string[] {
  const found = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*)$/.exec(line)
  if (!found?.[1]) return []
  const values = [...(found[2] ?? '').matchAll(/"([^"]*)"|(\S+)/g)].map((one) => one[1] ?? one[2] ?? '')
  const comment = values.findIndex((value) => value.startsWith('#'))
  return [found[1].toLowerCase(), ...(comment < 0 ? values : values.slice(0, comment))]
}

/** A file's lines in blocks; `Include` lines are answered by `included`, in their place. */
export function readConfig(
  text: string,
  included: (pattern: string) => readonly ConfigBlock[] = () => [],
): ConfigBlock[] {
  const reader = new Reader(included)
  for (const line of text.split(/\r?\n/).slice(0, MOST_LINES)) {
    const [keyword, ...values] = line.trimStart().startsWith('#') ? [] : wordsOf(line)
    if (keyword !== undefined) reader.read(keyword, values)
  }
  return reader.blocks
}

/** What stands before the first `Host` line holds for every machine. */
const EVERY = ['*']

class Reader {
  readonly blocks: ConfigBlock[] = []
  private readonly included: (pattern: string) => readonly ConfigBlock[]
  private patterns: readonly string[] = EVERY
  private values: Record<string, string[]> = {}

  constructor(included: (pattern: string) => readonly ConfigBlock[]) {
    this.included = included
    this.begin(EVERY)
  }

  read(keyword: string, values: readonly string[]): void {
    if (keyword === 'host') this.begin(values)
    // No machine: what follows is left out.
    else if (keyword === 'match') this.begin([])
    else if (keyword === 'include') this.include(values)
    else if (WANTED.has(keyword) && (keyword === 'identityfile' || !(keyword in this.values)))
      // The first value of a block counts, but for key files, which add up.
      this.values[keyword] = [...(this.values[keyword] ?? []), ...values]
  }

  private begin(patterns: readonly string[]): void {
    this.patterns = patterns
    this.values = {}
    this.blocks.push({ patterns, values: this.values })
  }

  private include(files: readonly string[]): void {
    const { patterns } = this
    // What holds for every machine in there holds here for those of this block.
    for (const block of files.flatMap((file) => this.included(file)))
      this.blocks.push(block.patterns.join() === EVERY.join() ? { ...block, patterns } : block)
    this.begin(patterns)
  }
}

const isPattern = (word: string): boolean => /[*?!]/.test(word)

/** `*` any signs, `?` one: compared sign by sign, so that no pattern takes long. */
export function fits(pattern: string, name: string): boolean {
  let [p, n, star, back] = [0, 0, -1, 0]
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n]) && pattern[p] !== '*') {
      p++
      n++
    } else if (pattern[p] === '*') {
      star = p++
      back = n
    } else if (star >= 0) {
      p = star + 1
      n = ++back
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

function applies({ patterns }: ConfigBlock, name: string): boolean {
  const lower = name.toLowerCase()
  const no = patterns.some((one) => one.startsWith('!') && fits(one.slice(1).toLowerCase(), lower))
  return !no && patterns.some((one) => !one.startsWith('!') && fits(one.toLowerCase(), lower))
}

/** What the blocks say of one name. */
export function resolveHost(blocks: readonly ConfigBlock[], name: string): ConfigHost {
  const found = (keyword: string): readonly string[] =>
    blocks.find((block) => keyword in block.values && applies(block, name))?.values[keyword] ?? []
  const port = Number(found('port')[0] ?? 22)
  const keyFile = found('identityfile')[0]
  const jumps = (found('proxyjump')[0] ?? 'none')
    .split(',')
    .filter((one) => one !== '' && one.toLowerCase() !== 'none')
  return {
    name,
    address: (found('hostname')[0] ?? name).replaceAll('%h', name).replaceAll('%%', '%'),
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : 22,
    user: found('user')[0] ?? '',
    // Tokens depend on the connection; a file that needs them is not offered.
    ...(keyFile !== undefined && !keyFile.includes('%') && keyFile.toLowerCase() !== 'none'
      ? { keyFile }
      : {}),
    jumps,
  }
}

/** Every machine that is named and is no pattern, in the file's order. */
export function hostsOf(blocks: readonly ConfigBlock[]): ConfigHost[] {
  const names = blocks.flatMap(({ patterns }) => patterns.filter((one) => !isPattern(one)))
  return [...new Set(names)].map((name) => resolveHost(blocks, name))
}

/** `user@machine:port` in its parts; `[…]` holds a numeric IPv6 address. */
export function readJump(text: string): {
  readonly user?: string
  readonly address: string
  readonly port?: number
} {
  const found = /^(?:ssh:\/\/)?(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:/]+))(?::(\d{1,5}))?\/?$/.exec(text)
  const [, user, six, plain, port] = found ?? []
  return {
    address: six ?? plain ?? text,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  }
}
