import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { HostView } from '#core/contract/index.ts'
import type { HostTest } from '#core/host/host-test.ts'
import { hostReportText, hostTestText } from '#core/host/host-text.ts'
import { hostWords } from '#core/host/host-words.ts'
import { readJump } from '#core/host/ssh-config.ts'
import { type HostDraft, placeOf, THIS_COMPUTER } from '#core/host/stored-host.ts'
import type { Engine } from '#engine/index.ts'
import { type Arguments, readArguments, UsageError } from './arguments.ts'
import { SET_UP_VERBS, setUpHost } from './host-set-up.ts'
import { drop, environments, look, models, work } from './host-stock.ts'
import { trainOnHost } from './host-train.ts'
import { withEngine } from './session.ts'

/**
 * Lists, adds, removes, tests and examines hosts. A password or passphrase comes from the environment only. `trust` says
 * yes to the fingerprint that a test has just shown.
 */
const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
/** What `host train` further takes. */
const TRAINING = {
  ...{ project: text, dataset: text, python: text, model: text },
  ...{ layout: text, recipe: text, preset: text, seed: text, from: text, device: text, gpu: text },
  ...{ preflight: flag, anyway: flag, 'leave-out-long': flag },
}

/** What acts on environments, models and work take. */
const STOCK = {
  ...{ lock: text, index: text, hub: text, revision: text, as: text },
  ...{ environment: text, work: text, stop: text },
  carry: { type: 'boolean' },
} as const
const STOCK_ACTS = { environments, models, look, drop, work }

export async function hostVerb(args: readonly string[]): Promise<string | undefined> {
  const given = readArguments(args, {
    to: { type: 'string' },
    port: { type: 'string' },
    key: { type: 'string' },
    login: { type: 'string' },
    trust: { type: 'string' },
    instead: { type: 'string' },
    ...TRAINING,
    ...STOCK,
    json: { type: 'boolean' },
  })
  const [what = '', name, also, ...more] = given.files
  if (more.length > 0) throw new UsageError('host takes one name and at most one thing on it')
  if (SET_UP_VERBS.includes(what)) {
    const { id } = await withEngine({ resumeJobs: false }, ({ engine }) => named(engine, name))
    return setUpHost(what, { given, host: id, what: also })
  }
  const stock = Object.hasOwn(STOCK_ACTS, what) ? STOCK_ACTS[what as keyof typeof STOCK_ACTS] : undefined
  if (stock)
    return withEngine({ resumeJobs: false }, async ({ engine }) => {
      const project = given.text('project')
      if (project !== undefined) await engine.open(resolve(project), true)
      return stock({ engine, given, host: (await named(engine, name)).id, what: also })
    })
  if (also !== undefined) throw new UsageError('host takes one name')
  if (what === 'train') {
    const { id } = await withEngine({ resumeJobs: false }, ({ engine }) => named(engine, name))
    return trainOnHost(given, id)
  }
  const act = Object.hasOwn(ACTS, what) ? ACTS[what as keyof typeof ACTS] : undefined
  if (!act)
    throw new UsageError(
      `host takes ${[...Object.keys(ACTS), 'train', ...SET_UP_VERBS, ...Object.keys(STOCK_ACTS)].join(', ')}`,
    )
  return withEngine({ resumeJobs: false }, ({ engine }) => act({ engine, given, name }))
}

interface Act {
  readonly engine: Engine
  readonly given: Arguments
  readonly name: string | undefined
}

const ACTS = { list, offered, add, remove, test, doctor }

const nameOf = ({ id, name }: HostView): string => (id === THIS_COMPUTER ? THIS_COMPUTER : name)

async function list({ engine, given }: Act): Promise<string> {
  const { hosts } = await engine.handlers['host.list'](undefined)
  if (given.flag('json')) return JSON.stringify({ hosts })
  const lines = hosts.map((view) =>
    view.host ? `${view.name}  ${placeOf(view.host)}` : `${THIS_COMPUTER}  ${hostWords('en').thisComputer}`,
  )
  return lines.join('\n') || 'no hosts'
}

