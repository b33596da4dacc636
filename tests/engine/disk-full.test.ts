import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { readResidue } from '#tests/helpers/residue.ts'

const LOOP = fileURLToPath(new URL('../../main/cli/loop.ts', import.meta.url))
const SCRIPT = fileURLToPath(new URL('../helpers/on-small-disk.sh', import.meta.url))
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0
if (!canMount) console.log('a full disk: not run, since this system gives no mount namespaces')

describe('a disk that is really full', () => {
  it.skipIf(!canMount)(
    'stops the work with the reason, keeps what was acknowledged, and lets it go on',
    async () => {
      const temp = tempFolder()
      execFileSync('unshare', ['-rm', 'sh', SCRIPT, process.execPath, LOOP, temp.path], {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        timeout: 150_000,
        killSignal: 'SIGKILL',
      })
      const read = (name: string): string => readFileSync(join(temp.path, name), 'utf8')
      expect(read('first.rc').trim(), read('first.err')).toBe('1')
      expect(read('first.err')).toMatch(/paused|full|failed/)
      const { jobs } = JSON.parse(read('status.json'))
      expect(jobs[0].kind).toBe('simulate')
      expect(jobs[0].counts.planned).toBe(
        jobs[0].counts.waiting + jobs[0].counts.done + jobs[0].counts.dropped + jobs[0].counts.failed,
      )
      expect(read('second.rc').trim(), read('second.err')).toBe('0')

      const undisturbed = join(temp.path, 'undisturbed')
      const end = await loop('sample', '--project', undisturbed, '--dialogs', '400')
      expect(end.code, end.err).toBe(0)
      const [left, wanted] = [await readResidue(join(temp.path, 'project')), await readResidue(undisturbed)]
      expect(left.steps).toEqual(wanted.steps)
      expect(left.items).toEqual(wanted.items)
      expect(left.rows).toEqual(wanted.rows)
      temp.remove()
    },
    180_000,
  )
})
