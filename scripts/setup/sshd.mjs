// The SSH server that tests of hosts start for themselves: installed only when missing, as root, on Debian and its kin.
// The machine's own SSH service is neither started nor enabled by it.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { apt, has } from './debian.mjs'

const SSHD = '/usr/sbin/sshd'
/** While this file is there and says so, installing a package starts no service (Debian policy 9.3.3.1). */
const NO_START = '/usr/sbin/policy-rc.d'

/** @returns why tests over SSH cannot run here; undefined when they can */
export function installSshd(say = console.log) {
  if (existsSync(SSHD)) return undefined
  if (process.platform !== 'linux' || !has('apt-get')) return 'there is no sshd'
  if (process.getuid?.() !== 0) return 'openssh-server is not installed, and only root may install it'
  say('  system: installing openssh-server for the tests of hosts …')
  const guard = !existsSync(NO_START)
  if (guard) writeFileSync(NO_START, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    apt(['update', '-qq'])
    apt(['install', '-y', '-qq', '--no-install-recommends', 'openssh-server'])
  } catch (error) {
    return error.message
  } finally {
    if (guard) rmSync(NO_START, { force: true })
  }
  // The next start of the machine must not bring up a server that nobody asked for.
  if (has('systemctl')) spawnSync('systemctl', ['disable', 'ssh.service', 'ssh.socket'])
  return existsSync(SSHD) ? undefined : 'openssh-server was installed, but has no sshd'
}
