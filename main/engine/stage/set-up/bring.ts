/** What each set-up needs on its host: brought there by this program, and the program that then goes on by itself. */
import { HUB } from '#core/host/host-model.ts'
import { type SetUp, tokenName } from '#core/host/set-up.ts'
import type { Program } from '../../host/detached.ts'
import { carryWheels, clearWheels } from './carry.ts'
import type { BringDeps, Told, Toward } from './toward.ts'
import { uploadModel } from './upload.ts'

export interface Brought {
  bring(told: Told, signal: AbortSignal): Promise<Program>
  clear(made: boolean): Promise<void>
}

const CONFIG_FILE = 'config.json'

/** What a script of the kit is to do, and the secret that it reads. */
interface Order {
  readonly script: 'install.py' | 'models.py'
  readonly config: Readonly<Record<string, unknown>>
  readonly secret?: string
}

export function broughtFor(deps: BringDeps, toward: Toward, settings: SetUp): Brought {
  const order = async (told: Told, signal: AbortSignal): Promise<Order> => {
    switch (settings.make) {
      case 'environment':
        return environmentOrder(deps, toward, settings, told, signal)
      case 'ownEnvironment': {
        const { lock, python } = settings
        return { script: 'install.py', config: { action: 'adopt', lock, python } }
      }
      case 'model':
        return modelOrder(deps, settings)
      case 'ownModel':
        return { script: 'models.py', config: { action: 'adopt', name: settings.model, path: settings.path } }
      case 'uploadedModel': {
        const checksums = await uploadModel(toward, settings, told, signal)
        return { script: 'models.py', config: { action: 'finish', name: settings.model, checksums } }
      }
    }
  }
  return {
    bring: async (told, signal) => programOf(toward, await order(told, signal)),
    clear: async (made) => {
      if (settings.make === 'environment' && settings.carry) await clearWheels(deps, toward, settings, made)
    },
  }
}

async function environmentOrder(
  deps: BringDeps,
  toward: Toward,
  settings: Extract<SetUp, { make: 'environment' }>,
  told: Told,
  signal: AbortSignal,
): Promise<Order> {
  const { lock, index, carry, python } = settings
  const config = { action: 'install', lock, ...(python === undefined ? {} : { python }) }
  if (!carry)
    return { script: 'install.py', config: { ...config, ...(index === undefined ? {} : { index }) } }
  const { wheels, interpreter } = await carryWheels(deps, toward, settings, told, signal)
  return { script: 'install.py', config: { ...config, wheels, python: interpreter } }
}

async function modelOrder(
  deps: BringDeps,
  { model, hub = HUB, revision }: Extract<SetUp, { make: 'model' }>,
): Promise<Order> {
  const token = await deps.secret(tokenName(hub))
  return {
    script: 'models.py',
    config: {
      ...{ action: 'fetch', name: model, hub },
      ...(revision === undefined ? {} : { revision }),
      ...(token === undefined ? {} : { token: 'stdin' }),
    },
    ...(token === undefined ? {} : { secret: token }),
  }
}

/** The config goes into the work's folder, so that it can be run by hand; a secret is never part of it. */
async function programOf(
  { host, kit, detached }: Toward,
  { script, config, secret }: Order,
): Promise<Program> {
  const home = await host.home()
  const place = `${home}/${detached.folder}`
  const text = JSON.stringify({ format: 1, ...config, told: place }, undefined, 2)
  await host.write(`${detached.folder}/${CONFIG_FILE}`, `${text}\n`, 0o600)
  const kitFolder = await kit.on(host)
  return {
    argv: ['python3', '-I', `${home}/${kitFolder}/${script}`, `${place}/${CONFIG_FILE}`],
    env: { PYTHONUNBUFFERED: '1' },
    ...(secret === undefined ? {} : { secret }),
  }
}
