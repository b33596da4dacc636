/**
 * The whole way of a training on a host with names that a shell, a path or a config could take for its own: the project's
 * folder, the home there, the model's folder, the Python's folder, the dataset and the title. What comes out is the same,
 * nothing is ever run, and nothing is made outside.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { draftFor, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { curveSteps, hostLab } from '#tests/helpers/host-lab.ts'
import { practiceKit } from '#tests/helpers/practice-kit.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'

const problem = sshdProblem() ?? pythonProblem()
const STEPS = 3
/** What each name would make if it were ever run, relative to the home and to wherever else it might be. */
const CANARY = 'canary-made'
const HOSTILE = [
  'two  words ',
  'it\'s "quoted"',
  `$(touch ${CANARY})`,
  `\`touch ${CANARY}\``,
  `; touch ${CANARY} #`,
  `'; touch ${CANARY}; '`,
  `line\ntouch ${CANARY}\n`,
  '-rf',
  '--help',
  '-',
  '~root',
  '$HOME',
  '*?[a]{b,c}',
  'a=b',
  '=x',
  '%s%n',
  '\\n\\',
  '!!',
  '#no comment',
  '&&|<>',
  '中文 目录',
  'é\u0301\u202e🦙',
  '\x1b[31m\t\r',
  '..x.',
]

describe.skipIf(problem !== undefined)('a training over SSH whose names are', () => {
  let kit = ''
  beforeAll(() => {
    kit = practiceKit()
  })
  afterAll(() => rmSync(kit, { recursive: true, force: true }))

  /** Trains once with such a name in every place. @returns what was seen of it */
  async function trained(server: Sshd, name: string): Promise<void> {
    const temp = tempFolder()
    const project = join(temp.path, name)
    mkdirSync(join(project, 'runs'), { recursive: true })
    const keeper = hostKeeper(temp.path)
    const host = await keeper.trusted('h', draftFor(server, { name: name.trim() || 'x' }))
    const store = await openTestStore(project)
    const lab = hostLab({
      store,
      kit,
      runsFolder: join(project, 'runs'),
      openHost: () => keeper.hosts.open('h'),
    })
    await host.makeFolder(name)
    const model = `${name}/model`
    const id = await lab.start({
      ...{ dataset: name, python: `${name}/python3`, start: { kind: 'model', folder: model } },
      recipe: { steps: STEPS },
    })
    // A Python in a folder of that name: a program like any other.
    await host.run(['ln', '-sf', '/usr/bin/python3', `./${name}/python3`])
    const view = await lab.jobs.settled(id)
    const there = join(server.home, '.looptool/jobs', id)
    const here = join(project, 'runs', id)
    const config: unknown = JSON.parse(readFileSync(join(there, 'config.json'), 'utf8'))
    const run: unknown = JSON.parse(readFileSync(join(here, 'run.json'), 'utf8'))
    await lab.jobs.close()
    await keeper.hosts.close()
    await store.close()
    expect(
      view.state,
      `${JSON.stringify(name)} ${view.state.failure ?? view.state.pause?.detail}`,
    ).toMatchObject({ name: 'done' })
    expect(config).toMatchObject({ dataset: name, model: `${server.home}/${model}` })
    expect(run).toMatchObject({ dataset: name, start: { checkpoint: model } })
    expect(curveSteps(join(here, 'metrics.jsonl'))).toEqual({ steps: [1, 2, 3], lines: STEPS })
    for (const folder of [project, here, server.home, there, join(server.home, name)])
      expect(readdirSync(folder)).not.toContain(CANARY)
    temp.remove()
  }

  it(`any of ${HOSTILE.length} hostile ones`, async () => {
    const server = await startSshd()
    try {
      for (const name of HOSTILE) await trained(server, name)
      expect(existsSync(join(process.cwd(), CANARY))).toBe(false)
    } finally {
      await server.remove()
    }
  }, 300_000)

  it.each(["-h $(touch x) `id` it's 中文", '"two"  \\words;&|<>*?[a]~'])(
    'a home called %s',
    async (homeName) => {
      const server = await startSshd({ homeName })
      try {
        await trained(server, 'plain')
        await trained(server, homeName)
      } finally {
        await server.remove()
      }
    },
    60_000,
  )
})
