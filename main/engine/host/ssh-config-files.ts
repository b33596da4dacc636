/** The user's `~/.ssh/config`, read with what it includes. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { OfferedHost, OfferedWay } from '#core/contract/host-views.ts'
import {
  type ConfigBlock,
  type ConfigHost,
  fits,
  hostsOf,
  readConfig,
  readJump,
  resolveHost,
} from '#core/host/ssh-config.ts'
import { fullPath } from './private-key.ts'

const DEEPEST = 16
const MOST_FILES = 64
const LARGEST = 1 << 20

/** Machines that the file names; none where there is no such file. @param folder usually `~/.ssh` */
export function offeredHosts(folder: string): OfferedHost[] {
  const blocks = new ConfigFiles(folder).blocks('config', 0)
  return hostsOf(blocks).map((host) => ({
    name: host.name,
    ...wayOf(host),
    jumps: host.jumps.map((jump) => jumpWay(blocks, jump)),
  }))
}

const wayOf = ({ address, port, user, keyFile }: ConfigHost): OfferedWay => ({
  address,
  port,
  user: user || userInfo().username,
  ...(keyFile === undefined ? {} : { keyFile: fullPath(keyFile) }),
})

/** A jump may be another machine of the file; what it says itself goes before. */
function jumpWay(blocks: readonly ConfigBlock[], text: string): OfferedWay {
  const { user, address, port } = readJump(text)
  return {
    ...wayOf(resolveHost(blocks, address)),
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port }),
  }
}

class ConfigFiles {
  private readonly folder: string
  private files = 0

  constructor(folder: string) {
    this.folder = folder
  }

  /** A file that cannot be read has no blocks, as for ssh itself where it includes one. */
  blocks(path: string, depth: number): ConfigBlock[] {
    const text = depth < DEEPEST && this.files++ < MOST_FILES ? readText(this.full(path)) : undefined
    if (text === undefined) return []
    return readConfig(text, (pattern) =>
      this.matching(pattern).flatMap((file) => this.blocks(file, depth + 1)),
    )
  }

  private full(path: string): string {
    const full = fullPath(path)
    return isAbsolute(full) ? full : join(this.folder, full)
  }

  /** Only the last part of an included path may be a pattern. */
  private matching(pattern: string): string[] {
    const full = this.full(pattern)
    if (!/[*?]/.test(pattern)) return [full]
    try {
      return readdirSync(dirname(full))
        .filter((name) => fits(basename(full), name))
        .sort()
        .map((name) => join(dirname(full), name))
    } catch {
      return []
    }
  }
}

function readText(file: string): string | undefined {
  try {
    return statSync(file).size <= LARGEST ? readFileSync(file, 'utf8') : undefined
  } catch {
    return undefined
  }
}
