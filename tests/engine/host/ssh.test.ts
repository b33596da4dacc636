/** Hosts over a real sshd: logging in, words through the shell, files with resume, keys that change, links that break. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import { secretName } from '#core/host/stored-host.ts'
import type { Host } from '#engine/host/host.ts'
import { type CutProxy, cutProxy } from '#tests/helpers/cut-proxy.ts'
import { draftFor, type HostKeeper, hostKeeper, wayOf } from '#tests/helpers/host-keeper.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { PASSPHRASE, type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'

const problem = sshdProblem()
if (problem) console.warn(`Hosts over SSH are not tested here: ${problem}.`)

const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'none',
    (error: unknown) => (error instanceof Failure ? error.code : String(error)),
  )

describe.skipIf(problem !== undefined)('a host over SSH', () => {
  let server: Sshd
  let temp: ReturnType<typeof tempFolder>
  let keeper: HostKeeper
  beforeAll(async () => {
    server = await startSshd()
  })
  afterAll(() => server.remove())
  beforeEach(() => {
    temp = tempFolder()
    keeper = hostKeeper(temp.path)
  })
  afterEach(async () => {
    await keeper.hosts.close()
    temp.remove()
  })

  describe('logging in', () => {
    it('with a key, and with a locked key once its passphrase is there', async () => {
      const plain = await keeper.trusted('plain', draftFor(server))
      expect((await plain.run(['id', '-un'])).stdout).toBe(`${server.user}\n`)
      const draft = draftFor(server, { login: { by: 'key', file: server.lockedKeyFile } })
      const locked = await keeper.added('locked', draft)
      expect(await codeOf(locked.run(['true']))).toBe('host.passphraseMissing')
      const name = secretName(wayOf(draft)) ?? ''
      keeper.secrets.set(name, 'wrong')
      keeper.hosts.wake()
      expect(await codeOf(locked.run(['true']))).toBe('host.passphraseWrong')
      keeper.secrets.set(name, PASSPHRASE)
      keeper.hosts.wake()
      expect((await locked.run(['true'])).code).toBe(0)
    })

    it.each([
      ['a key that nobody lets in', (one: Sshd) => one.strangerFile, 'host.keyRefused'],
      ['a public key', (one: Sshd) => `${one.keyFile}.pub`, 'host.keyFilePublic'],
      ['no file', () => '/nowhere/key', 'host.keyFileMissing'],
      ['a folder', (one: Sshd) => one.home, 'host.keyFileUnreadable'],
      ['a file that is no key', () => '/etc/hostname', 'host.keyFileFormat'],
    ])('%s has its own cause', async (_what, file, code) => {
      await keeper.trusted('first', draftFor(server))
      const host = await keeper.added('h', draftFor(server, { login: { by: 'key', file: file(server) } }))
      expect(await codeOf(host.run(['true']))).toBe(code)
    })

    it('a server that takes no passwords says so', async () => {
      await keeper.trusted('first', draftFor(server))
      const draft = draftFor(server, { login: { by: 'password' } })
      const host = await keeper.added('h', draft)
      expect(await codeOf(host.run(['true']))).toBe('host.passwordMissing')
      keeper.secrets.set(secretName(wayOf(draft)) ?? '', 'p')
      keeper.hosts.wake()
      expect(await codeOf(host.run(['true']))).toBe('host.passwordOff')
    })

    describe('with an agent', () => {
      let agent: ChildProcess
      const socket = (): string => join(temp.path, 'agent')
      beforeEach(async () => {
        agent = spawn('ssh-agent', ['-D', '-a', socket()], { stdio: 'ignore' })
        while (!existsSync(socket())) await new Promise((resolve) => setImmediate(resolve))
        process.env.SSH_AUTH_SOCK = socket()
      })
      afterEach(() => {
        agent.kill()
        delete process.env.SSH_AUTH_SOCK
      })

      it('that is empty, that holds the key, that is gone', async () => {
        await keeper.trusted('first', draftFor(server))
        const host = await keeper.added('h', draftFor(server, { login: { by: 'agent' } }))
        expect(await codeOf(host.run(['true']))).toBe('host.agentEmpty')
        const added = spawn('ssh-add', ['-q', server.keyFile], { stdio: 'ignore' })
        await new Promise((resolve) => added.once('exit', resolve))
        keeper.hosts.wake()
        expect((await host.run(['true'])).code).toBe(0)
        delete process.env.SSH_AUTH_SOCK
        const other = await keeper.added('o', draftFor(server, { login: { by: 'agent' }, name: 'other' }))
        expect(await codeOf(other.run(['true']))).toBe('host.agentAbsent')
      })
    })

    it('through a jump host; both keys are asked about, one after the other', async () => {
      const jump = await startSshd()
      const via = draftFor(server, { jumps: [wayOf(draftFor(jump))] })
      const host = await keeper.added('via', via)
      const first: unknown = await host.run(['true']).catch((error: unknown) => error)
      expect(first).toMatchObject({ code: 'host.keyUnknown', values: { door: `[127.0.0.1]:${jump.port}` } })
      const trusted = await keeper.trusted('via', via)
      expect((await trusted.run(['pwd'])).stdout).toBe(`${server.home}\n`)
      await jump.remove()
    })

    it('a jump host that may not forward says so', async () => {
      const jump = await startSshd({ more: ['AllowTcpForwarding no'] })
      const host = keeper.trusted('via', draftFor(server, { jumps: [wayOf(draftFor(jump))] }))
      expect(await codeOf(host)).toBe('host.jumpRefused')
      await jump.remove()
    })

    it('nobody listens, a name that nobody knows, something that is no SSH server', async () => {
      expect(await codeOf(keeper.trusted('a', draftFor({ ...server, port: 1 })))).toBe('host.refused')
      const unknown = draftFor(server, { address: 'no-such-machine.invalid' })
      expect(await codeOf(keeper.trusted('b', unknown))).toBe('host.nameUnknown')
      const { createServer } = await import('node:http')
      const web = createServer((_asked, answer) => answer.end('hello'))
      await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
      const address = web.address()
      const port = typeof address === 'object' && address ? address.port : 0
      expect(await codeOf(keeper.trusted('c', draftFor({ ...server, port })))).toBe('host.notSsh')
      web.close()
    })
  })

  describe('words through the shell', () => {
    let host: Host
    beforeEach(async () => {
      host = await keeper.trusted('h', draftFor(server))
    })
    const HOSTILE = [
      '',
      ' ',
      '-',
      '--',
      '-rf',
      '--help',
      '~',
      '~root',
      '*',
      '$HOME',
      `$\{IFS}`,
      '`id`',
      "'",
      "''",
      "'\\''",
      '"',
      '\\',
      '\\n',
      '\n',
      '\r\n',
      '\t',
      '!',
      '!!',
      '#',
      ';',
      '&',
      '|',
      '<',
      '>',
      '(',
      ')',
      '{a,b}',
      '[a]',
      '=x',
      'a=b',
      '中文 名字',
      'é\u0301',
      '\u202e',
      '🦙',
      '%s%n',
      '\x1b[31m',
      '\x7f',
    ]
    /** Would be made if any shell ever ran a word. */
    const canary = (): string => join(server.home, 'canary')
    const attacks = (): string[] =>
      [
        `$(touch ${canary()})`,
        `\`touch ${canary()}\``,
        `'; touch ${canary()}; '`,
        `"; touch ${canary()} #`,
      ].flatMap((one) => [one, `\n${one}\n`, `a${one}`, `-${one}`, `'${one}`, `\\${one}`])

    /** Sends words through the shell and reads them back, each ended by a NUL. */
    async function echoed(words: readonly string[]): Promise<string[]> {
      const { stdout } = await host.run(['printf', '%s\\0', ...words])
      return stdout.split('\0').slice(0, -1)
    }

    it('arrive byte for byte, more than 500 of them, and none is ever run', async () => {
      const pieces = [...HOSTILE, ...attacks()]
      const made = fc.sample(
        fc.oneof(
          fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((some) => some.join('')),
          fc
            .string({ unit: 'binary', maxLength: 40 })
            .map((text) => text.toWellFormed().replaceAll('\0', '')),
        ),
        { numRuns: 500, seed: 20261126 },
      )
      const words = [...pieces, ...made]
      expect(words.length).toBeGreaterThan(500)
      for (let i = 0; i < words.length; i += 50)
        expect(await echoed(words.slice(i, i + 50))).toEqual(words.slice(i, i + 50))
      expect(existsSync(canary())).toBe(false)
    })

    it('name files and folders as they are, whatever they are called', async () => {
      for (const name of [...HOSTILE, ...attacks()].filter(
        (one) => one !== '' && !one.includes('/') && one !== '.',
      )) {
        await host.write(name, name)
        const { bytes } = await host.readFrom(name, 0, 1000)
        expect(Buffer.from(bytes).toString()).toBe(name)
        expect((await host.list('.')).map((entry) => entry.name)).toContain(name)
        await host.remove(name)
        await host.makeFolder(name)
        await host.remove(name)
        expect((await host.list('.')).map((entry) => entry.name)).not.toContain(name)
      }
      expect(existsSync(canary())).toBe(false)
      expect(existsSync(server.home)).toBe(true)
    })

    it('a NUL is refused before anything is sent', async () => {
      expect(await codeOf(host.run(['printf', 'a\0b']))).toBe('host.nul')
    })

    it('variables, a folder, input and the end of a program are as asked', async () => {
      await host.makeFolder("it's here")
      const ran = await host.run(['sh', '-c', 'pwd; printf %s "$V"; cat; exit 7'], {
        cwd: "it's here",
        env: { V: '$(id)\n' },
        stdin: 'in\n',
      })
      expect(ran).toEqual({ code: 7, stdout: `${server.home}/it's here\n$(id)\nin\n`, stderr: '' })
      expect((await host.run(['sh', '-c', 'kill -9 $$'])).code).toBe(137)
      expect((await host.run(['no-such-program'])).code).toBe(127)
    })
  })

  describe('files', () => {
    let host: Host
    const file = (): string => join(temp.path, 'big')
    const bytes = randomBytes(3_500_000)
    beforeEach(async () => {
      host = await keeper.trusted('h', draftFor(server))
      writeFileSync(file(), bytes)
    })

    it('go up and come down, and are compared', async () => {
      await host.upload(file(), '$(x) big')
      expect(readFileSync(join(server.home, '$(x) big')).equals(bytes)).toBe(true)
      await host.download('$(x) big', join(temp.path, 'down'))
      expect(readFileSync(join(temp.path, 'down')).equals(bytes)).toBe(true)
    })

    it('what an earlier try brought is gone on with; what is wrong of it is brought anew', async () => {
      await host.upload(file(), 'part-way')
      const part = join(server.home, 'part-way.part')
      let from = -1
      const progress = (done: number): void => {
        if (from < 0) from = done
      }
      await host.run(['cp', 'part-way', 'part-way.part'])
      await host.run(['truncate', '-s', '2000000', 'part-way.part'])
      await host.upload(file(), 'part-way', { progress })
      expect(from).toBe(2_000_000)
      expect(readFileSync(join(server.home, 'part-way')).equals(bytes)).toBe(true)
      await host.run(['sh', '-c', 'head -c 1000000 /dev/zero > part-way.part'])
      await host.upload(file(), 'part-way')
      expect(readFileSync(join(server.home, 'part-way')).equals(bytes)).toBe(true)
      expect(existsSync(part)).toBe(false)
      const down = join(temp.path, 'down')
      writeFileSync(`${down}.part`, bytes.subarray(0, 1_000_000))
      await host.download('part-way', down)
      expect(readFileSync(down).equals(bytes)).toBe(true)
      writeFileSync(`${down}.part`, Buffer.alloc(5_000_000))
      await host.download('part-way', down)
      expect(readFileSync(down).equals(bytes)).toBe(true)
    })

    it('a file that grows is read on from where it ended', async () => {
      await host.write('log', 'one\n')
      const first = await host.readFrom('log', 0, 1 << 20)
      appendFileSync(join(server.home, 'log'), 'two\n')
      const next = await host.readFrom('log', first.bytes.length, 1 << 20)
      expect(Buffer.from(next.bytes).toString()).toBe('two\n')
      truncateSync(join(server.home, 'log'), 2)
      expect(await host.readFrom('log', 8, 100)).toMatchObject({ size: 2 })
      expect((await host.readFrom('nowhere/log', 0, 100)).size).toBe(0)
    })

    it.skipIf(process.getuid?.() !== 0)(
      'a full disk and a folder of others have their own causes',
      async () => {
        expect(await codeOf(host.write('/root/x', 'x'))).toBe('host.path')
        expect(await codeOf(host.makeFolder('/proc/x/y'))).toBe('host.path')
        expect(await codeOf(host.upload(file(), '/dev/full/x'))).toBe('host.path')
      },
    )
  })

  describe('keys of machines', () => {
    it('20 cases of new and changed keys: nothing is ever accepted without a yes', async () => {
      let silent = 0
      const types = ['ed25519', 'ecdsa', 'rsa', 'ed25519'] as const
      for (let n = 0; n < 5; n++) {
        const draft = draftFor(server, { name: `n${n}` })
        mkdirSync(join(temp.path, `k${n}`))
        const own = hostKeeper(join(temp.path, `k${n}`))
        const host = await own.added('h', draft)
        // A new key: asked twice, accepted never.
        for (let again = 0; again < 2; again++) {
          const code = await codeOf(host.run(['true']))
          if (code !== 'host.keyUnknown') silent++
          own.hosts.wake()
        }
        await own.trusted('h', draft)
        await server.changeHostKey(types[n % types.length])
        own.hosts.wake()
        // A changed key: refused, and no simple yes replaces the old one.
        const changed: unknown = await host.run(['true']).catch((error: unknown) => error)
        if (!(changed instanceof Failure) || changed.code !== 'host.keyChanged') silent++
        else {
          const { door, fingerprint, oldFingerprint } = changed.values
          if ((await codeOf(own.hosts.trust(String(door), String(fingerprint), undefined))) === 'none')
            silent++
          own.hosts.wake()
          if ((await codeOf(host.run(['true']))) !== 'host.keyChanged') silent++
          expect(
            await codeOf(own.hosts.trust(String(door), 'SHA256:other', String(oldFingerprint))),
          ).not.toBe('none')
          await own.hosts.trust(String(door), String(fingerprint), String(oldFingerprint))
          expect((await host.run(['true'])).code).toBe(0)
        }
        await own.hosts.close()
      }
      expect(silent).toBe(0)
    })

    it('a machine that shows a further key of another kind has not changed', async () => {
      const first = await keeper.trusted('h', draftFor(server))
      expect((await first.run(['true'])).code).toBe(0)
      const known = JSON.parse(readFileSync(join(temp.path, 'known-hosts.json'), 'utf8'))
      expect(known.keys).toHaveLength(1)
    })
  })

  describe('links that break', () => {
    let proxy: CutProxy
    let host: Host
    beforeEach(async () => {
      proxy = await cutProxy(server.port)
      host = await keeper.trusted('h', draftFor({ ...server, port: proxy.port }))
    })
    afterEach(() => proxy.close())
    const untilLost = async (): Promise<void> => {
      while (keeper.hosts.stateOf('h') !== 'lost') await new Promise((resolve) => setImmediate(resolve))
    }

    it('a program that was under way is told as lost, never as ended well', async () => {
      const running = codeOf(host.run(['sleep', '30']))
      await host.run(['true'])
      proxy.cut()
      expect(await running).toBe('host.linkLost')
    })

    it('the next use connects again, and a link that stays away is not knocked at for ever', async () => {
      proxy.refuse()
      await untilLost()
      const before = proxy.made()
      for (let i = 0; i < 50; i++)
        expect(await codeOf(host.run(['true']))).toMatch(/^host\.(linkLost|notSsh|refused)$/)
      expect(proxy.made() - before).toBeLessThan(5)
      proxy.mend()
      keeper.hosts.wake()
      expect((await host.run(['true'])).code).toBe(0)
    })

    it('an upload that is cut goes on where it was', async () => {
      const file = join(temp.path, 'big')
      const bytes = randomBytes(6_000_000)
      writeFileSync(file, bytes)
      const cut = codeOf(
        host.upload(file, 'cut-up', {
          progress: (done) => {
            if (done > 2_000_000) proxy.cut()
          },
        }),
      )
      expect(await cut).toBe('host.linkLost')
      await untilLost()
      keeper.hosts.wake()
      let from = -1
      await host.upload(file, 'cut-up', {
        progress: (done) => {
          if (from < 0) from = done
        },
      })
      expect(from).toBeGreaterThan(0)
      expect(readFileSync(join(server.home, 'cut-up')).equals(bytes)).toBe(true)
    })
  })

  it('a link that is half open is noticed by its silence', async () => {
    const proxy = await cutProxy(server.port)
    const draft = draftFor({ ...server, port: proxy.port })
    await keeper.trusted('h', draft)
    const link = keeper.hosts.linkTo(draft, {}, { patience: { keepaliveMs: 50, keepaliveCount: 2 } })
    const { closed } = await link.use()
    proxy.deafen()
    await closed
    expect(link.state).toBe('lost')
    link.close()
    await proxy.close()
  })
})
