/**
 * What is typed in secret about hosts stays where it belongs: a passphrase and a password typed into the form, a hub's
 * token. Each is in use; none is in a command line or environment of any process, here or on the host, nor in the host's
 * home (kit and job folders), the user data, the project, the support bundle or the archive.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SMALL_PREPARE, SMALL_SIMULATE, SMALL_TOOL_SET } from '#core/nano/sample-settings.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { freePort, type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { launchApp, newUserData, type RunningApp } from './app.ts'
import { filesHolding, processesHolding } from './canary.ts'
import { type Hands, handsOf } from './hands.ts'

const problem = sshdProblem() ?? pythonProblem()
const PASSPHRASE = 'canary-passphrase-77b0c2'
const PASSWORD = 'canary-password-41d9e8'
const TOKEN = 'hf_canaryToken5520aa'
const SECRETS = [PASSPHRASE, PASSWORD, TOKEN]

describe.skipIf(problem !== undefined)('secrets of hosts', () => {
  let running: RunningApp
  let hands: Hands
  let server: Sshd
  let hub: Server
  let hubUrl = ''
  const userData = newUserData()
  const heard: { authorization: string | undefined; holding: readonly string[]; seen: number }[] = []
  beforeAll(async () => {
    server = await startSshd({ passphrase: PASSPHRASE })
    // Whoever asks waits while all processes are looked at: the host's own program is one of them.
    hub = createServer((asked, answer) => {
      heard.push({ authorization: asked.headers.authorization, ...processesHolding(undefined, SECRETS) })
      answer.writeHead(404).end()
    })
    const port = await freePort()
    await new Promise<void>((resolve) => hub.listen(port, '127.0.0.1', resolve))
    hubUrl = `http://127.0.0.1:${port}`
    running = await launchApp({ userData })
    hands = handsOf(running)
    running.page.setDefaultTimeout(30_000)
  })
  afterAll(async () => {
    await running?.close()
    await server?.remove()
    hub?.close()
    rmSync(userData, { recursive: true, force: true })
  })
  const type = async (label: string, text: string): Promise<void> => {
    await running.page.getByLabel(label, { exact: true }).and(running.page.locator('input')).first().focus()
    await running.page.keyboard.press('Control+a')
    await running.page.keyboard.type(text)
  }
  const said = (text: string | RegExp) =>
    running.page.locator('.test-panel').getByText(text).first().waitFor()
  const ended = (id: string, how: string) =>
    expect.poll(async () => (await running.call('job.get', { id })).state.name, { timeout: 60_000 }).toBe(how)
  async function newDataset(): Promise<string> {
    const toolSet = (await running.call('toolSet.list')).find(({ name }) => name === SMALL_TOOL_SET)
    const settings = { ...SMALL_SIMULATE, toolSetId: toolSet?.id ?? '', count: 10 }
    const simulated = await running.call('simulate.start', { settings })
    await ended(simulated.id, 'done')
    await ended((await running.call('prepare.start', { ...SMALL_PREPARE, jobs: [simulated.id] })).id, 'done')
    return (await running.call('dataset.list'))[0]?.id ?? ''
  }
  async function addHost(name: string, fields: () => Promise<void>, tested: RegExp): Promise<void> {
    await hands.enter(hands.byRole('button', 'Add a host'))
    await type('Machine', `${server.user}@127.0.0.1:${server.port}`)
    await fields()
    await type('Name', name)
    await hands.enter(hands.byRole('button', /^Test$/))
    if (name === 'Locked') {
      await said(/^First contact with/)
      await hands.enter(hands.byRole('button', 'It is the same: trust it'))
    }
    await said(tested)
    await hands.enter(hands.byRole('button', /^Save$/))
    await hands.byRole('button', `Remove “${name}”`).waitFor()
  }

  it('are typed, used, and found nowhere else', async () => {
    await hands.enter(hands.byRole('button', 'Connections'))
    await hands.enter(hands.byRole('tab', 'Hosts'))
    const key = async (): Promise<void> => {
      await type('Private key', server.lockedKeyFile)
      await type('Passphrase', PASSPHRASE)
    }
    await addHost('Locked', key, /GiB free on/)
    const password = async (): Promise<void> => {
      await running.page.getByRole('combobox', { name: 'Log in with' }).click()
      await running.page.getByRole('option', { name: 'a password' }).click()
      await type('Password', PASSWORD)
    }
    await addHost('Typed', password, /password/i)

    const { hosts } = await running.call('host.list')
    const host = hosts.find(({ name }) => name === 'Locked')?.id ?? ''
    await running.call('host.keepToken', { hub: hubUrl, token: TOKEN })
    expect(await running.ask('host.lookModel', { id: host, model: 'a/b', hub: hubUrl })).toMatchObject({
      ok: false,
    })
    expect(heard[0]?.authorization).toBe(`Bearer ${TOKEN}`)

    // No environment is there: the training ends early, and all that it needs was brought.
    const project = await running.call('project.openSample')
    const settings = {
      ...{ dataset: await newDataset(), host, python: '/usr/bin/python3' },
      start: { kind: 'model' as const, folder: 'none' },
    }
    const { id } = await running.call('training.startOnHost', { settings })
    await ended(id, 'failed')
    expect(readdirSync(join(server.home, '.looptool/jobs', id))).toContain('config.json')

    const place = mkdtempSync(join(tmpdir(), 'looptool-canary-'))
    await running.app.evaluate(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath })
      },
      join(place, 'bundle.zip'),
    )
    await running.call('bundle.save', { id: (await running.call('bundle.preview')).id })
    await running.call('project.archive', { folder: project.folder, file: join(place, 'project.zip') })
    await expect
      .poll(async () => (await running.call('project.transfers'))[0]?.state, { timeout: 60_000 })
      .toBe('done')

    expect(readdirSync(place).sort()).toEqual(['bundle.zip', 'project.zip'])
    expect(await filesHolding([userData, server.home, project.folder, place], SECRETS)).toEqual([])
    const everywhere = [...heard, processesHolding(undefined, SECRETS)]
    expect(everywhere.flatMap(({ holding }) => holding)).toEqual([])
    if (process.platform === 'linux') expect(everywhere.every(({ seen }) => seen > 5)).toBe(true)
    const page = await running.page.content()
    expect(SECRETS.filter((secret) => page.includes(secret))).toEqual([])
    rmSync(place, { recursive: true, force: true })
  })
})
