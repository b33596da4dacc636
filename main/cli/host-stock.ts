/** What stands on a host, from the command line: listed, looked at, dropped. */
import type { HostEnvironment, HostModel } from '#core/contract/index.ts'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import type { Engine } from '#engine/index.ts'
import { type Arguments, UsageError } from './arguments.ts'

export interface StockAct {
  readonly engine: Engine
  readonly given: Arguments
  /** Id of the host. */
  readonly host: string
  /** What else was named. */
  readonly what: string | undefined
}

const GIGA = 1e9
const size = (bytes: number): string =>
  bytes >= GIGA ? `${(bytes / GIGA).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`
const lines = (rows: readonly string[], none: string): string => rows.join('\n') || none
const stands = (one: HostEnvironment | HostModel): string => (one.complete ? 'ready' : 'not complete')

export async function environments({ engine, given, host }: StockAct): Promise<string> {
  const stock = await engine.handlers['host.environments']({ id: host })
  if (given.flag('json')) return JSON.stringify(stock)
  const rows = stock.environments.map(
    (one) =>
      `${one.name}  ${one.lock ?? '?'}  ${stands(one)}${one.own ? ', your own' : `, ${size(one.bytes)}`}  ${one.python}`,
  )
  return [lines(rows, 'no environments'), `${size(stock.free)} free`].join('\n')
}

export async function models({ engine, given, host }: StockAct): Promise<string> {
  const stock = await engine.handlers['host.models']({ id: host })
  if (given.flag('json')) return JSON.stringify(stock)
  const rows = stock.models.map(
    (one) =>
      `${one.name}  ${stands(one)}, ${size(one.bytes)}${one.licence === null ? '' : `, ${one.licence}`}  ${one.folder}`,
  )
  return [lines(rows, 'no models'), `${size(stock.free)} free`].join('\n')
}

/** What a hub says of a model, before anything is fetched. */
export async function look({ engine, given, host, what }: StockAct): Promise<string> {
  if (what === undefined) throw new UsageError('host look needs the name of a model')
  const hub = given.text('hub')
  const revision = given.text('revision')
  const told = await engine.handlers['host.lookModel']({
    ...{ id: host, model: what },
    ...(hub === undefined ? {} : { hub }),
    ...(revision === undefined ? {} : { revision }),
  })
  if (given.flag('json')) return JSON.stringify(told)
  const { licence, gated, bytes, files, free, complete } = told
  return [
    `${what}: ${size(bytes)} in ${files} files, licence ${licence ?? 'not named'}${gated ? ', its owner decides who may have it' : ''}`,
    complete ? 'it is on the host already' : `${size(free)} free on the host`,
  ].join('\n')
}

/** Takes away what is named by its switch. */
export async function drop({ engine, given, host }: StockAct): Promise<string> {
  const [environment, model, work] = ['environment', 'model', 'work'].map((name) => given.text(name))
  const { handlers } = engine
  const freed =
    environment !== undefined
      ? await handlers['host.removeEnvironment']({ id: host, name: environment })
      : model !== undefined
        ? await handlers['host.removeModel']({ id: host, model })
        : work !== undefined
          ? await handlers['host.removeWork']({ id: host, work })
          : undefined
  if (!freed) throw new UsageError('host drop takes --environment NAME, --model NAME or --work ID')
  return given.flag('json') ? JSON.stringify(freed) : `${size(freed.freed)} freed`
}

/** Lists what stands in the jobs folder, or stops one of it. */
export async function work({ engine, given, host }: StockAct): Promise<string> {
  const stop = given.text('stop')
  if (stop !== undefined) await engine.handlers['host.stopWork']({ id: host, work: stop })
  const list = await engine.handlers['host.work']({ id: host })
  if (given.flag('json')) return JSON.stringify(list)
  const rows = list.work.map(({ id, title, state, step, steps, bytes, from }) => {
    const at = step === null ? '' : `, step ${step}${steps === null ? '' : ` of ${steps}`}`
    const whose = from ? `, of ${from.project} on ${from.computer}` : ''
    return `${id}  ${title || '?'}  ${state}${at}, ${size(bytes)}${whose}`
  })
  return lines(rows, `nothing runs or is left on ${host === THIS_COMPUTER ? 'this computer' : 'this host'}`)
}
