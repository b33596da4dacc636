import { isExactObject, readJson } from '#core/json/exact.ts'
import { samplesOfDialog } from '#core/sample/from-dialog.ts'
import { readConversation } from '#core/sample/looptool-record.ts'
import { renderRelease } from '#core/sample/render-release.ts'
import { sha256 } from '#engine/dataset/sample-spool.ts'
import { corpusLine } from './sample-corpus.ts'

const N = 1500
const lines = Array.from({ length: N }, (_, i) => corpusLine(i))
const cpu = () => {
  const u = process.cpuUsage()
  return (u.user + u.system) / 1e6
}
for (let round = 0; round < 2; round++) {
  let t = cpu()
  const lap = (n: string) => {
    const c = cpu()
    console.log(n, (((c - t) / N) * 1e6).toFixed(0), 'µs/dialog')
    t = c
  }
  lines.map((l) => JSON.parse(l))
  lap('JSON.parse')
  const v = lines.map((l) => readJson(l))
  lap('readJson')
  const c = v.map((x) => readConversation(x as never))
  lap('readConversation')
  const h = (s: string) => 'x'.repeat(24) + s.length
  const s = c.map(
    (read, i) =>
      samplesOfDialog(
        {
          ...(read as never as { dialog: never; tools: never }),
          toolSetHash: '',
          place: 'r' + i,
          parent: (turn) => ({ from: 'file', file: 'x', record: i, turn }),
        },
        { history: 8, textHistory: 6, textSamples: false },
        round ? sha256 : h,
      ).samples,
  )
  lap('samplesOfDialog')
  const r = s.map((list) => list.map((x) => renderRelease(x, 'P'.repeat(1400))))
  lap('render')
  console.log(s.flat().length, r.length)
}
