import { homedir } from 'node:os'
import { join } from 'node:path'

interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly home: string
}

/** Where the window keeps what belongs to the user; the command line reads the same endpoints. */
export function userDataFolder({ env, platform, home }: Machine = machine()): string {
  if (env.LOOPTOOL_USER_DATA) return env.LOOPTOOL_USER_DATA
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'LoopTool')
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'LoopTool')
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'LoopTool')
}

const machine = (): Machine => ({ env: process.env, platform: process.platform, home: homedir() })

export const endpointsFile = (): string => join(userDataFolder(), 'endpoints.json')
