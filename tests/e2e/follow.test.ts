/** A training on a host through the window, over a real sshd: its checkpoints fetched, an end with its remedy, given up. */
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { SMALL_PREPARE, SMALL_SIMULATE } from '#core/nano/sample-settings.ts'
import { presetRecipe } from '#core/training/trl-recipe.ts'
import { type CutProxy, cutProxy } from '#tests/helpers/cut-proxy.ts'
import { draftFor, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { type Practice, practiceKit } from '#tests/helpers/practice-kit.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { launchApp, newUserData, type RunningApp, root } from './app.ts'
import { type Hands, handsOf } from './hands.ts'

const NANO = join(root, 'resources/nano')
const problem = sshdProblem() ?? pythonProblem()
if (problem) console.warn(`Following a host is not driven through the window here: ${problem}.`)

describe.skipIf(problem !== undefined)('following a training on a host', () => {
  let running: RunningApp
  let hands: Hands
  let server: Sshd
  let proxy: CutProxy
  let dataset = ''
  const userData = newUserData()
  const project = join(userData, 'small')
  const troubles: string[] = []
  beforeAll(async () => {
    server = await startSshd()
    proxy = await cutProxy(server.port)
    cpSync(NANO, join(server.home, 'nano'), { recursive: true })
    const keeper = hostKeeper(userData)
    await keeper.trusted('h', draftFor({ ...server, port: proxy.port }, { name: 'GPU machine' }))
    await keeper.hosts.close()
    running = await launchApp({ userData })
    hands = handsOf(running)
    running.page.setDefaultTimeout(45_000)
    running.page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    running.page.on('pageerror', (error) => troubles.push(error.stack ?? error.message))
    await running.resize(1280, 800)
    dataset = await makeDataset()
  }, 180_000)
  afterAll(async () => {
    await running?.close()
    await proxy?.close()
    await server?.remove()
    rmSync(userData, { recursive: true, force: true })
  })

  const done = (id: string): Promise<unknown> =>
    vi.waitUntil(async () => (await running.call('job.get', { id })).state.name === 'done', {
      timeout: 60_000,
    })
  /** A project with samples that the small policy reads. @returns the dataset's id */
  async function makeDataset(): Promise<string> {
    await running.call('project.create', { name: 'Small', folder: project })
    const draft = await running.call('toolSet.read', {
      paths: [join(root, 'resources/sample/small-tools.json')],
    })
    const toolSet = await running.call('toolSet.save', { draftId: draft.draftId, name: 'Tools' })
    const { id } = await running.call('simulate.start', {
      settings: {
        ...{ ...SMALL_SIMULATE, toolSetId: toolSet.id, count: 6, seed: 1 },
        players: { kind: 'practice', wrongVotes: 0 },
      },
    })
    await done(id)
    const samples = { name: 'Samples', jobs: [id], testShare: 0.2, seed: 1 }
    await done((await running.call('prepare.start', { ...SMALL_PREPARE, ...samples })).id)
    return (await running.call('dataset.list'))[0]?.id ?? ''
  }

  /** A program that trains with the trainer that learns nothing, whatever kit it is called with. */
  function trainer(name: string, practice: Practice): string {
    const kit = practiceKit(practice)
    cpSync(kit, join(server.home, name), { recursive: true })
    // Of a temporary folder, which is its maker's only.
    chmodSync(join(server.home, name), 0o755)
    rmSync(kit, { recursive: true })
    const path = join(server.home, `${name}.sh`)
    writeFileSync(path, `#!/bin/sh\nexec /usr/bin/python3 -I '${server.home}/${name}/train_trl.py' "$3"\n`)
    chmodSync(path, 0o755)
    return path
  }
  async function train(title: string, practice: Practice, steps: number): Promise<string> {
    const { id } = await running.call('training.startOnHost', {
      title,
      settings: {
        ...{ dataset, host: 'h', python: trainer(title.replaceAll(' ', '-'), practice) },
        ...{ start: { kind: 'model', folder: 'nano' }, layout: 'small' },
        recipe: { ...presetRecipe('thisComputer'), steps, checkpointEvery: 4, validateEvery: 0 },
      },
    })
    return id
  }
  const openRun = async (title: string): Promise<void> => {
    await hands.press('Control+6')
    // The tray names it too.
    const list = running.page.getByRole('navigation', { name: 'Trainings' })
    await hands.enter(list.getByRole('button', { name: new RegExp(title) }))
  }
  const said = (text: string | RegExp) => running.page.getByText(text).first().waitFor()

  it('says where each checkpoint lies, and brings one here', async () => {
    await train('Two checkpoints', { copies: true, stepSeconds: 0.05 }, 8)
    await openRun('Two checkpoints')
    await said(/^✓?\s*done$/)
    await hands.enter(hands.byRole('tab', 'About'))
    await said(/^on the host$/)
    expect(await running.page.getByText(/^on the host$/).count()).toBe(2)
    await hands.look('follow-there')
    await hands.enter(hands.byRole('button', /^Fetch \(/).first())
    await said('here and on the host')
    await hands.byRole('button', 'Use in the next round').waitFor()
    await hands.look('follow-fetched')
    await running.resize(1024, 700)
    await hands.look('follow-narrow')
    await running.resize(1280, 800)
  })

  it('explains an end, with the one thing that helps', async () => {
    await train('Out of memory', { copies: true, hazard: 'failed' }, 8)
    await openRun('Out of memory')
    await said('The training ran out of memory.')
    await hands.look('follow-end')
    await hands.enter(hands.byRole('button', 'New run from step 4 with 16 answers a pass'))
    await said(/Step \d of 4/)
    const jobs = await running.call('job.list')
    expect(jobs.find(({ spec }) => spec.title === 'Out of memory')?.spec.settings).toMatchObject({
      start: { kind: 'checkpoint', step: 4 },
      recipe: { microBatch: 16, steps: 4 },
    })
  })

  it('gives up a host that is out of reach, and offers what still runs there once it is back', async () => {
    await train('Long one', { stepSeconds: 0.1 }, 4000)
    await openRun('Long one')
    // Its own row: others have steps too.
    await hands
      .byRole('button', /Long one.*Step \d/)
      .first()
      .waitFor()
    proxy.refuse()
    await hands.enter(hands.byRole('button', 'Give up waiting'))
    await hands.look('follow-give-up')
    await hands.enter(hands.byRole('button', 'Give it up'))
    await said(/It may go on there/)
    proxy.mend()
    await said(/still runs there/)
    await hands.look('follow-left')
    await hands.enter(hands.byRole('button', 'End it there'))
    await running.page.getByText(/still runs there/).waitFor({ state: 'detached' })
  })

  it('offers a host for the training of a round; the console stayed silent', async () => {
    await running.call('job.list')
    await hands.press('Control+5')
    await hands.enter(hands.byRole('button', 'Start round 1').first())
    await running.page.getByLabel('Train', { exact: true }).first().check()
    await running.page.getByRole('combobox', { name: 'Train where' }).click()
    await running.page.getByRole('option', { name: 'GPU machine' }).click()
    await said(/the checkpoint is brought here/)
    await hands.look('follow-round')
    expect(troubles).toEqual([])
  })
})
