/** Environments, models and work on a host through the real window, with a real sshd and a hub on the loopback. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ModelHub, modelHub } from '#tests/helpers/model-hub.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { modelFolder } from '#tests/helpers/set-up-lab.ts'
import { type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { launchApp, newUserData, type RunningApp } from './app.ts'
import { type Hands, handsOf } from './hands.ts'

const problem = sshdProblem() ?? pythonProblem()
if (problem) console.warn(`What stands on a host is not driven through the window here: ${problem}.`)
const TOKEN = 'hf_canary_4f6c2b'

describe.skipIf(problem !== undefined)('what stands on a host, in the window', () => {
  let running: RunningApp
  let hands: Hands
  let server: Sshd
  let hub: ModelHub
  const userData = newUserData()
  const folder = mkdtempSync(join(tmpdir(), 'looptool-models-'))
  const troubles: string[] = []
  const there = (...names: string[]): string => join(server.home, '.looptool', ...names)
  const panel = () => running.page.locator('.test-panel')
  const said = (text: string | RegExp) => panel().getByText(text).first().waitFor()
  const field = (label: string) =>
    panel().getByLabel(label, { exact: true }).and(running.page.locator('input')).first()
  const type = async (label: string, text: string): Promise<void> => {
    await field(label).focus()
    await running.page.keyboard.press('Control+a')
    await running.page.keyboard.type(text)
  }
  const filesBelow = (top: string): string[] =>
    readdirSync(top, { recursive: true, encoding: 'utf8' })
      .map((name) => join(top, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())

  beforeAll(async () => {
    hub = await modelHub(modelFolder(folder, 'served', 400_000))
    hub.token = TOKEN
    server = await startSshd()
    ownByHand()
    workByHand()
    running = await launchApp({ userData })
    hands = handsOf(running)
    running.page.setDefaultTimeout(15_000)
    running.page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    running.page.on('pageerror', (error) => troubles.push(error.stack ?? error.message))
    await running.resize(1280, 800)
    const { id } = await running.call('host.save', {
      draft: {
        name: 'GPU machine',
        address: '127.0.0.1',
        port: server.port,
        user: server.user,
        login: { by: 'key', file: server.keyFile },
        jumps: [],
      },
    })
    await toHost()
    await hands.enter(hands.byRole('button', /^Test$/))
    await hands.enter(hands.byRole('button', 'It is the same: trust it'))
    await said(/GiB free on/)
    expect(id).not.toBe('')
  })
  afterAll(async () => {
    await running?.close()
    await server?.remove()
    await hub?.close()
    for (const one of [userData, folder]) rmSync(one, { recursive: true, force: true })
  })

  async function toHost(): Promise<void> {
    await hands.enter(hands.byRole('button', 'Connections'))
    await hands.enter(hands.byRole('tab', 'Hosts'))
    const list = running.page.getByRole('navigation', { name: 'Hosts' })
    await hands.enter(list.getByRole('button', { name: /GPU machine/ }))
  }

  /** A Python that somebody adopted, and a half-made environment. */
  function ownByHand(): void {
    const own = there('envs', 'own-0123456789ab')
    mkdirSync(own, { recursive: true })
    const marker = {
      format: 1,
      path: '/usr/bin/python3',
      lock: 'small',
      python: [3, 12, 3],
      cuda: '13.0',
      gpus: 1,
      problem: null,
    }
    const versions = { torch: '2.15.0', transformers: '5.24.0', trl: '1.16.0', peft: '0.21.2' }
    writeFileSync(join(own, 'looptool.json'), JSON.stringify({ ...marker, versions }))
    const half = there('envs', '00112233aabbccdd')
    mkdirSync(half)
    writeFileSync(join(half, 'half'), Buffer.alloc(2_000_000))
    openToAll()
  }

  /** A training of somebody else that has ended, with its curve. */
  function workByHand(): void {
    const job = there('jobs', '4b0c7d2e-other')
    mkdirSync(join(job, 'attempts', '1'), { recursive: true })
    const run = {
      format: 1,
      id: '4b0c7d2e-other',
      trainer: 'trl',
      title: 'Travel tools, round 2',
      dataset: 'd',
      steps: 40,
      settings: {},
    }
    writeFileSync(join(job, 'run.json'), JSON.stringify(run))
    writeFileSync(
      join(job, 'from.json'),
      JSON.stringify({ computer: 'lab-laptop', project: 'Travel', title: run.title }),
    )
    writeFileSync(join(job, 'rc'), '0\n')
    const at = '2026-11-25T10:00:00.000Z'
    const metrics = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ step: i + 1, at, data: { 'reward/mean': i / 40 } }),
    )
    writeFileSync(join(job, 'metrics.jsonl'), `${metrics.join('\n')}\n`)
    const events = [
      { seq: 1, at, type: 'started', attempt: 1 },
      { seq: 2, at, type: 'done', step: 40 },
    ]
    writeFileSync(join(job, 'events.jsonl'), `${events.map((one) => JSON.stringify(one)).join('\n')}\n`)
    openToAll()
  }

  /** What this test writes as root, the server's user has to change. */
  function openToAll(): void {
    chmodSync(there(), 0o777)
    for (const name of readdirSync(there(), { recursive: true, encoding: 'utf8' })) {
      const path = there(name)
      chmodSync(path, statSync(path).isDirectory() ? 0o777 : 0o666)
    }
  }

  it('environments are listed with what they hold; without a project the button says why it cannot be pressed', async () => {
    await hands.enter(hands.byRole('tab', 'Environments'))
    await said(/Python 3\.12\.3 · torch 2\.15\.0/)
    await said(/free on the host/)
    expect(await panel().getByRole('button', { name: 'Open a project first' }).isDisabled()).toBe(true)
    await running.call('project.openSample')
    await toHost()
    await hands.enter(hands.byRole('tab', 'Environments'))
    await said(/Python 3\.12\.3/)
    await hands.enter(panel().locator('summary', { hasText: 'Mirror, or a host without internet' }))
    await running.resize(1024, 700)
    await hands.look('host-environments-narrow')
    await running.resize(1280, 800)
  })

  it('what was left half made is removed after a question that says what it frees', async () => {
    const half = panel().locator('.stock-card', { hasText: 'Begun and not finished' })
    await hands.enter(half.getByRole('button', { name: 'Remove' }))
    await half.getByText(/frees about 2 MB/).waitFor()
    await hands.enter(half.getByRole('button', { name: 'Remove it' }))
    await half.waitFor({ state: 'detached' })
    expect(readdirSync(there('envs')).some((name) => name.startsWith('0011'))).toBe(false)
  })

  it('a Python that cannot train is not taken, and says what it lacks', async () => {
    await hands.enter(panel().locator('summary', { hasText: 'Use a Python of your own' }))
    await type('Path of its python', '/usr/bin/python3')
    await hands.enter(panel().getByRole('button', { name: 'Check and use it' }))
    await said('failed')
    await hands.look('host-environments-unfit')
    await said(/This Python cannot train/)
  })

  it('a model of a hub is looked at first: licence and size; then the host fetches it', async () => {
    await hands.enter(hands.byRole('tab', 'Models'))
    await said('No model yet')
    await type('Model', 'Qwen/Qwen3-0.6B')
    await type('Hub or mirror', hub.url)
    await hands.enter(panel().getByRole('button', { name: 'See what it is' }))
    await said(/wants a token for this model/)
    await type('Access token', TOKEN)
    await hands.enter(panel().getByRole('button', { name: 'See what it is' }))
    await said('Licence: apache-2.0')
    await hands.look('host-models-offered')
    hub.pace = 200_000
    await hands.enter(panel().getByRole('button', { name: /^Fetch / }))
    await said('Fetching')
    hub.pace = undefined
    await said(/100 K parameters|100K parameters/)
    expect(hub.shown).toEqual(new Set([TOKEN]))
  })

  it('a folder of this computer is brought there', async () => {
    await hands.enter(panel().locator('summary', { hasText: 'From this computer' }))
    await type('Folder', modelFolder(folder, 'mine', 8000))
    expect(await field('Call it').inputValue()).toBe('mine')
    await hands.enter(panel().getByRole('button', { name: 'Bring it there' }))
    await panel().locator('.stock-card', { hasText: 'mine' }).getByText('ready').waitFor()
    expect(readdirSync(there('models', 'mine'))).not.toContain('pytorch_model.bin')
  })

  it('work of others is seen, followed as a run here, and removed', async () => {
    await hands.enter(hands.byRole('tab', 'Work'))
    await said('of Travel on lab-laptop')
    await running.resize(1024, 700)
    await hands.look('host-work-narrow')
    await running.resize(1280, 800)
    const card = panel().locator('.stock-card', { hasText: 'Travel tools, round 2' })
    await hands.enter(card.getByRole('button', { name: 'Follow it here' }))
    await card.waitFor({ state: 'detached' })
    const runs = await running.call('training.runs')
    await hands.look('host-work-followed')
    expect(runs.find(({ id }) => id === '4b0c7d2e-other')).toMatchObject({
      state: 'done',
      step: 40,
      trainer: 'trl',
    })
    await hands.enter(hands.byRole('button', 'Connections'))
    await said('of Travel on lab-laptop')
    await hands.enter(card.getByRole('button', { name: 'Remove' }))
    await hands.enter(card.getByRole('button', { name: 'Remove it' }))
    await card.waitFor({ state: 'detached' })
    expect(readdirSync(there('jobs'))).not.toContain('4b0c7d2e-other')
  })

  it('the token is in no file, here or there, and the console stayed silent', () => {
    for (const top of [userData, server.home])
      expect(filesBelow(top).filter((path) => readFileSync(path).includes(TOKEN))).toEqual([])
    expect(troubles).toEqual([])
  })
})
