import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loop, startLoop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { readResidue } from '#tests/helpers/residue.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'
import { writeTinyPolicy } from '#tests/helpers/tiny-policy.ts'
import { residueOf } from './stage/train-world.ts'

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const LOOP = file('../../main/cli/loop.ts')
const SCRIPT = file('../helpers/on-small-disk.sh')
const TOOLS = file('../../resources/sample/tools.json')
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0
if (!canMount) console.log('a full disk: not run, since this system gives no mount namespaces')

describe.skipIf(!canMount)('a disk that is really full', () => {
  let temp: ReturnType<typeof tempFolder>
  let dataset: string
  const at = (name: string): string => join(temp.path, name)
  const read = (name: string): string => readFileSync(at(name), 'utf8')

  beforeAll(async () => {
    temp = tempFolder()
    await writeTinyPolicy(at('policy'))
    const engine = engineWith(at('policy'), at('sample'))
    dataset = await smallProject(engine, at('ready'), 40)
    await engine.close()
    cpSync(at('ready'), at('whole'), { recursive: true })
    execFileSync(
      'unshare',
      ['-rm', 'sh', SCRIPT, process.execPath, LOOP, TOOLS, at('ready'), dataset, temp.path],
      {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', LOOPTOOL_POLICY: at('policy') },
        timeout: 150_000,
        killSignal: 'SIGKILL',
      },
    )
  }, 180_000)
  afterAll(() => temp.remove())

  it('stops the work with the reason, keeps what was acknowledged, and lets it go on', async () => {
    expect(read('first.rc').trim(), read('first.err')).toBe('1')
    expect(read('first.err')).toMatch(/paused|full|failed/)
    const { jobs } = JSON.parse(read('status.out'))
    expect(jobs[0].kind).toBe('simulate')
    expect(jobs[0].counts.planned).toBe(
      jobs[0].counts.waiting + jobs[0].counts.done + jobs[0].counts.dropped + jobs[0].counts.failed,
    )
    expect(read('second.rc').trim(), read('second.err')).toBe('0')

    const undisturbed = at('undisturbed')
    for (const args of [
      ['import', TOOLS, '--project', undisturbed, '--name', 'Tools'],
      ['simulate', '--project', undisturbed, '--count', '400'],
      ['prepare', '--project', undisturbed],
    ]) {
      const end = await loop(...args)
      expect(end.code, end.err).toBe(0)
    }
    const [left, wanted] = [await readResidue(at('project')), await readResidue(undisturbed)]
    expect(left.steps).toEqual(wanted.steps)
    expect(left.items).toEqual(wanted.items)
    expect(left.rows).toEqual(wanted.rows)
  }, 180_000)

  it('pauses a training, which goes on as if nothing had happened', async () => {
    expect(read('full.rc').trim(), read('full.err')).toBe('1')
    expect(JSON.parse(read('trainStatus.out')).jobs[0]).toMatchObject({
      kind: 'train',
      state: 'paused',
      reason: 'disk',
    })
    expect(read('trained.rc').trim(), read('trained.err')).toBe('0')
    const args = ['--steps', '12', '--checkpoint-every', '3', '--validate-every', '0', '--json']
    const end = await startLoop(['train', '--project', at('whole'), '--dataset', dataset, ...args], {
      LOOPTOOL_POLICY: at('policy'),
    }).ended
    expect(end.code, end.err).toBe(0)
    const runOf = (project: string): string => {
      const runs = readdirSync(join(at(project), 'runs'))
      expect(runs).toHaveLength(1)
      return join(at(project), 'runs', runs[0] ?? '')
    }
    expect(await residueOf(runOf('trained'), 12)).toEqual(await residueOf(runOf('whole'), 12))
  }, 60_000)
})
