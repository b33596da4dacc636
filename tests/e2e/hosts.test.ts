/** Hosts through the real window, with a real sshd: first contact, test, report, a changed key; and no secret on disk. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pythonProblem } from '#tests/helpers/python.ts'
import { PASSPHRASE, type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { launchApp, newUserData, type RunningApp } from './app.ts'
import { type Hands, handsOf } from './hands.ts'

const problem = sshdProblem() ?? pythonProblem()
if (problem) console.warn(`Hosts are not driven through the window here: ${problem}.`)

describe.skipIf(problem !== undefined)('hosts in the window', () => {
  let running: RunningApp
  let hands: Hands
  let server: Sshd
  const userData = newUserData()
  const troubles: string[] = []
  beforeAll(async () => {
    server = await startSshd()
    running = await launchApp({ userData })
    hands = handsOf(running)
    running.page.setDefaultTimeout(30_000)
    running.page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    running.page.on('pageerror', (error) => troubles.push(error.stack ?? error.message))
    await running.resize(1280, 800)
  })
  afterAll(async () => {
    await running?.close()
    await server?.remove()
    rmSync(userData, { recursive: true, force: true })
  })
  const field = (label: string) =>
    running.page.getByLabel(label, { exact: true }).and(running.page.locator('input')).first()
  const type = async (label: string, text: string): Promise<void> => {
    await field(label).focus()
    await running.page.keyboard.press('Control+a')
    await running.page.keyboard.type(text)
  }
  const panel = () => running.page.locator('.test-panel')
  const said = (text: string | RegExp) => panel().getByText(text).first().waitFor()

  it('this computer is a host, and its test needs no way', async () => {
    await hands.enter(hands.byRole('button', 'Connections'))
    await hands.enter(hands.byRole('tab', 'Hosts'))
    await running.page.getByRole('navigation', { name: 'Hosts' }).getByText('This computer').waitFor()
    await hands.enter(hands.byRole('button', /^Test$/))
    await said('Tested This computer')
    await said(/^Python 3\./)
    await hands.look('hosts-this-computer')
  })

  it('a host is typed, met for the first time, trusted, and tested through to its disk', async () => {
    await hands.enter(hands.byRole('button', 'Add a host'))
    await type('Machine', `${server.user}@127.0.0.1:${server.port}`)
    await type('Private key', server.lockedKeyFile)
    expect(await field('User').inputValue()).toBe(server.user)
    expect(await field('Port').inputValue()).toBe(String(server.port))
    await type('Passphrase', PASSPHRASE)
    await type('Name', 'GPU machine')
    await hands.look('hosts-new')
    await hands.enter(hands.byRole('button', /^Test$/))
    await said(/^First contact with/)
    await hands.look('hosts-first-contact')
    await hands.enter(hands.byRole('button', 'It is the same: trust it'))
    await said(/GiB free on/)
    await hands.look('hosts-tested')
    await hands.enter(hands.byRole('button', /^Save$/))
    await hands.byRole('button', 'Remove “GPU machine”').waitFor()
  })

  it('its report names what stands in the way, with what to do', async () => {
    await hands.enter(hands.byRole('tab', 'Report'))
    await hands.enter(hands.byRole('button', 'Examine'))
    await said(/^Examined /)
    await said('Copy as text')
    await hands.look('hosts-report')
  })

  it('a changed key blocks, shows both, and is replaced only after a second thought', async () => {
    await hands.enter(hands.byRole('tab', /^Test$/))
    await server.changeHostKey()
    await hands.enter(hands.byRole('button', 'Test again'))
    await said(/shows another key$/)
    expect(
      await panel()
        .getByText(/^SHA256:/)
        .count(),
    ).toBe(2)
    await hands.look('hosts-changed-key')
    expect(await panel().getByRole('button', { name: 'Ask first whether it was changed' }).isDisabled()).toBe(
      true,
    )
    await panel().getByLabel('I have asked, and the key was changed').check()
    await hands.enter(hands.byRole('button', 'Trust the new key in place of the old'))
    await said(/GiB free on/)
  })

  it('a removal is taken back; nothing typed in secret is on disk, and the console stayed silent', async () => {
    await hands.enter(hands.byRole('button', 'Remove “GPU machine”'))
    await running.page.getByText('“GPU machine” was removed.').waitFor()
    await hands.enter(hands.byRole('button', 'Undo'))
    await running.page.getByRole('navigation', { name: 'Hosts' }).getByText('GPU machine').waitFor()
    const files = readdirSync(userData, { recursive: true, encoding: 'utf8' })
      .map((name) => join(userData, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    expect(files.filter((path) => readFileSync(path).includes(PASSPHRASE))).toEqual([])
    expect(troubles).toEqual([])
  })
})