async function offered({ engine, given }: Act): Promise<string> {
  const machines = await engine.handlers['host.offered'](undefined)
  if (given.flag('json')) return JSON.stringify({ offered: machines })
  return machines.map((one) => `${one.name}  ${placeOf(one)}`).join('\n') || 'no machines'
}

async function add({ engine, given, name }: Act): Promise<string> {
  if (name === undefined) throw new UsageError('host add needs a name')
  const saved = await engine.handlers['host.save']({
    draft: await draftFrom(engine, given, name),
    secrets: {},
    keep: 'keyring',
  })
  return given.flag('json') ? JSON.stringify(saved) : `added ${saved.name}`
}

/** What is typed, or the machine of `~/.ssh/config` that has this name. */
async function draftFrom(engine: Engine, given: Arguments, name: string): Promise<HostDraft> {
  const login = loginFrom(given)
  const to = given.text('to')
  if (to !== undefined) {
    const { user, address, port } = readJump(to)
    if (user === undefined) throw new UsageError('--to takes USER@MACHINE or USER@MACHINE:PORT')
    return { name, address, user, port: given.whole('port', 1, 65_535) ?? port ?? 22, login, jumps: [] }
  }
  const machine = (await engine.handlers['host.offered'](undefined)).find((one) => one.name === name)
  if (!machine) throw new UsageError(`~/.ssh/config names no ${name}; give --to USER@MACHINE`)
  const way = ({ address, port, user, keyFile }: typeof machine | (typeof machine.jumps)[number]) => ({
    address,
    port,
    user,
    login: keyFile === undefined ? login : { by: 'key' as const, file: keyFile },
  })
  return { ...way(machine), name, jumps: machine.jumps.map(way) }
}

function loginFrom(given: Arguments): HostDraft['login'] {
  const by = given.text('login') ?? 'key'
  if (by === 'agent' || by === 'password') return { by }
  if (by !== 'key') throw new UsageError('--login takes key, agent or password')
  return { by, file: given.text('key') ?? `${homedir()}/.ssh/id_ed25519` }
}

async function remove({ engine, name }: Act): Promise<string> {
  const view = await named(engine, name)
  await engine.handlers['host.remove']({ id: view.id })
  return `removed ${view.name}`
}

async function test({ engine, given, name }: Act): Promise<string> {
  const { host } = await named(engine, name)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new Error('stopped')))
  const run = (): Promise<HostTest> => engine.hosts.test('test', host, tell(), stop.signal)
  let tested = await run()
  const yes = given.text('trust')
  const asked = tested.lines.flatMap(({ findings }) => findings).find(({ fix }) => fix?.kind === 'trust')?.fix
  if (yes !== undefined && asked?.kind === 'trust') {
    await engine.hosts.trust(asked.door, yes, given.text('instead'))
    tested = await run()
  }
  // What failed is the answer, not a failure of the verb; a script reads it from the JSON.
  return given.flag('json') ? JSON.stringify(tested) : hostTestText(tested, 'en')
}

/** Each line on standard error as it begins. */
function tell(): (test: HostTest) => void {
  let told = ''
  return ({ lines }) => {
    const name = lines.find(({ state }) => state === 'running')?.name
    if (name === undefined || name === told) return
    told = name
    process.stderr.write(`${hostWords('en').line[name]} …\n`)
  }
}

async function doctor({ engine, given, name }: Act): Promise<string> {
  const { id } = await named(engine, name)
  const { report } = await engine.handlers['host.examine']({ id })
  if (given.flag('json')) return JSON.stringify(report)
  return report ? hostReportText(report, name ?? hostWords('en').thisComputer, 'en') : ''
}

/** This computer unless one is named. */
async function named(engine: Engine, name = THIS_COMPUTER): Promise<HostView> {
  const { hosts } = await engine.handlers['host.list'](undefined)
  const found = hosts.find((view) => nameOf(view) === name)
  if (!found) throw new UsageError(`there is no host ${name}`)
  return found
}
