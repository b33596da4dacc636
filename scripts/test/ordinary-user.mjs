// When the tests run as root, the window is also started once as an ordinary user, where Chrome's sandbox is on.
import { spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { electronPath, root } from '../electron-path.mjs'

const NOBODY = 65534
const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']

/** @returns {{ prefix: string[], home: string } | { reason: string }} how to run as that user, or why it cannot be */
export function ordinaryUser() {
  const works = (...command) => spawnSync(AS_NOBODY[0], [...AS_NOBODY.slice(1), ...command]).status === 0
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return { reason: 'the tests already run as one' }
  if (!works('true')) return { reason: 'this machine has no setpriv, or it may not change the user' }
  if (!works('test', '-r', join(root, 'package.json')) || !works('test', '-x', electronPath())) {
    return { reason: `user ${NOBODY} may not read ${root}` }
  }
  if (!works('unshare', '--user', '--map-root-user', 'true')) {
    return { reason: 'this machine lets ordinary users make no user namespaces, which the sandbox needs' }
  }
  const home = mkdtempSync(join(tmpdir(), 'looptool-home-'))
  chownSync(home, NOBODY, NOBODY)
  return { prefix: AS_NOBODY, home }
}
