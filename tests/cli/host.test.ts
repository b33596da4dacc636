/** Hosts by the command line: added, met, trusted by the fingerprint that was shown, tested, examined, removed. */
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { UsageError } from '#main/cli/arguments.ts'
import { hostVerb } from '#main/cli/host.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { modelFolder } from '#tests/helpers/set-up-lab.ts'
import { PASSPHRASE, type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'

const problem = sshdProblem() ?? pythonProblem()

describe.skipIf(problem !== undefined)('loop host', () => {
  let server: Sshd
  let temp: ReturnType<typeof tempFolder>
  beforeAll(async () => {
    temp = tempFolder()
    server = await startSshd()
  })
  afterAll(async () => {
    await server.remove()
    temp.remove()
  })
  beforeEach(() => {
    vi.stubEnv('LOOPTOOL_USER_DATA', temp.path)
    vi.stubEnv('LOOPTOOL_HOST_SECRET', PASSPHRASE)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  const run = async (...args: string[]): Promise<string> => (await hostVerb(args)) ?? ''

  it('goes from a name to a tested host, and nothing prints the passphrase', async () => {
    const to = `${server.user}@127.0.0.1:${server.port}`
    expect(await run('add', 'gpu', '--to', to, '--key', server.lockedKeyFile)).toBe('added gpu')
    const first = await run('test', 'gpu')
    expect(first).toContain('Its key: needs your yes')
    const [fingerprint = ''] = /SHA256:[A-Za-z0-9+/]+/.exec(first) ?? []
    await expect(run('test', 'gpu', '--trust', 'SHA256:other')).rejects.toThrow('host.keyNotShown')
    const trusted = await run('test', 'gpu', '--trust', fingerprint)
    expect(trusted).toMatch(/Disk: (passed|works)/)
    const doctor = await run('doctor', 'gpu')
    expect(doctor).toContain('✓ Python: Python 3.')
    expect(await run('list')).toBe(`local  This computer\ngpu  ${to}`)
    expect(await run('remove', 'gpu')).toBe('removed gpu')
    for (const said of [first, trusted, doctor]) expect(said).not.toContain(PASSPHRASE)
  })

  it('sets a host up by a project’s jobs, lists what stands there, and takes it away again', async () => {
    const to = `${server.user}@127.0.0.1:${server.port}`
    await run('add', 'lab', '--to', to, '--key', server.keyFile)
    const [fingerprint = ''] = /SHA256:[A-Za-z0-9+/]+/.exec(await run('test', 'lab')) ?? []
    // The machine may be known from before.
    if (fingerprint !== '') await run('test', 'lab', '--trust', fingerprint)
    const project = ['--project', join(temp.path, 'p')]
    const folder = modelFolder(temp.path, 'mine', 4000)
    const job = await run('upload', 'lab', folder, ...project)
    expect(await run('models', 'lab')).toMatch(/^mine {2}ready, 1 MB {2}\/.*\/\.looptool\/models\/mine\n\d/)
    expect(await run('work', 'lab')).toContain(`${job}  mine  done`)
    await expect(run('adopt', 'lab', '--python', '/usr/bin/python3', ...project)).rejects.toThrow(
      /env\.unfit/,
    )
    expect(await run('environments', 'lab')).toMatch(/^no environments\n/)
    expect(JSON.parse(await run('drop', 'lab', '--model', 'mine', '--json')).freed).toBeGreaterThan(4000)
    expect(await run('models', 'lab')).toMatch(/^no models\n/)
    expect(await run('drop', 'lab', '--work', job)).toBe('1 MB freed')
    await run('remove', 'lab')
  }, 60_000)

  it.each([
    [['install', 'local']],
    [['fetch', 'local', '--project', '/tmp/p']],
    [['drop', 'local']],
    [['look', 'local']],
    [['install', 'local', '--project', '/tmp/p', '--index', 'ftp://x']],
    [['models', 'local', 'x', 'y']],
    [['test', 'nobody']],
    [['add', 'x', '--to', 'machine']],
    [['add', 'x', '--to', 'me@machine', '--login', 'magic']],
    [['nothing']],
  ])('%o is not understood', async (args) => {
    await expect(run(...args)).rejects.toThrow(UsageError)
  })
})
