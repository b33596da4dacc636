/**
 * Mirrors a run with a curve of so many bytes from this computer and reads it to its end: `mirror-child.ts FOLDER BYTES`.
 * Prints the most memory it took, in MiB, before and after, and the last step.
 */
import { mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalHost } from '#engine/host/local-host.ts'
import { HostMirror } from '#engine/stage/train/host-mirror.ts'
import { endOfRun, lastWordIn } from '#engine/stage/train/last-word.ts'
import { readRunNews } from '#engine/stage/train/run-folder.ts'

const [folder = '', bytes = '0'] = process.argv.slice(2)
const most = (): number => Math.round(process.resourceUsage().maxRSS / 1024)
mkdirSync(join(folder, 'job'), { recursive: true })
mkdirSync(join(folder, 'run'), { recursive: true })
const file = await open(join(folder, 'job/metrics.jsonl'), 'w')
// A trainer that says much in each line, and begins anew at times.
const pad = '\x1b[32mx\x1b[0m '.repeat(300)
let step = 0
for (let written = 0; written < Number(bytes); ) {
  const block = Array.from({ length: 500 }, () => {
    step++
    return `${JSON.stringify({ step: step % 7 === 0 ? step - 6 : step, at: '', data: { 'reward/mean': 1 / step, tokens: 1 }, pad })}\n`
  }).join('')
  await file.write(block)
  written += block.length
}
await file.close()
const events = await open(join(folder, 'job/events.jsonl'), 'w')
await events.write(
  `{"seq":1,"at":"","type":"started","attempt":1}\n{"seq":2,"at":"","type":"done","step":${step}}\n`,
)
await events.close()

const before = most()
const mirror = new HostMirror(new LocalHost(folder), 'job', join(folder, 'run'))
let mark = { events: 0, metrics: 0, step: 0 }
for (let more = true; more; ) {
  more = await mirror.update()
  mark = (await readRunNews(join(folder, 'run'), mark)).mark
}
const word = await lastWordIn(join(folder, 'run'))
const end = word && (await endOfRun(join(folder, 'run'), word))
console.log(JSON.stringify({ before, after: most(), step: mark.step, steps: step, end: end?.as }))
