/**
 * Against PyPI itself: every package of the lock as it is shipped is found for this machine, with its hash; a small lock of
 * real packages is made over SSH twice by the real uv: once fetched by the host, once carried there by this computer.
 * Run: node scripts/run.mjs tests/real/set-up/check.ts
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type IndexFile,
  neededOn,
  platformSchema,
  readIndexPage,
  readLock,
  wheelFor,
} from '#core/host/wheels.ts'
import type { JobView } from '#core/job/view.ts'
import { downloadText } from '#engine/endpoint/download.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { Inventory } from '#engine/host/inventory.ts'
import { Kit } from '#engine/host/kit.ts'
import { eventsOf, kitAction } from '#engine/host/kit-action.ts'
import { LocalHost } from '#engine/host/local-host.ts'
import { draftFor, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { setUpLab } from '#tests/helpers/set-up-lab.ts'
import { sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { MANIFEST, manifestOf, textOf } from '../../../scripts/host/manifest.mjs'

const KIT = join(import.meta.dirname, '../../../resources/host')
const PYPI = 'https://pypi.org/simple'
const ACCEPT = 'application/vnd.pypi.simple.v1+json'
const problems: string[] = []
function expectThat(isTrue: boolean, what: string): void {
  console.log(`${isTrue ? 'yes' : 'NO '}  ${what}`)
  if (!isTrue) problems.push(what)
}

const page = async (name: string): Promise<IndexFile[]> => {
  const address = `${PYPI}/${name}/`
  const text = await downloadText(address, ACCEPT, { gate: openGate, signal: new AbortController().signal })
  return readIndexPage(text ?? '', address) ?? []
}

async function shippedLock(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'looptool-home-'))
  const events = await kitAction(new LocalHost(home), new Kit(KIT), {
    script: 'install.py',
    config: { action: 'platform', lock: 'small' },
  })
  const [platform] = eventsOf(events, platformSchema)
  if (!platform) throw new Error('the host does not tell what it is')
  const wanted = neededOn(readLock(readFileSync(join(KIT, 'envs/small.lock'), 'utf8')), platform)
  let bytes = 0
  const none: string[] = []
  for (const locked of wanted) {
    const file = wheelFor(locked, await page(locked.name), platform)
    bytes += file?.size ?? 0
    if (!file) none.push(`${locked.name} ${locked.version}`)
  }
  const about = `${wanted.length} packages of the shipped lock are found for ${platform.machine}, Python ${platform.python.join('.')}, ${platform.libc} ${platform.libcVersion}: ${(bytes / 1e9).toFixed(2)} GB`
  expectThat(none.length === 0, none.length === 0 ? about : `${about}, but not ${none.join(', ')}`)
  const said = JSON.parse(readFileSync(join(KIT, 'envs/small.json'), 'utf8')) as { download: number }
  expectThat(
    Math.abs(bytes / said.download - 1) < 0.2,
    `the lock says ${(said.download / 1e9).toFixed(1)} GB`,
  )
  rmSync(home, { recursive: true, force: true })
}

/** The kit with a lock of two small packages, one of them compiled; uv as it is pinned. */
async function realKit(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'looptool-kit-'))
  cpSync(KIT, folder, { recursive: true, filter: (path) => !path.includes('__pycache__') })
  const packages = [
    ['idna', '3.11'],
    ['markupsafe', '3.0.3'],
  ] as const
  const lines = await Promise.all(
    packages.map(async ([name, version]) => {
      const files = (await page(name)).filter(({ file }) =>
        file.toLowerCase().startsWith(`${name}-${version}-`),
      )
      return `${name}==${version} \\\n${files.map(({ sha256 }) => `    --hash=sha256:${sha256}`).join(' \\\n')}\n`
    }),
  )
  const about = { format: 1, name: 'tiny', python: [3, 10], bytes: 50 << 20, download: 1 << 20, driver: 0 }
  writeFileSync(
    join(folder, 'envs/tiny.json'),
    JSON.stringify({ ...about, imports: ['idna', 'markupsafe'], versions: { idna: '3.11' } }),
  )
  writeFileSync(join(folder, 'envs/tiny.lock'), lines.join(''))
  writeFileSync(join(folder, MANIFEST), textOf(manifestOf(folder)))
  return folder
}

async function made(kit: string, carry: boolean): Promise<void> {
  const server = await startSshd()
  const temp = tempFolder()
  const keeper = hostKeeper(temp.path)
  await keeper.trusted('h', draftFor(server))
  const store = await openTestStore(temp.path)
  const lab = setUpLab({
    store,
    kit,
    staging: join(temp.path, 'carried'),
    openHost: () => keeper.hosts.open('h'),
  })
  const view: JobView = await lab.settled(
    await lab.start({ make: 'environment', host: 'h', lock: 'tiny', carry }),
  )
  const how = carry ? 'carried there by this computer' : 'fetched by the host'
  expectThat(
    view.state.name === 'done',
    `two packages and uv, ${how}: ${view.state.name} ${view.state.failure ?? ''}`,
  )
  const { environments } = await new Inventory(await keeper.hosts.open('h'), new Kit(kit)).environments()
  expectThat(
    environments[0]?.complete === true,
    `its environment holds ${JSON.stringify(environments[0]?.versions)}`,
  )
  const uv = readFileSync(join(server.home, '.looptool/bin/uv'))
  const version = execFileSync(join(server.home, '.looptool/bin/uv'), ['--version'], {
    encoding: 'utf8',
  }).trim()
  expectThat(
    version.startsWith('uv '),
    `${version}, ${createHash('sha256').update(uv).digest('hex').slice(0, 12)}`,
  )
  if (carry)
    expectThat(
      readdirSync(join(server.home, '.looptool/wheels')).length === 0,
      'nothing that was carried is left',
    )
  await lab.jobs.close()
  await store.close()
  await keeper.hosts.close()
  await server.remove()
  temp.remove()
}

const problem = sshdProblem()
if (problem) console.log(`not run: ${problem}`)
else {
  await shippedLock()
  const kit = await realKit()
  await made(kit, false)
  await made(kit, true)
  rmSync(kit, { recursive: true, force: true })
}
process.exitCode = problems.length > 0 ? 1 : 0
