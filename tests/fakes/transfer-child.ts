/**
 * Moves projects about until it is killed: `transfer-child.ts USERDATA KIND FROM TO`. Prints a line when the work has
 * begun, one for each push, and its last state. USERDATA is where unfinished places are remembered.
 */
import { join } from 'node:path'
import type { TransferView } from '#core/contract/index.ts'
import { createEngine } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { WORKER } from '#tests/helpers/project.ts'

const [userData = '', kind = '', from = '', to = ''] = process.argv.slice(2)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const engine = createEngine({
  resourcesFolder: join(import.meta.dirname, '../../resources'),
  sampleFolder: join(userData, 'sample'),
  workerFile: WORKER,
  appVersion: '0',
  startPolicy,
  now: () => new Date(),
  push: (name, payload) => {
    if (name !== 'project.transfer') return
    const view = payload as TransferView
    say(view.state === 'running' ? 'working' : JSON.stringify(view))
    if (view.state !== 'running') process.exitCode = view.state === 'done' ? 0 : 1
  },
  secrets: { get: async () => undefined, set: async () => undefined },
  endpointsFile: join(userData, 'endpoints.json'),
  asksConsent: true,
})
const { handlers } = engine
try {
  if (kind === 'copy') await handlers['project.copy']({ folder: from, to })
  if (kind === 'move') await handlers['project.move']({ folder: from, to })
  if (kind === 'archive') await handlers['project.archive']({ folder: from, file: to })
  if (kind === 'unpack') await handlers['project.unpack']({ file: from, to })
  if (kind === 'look') {
    const info = await handlers['project.open']({ folder: from, readOnly: false })
    const refused = await Promise.resolve()
      .then(() => handlers['job.pause']({ id: 'x' }))
      .then(
        () => 'done',
        (error: { code?: string }) => error.code,
      )
    const [dataset] = await handlers['dataset.list'](undefined)
    const samples = await handlers['sample.page']({ dataset: dataset?.id ?? '', search: '', limit: 5 })
    say(JSON.stringify({ readOnly: info.readOnly, refused, counts: info.counts, rows: samples.rows.length }))
    await engine.close()
  }
} catch (error) {
  const { code, values } = error as { code?: string; values?: unknown }
  say(JSON.stringify({ refused: code ?? String(error), values }))
  process.exitCode = 1
}
