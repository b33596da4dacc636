import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loop, startLoop } from '#tests/helpers/loop.ts'
import { matchCases } from '#tests/helpers/match-cases.ts'
import { tempFolder } from '#tests/helpers/project.ts'

let temp: ReturnType<typeof tempFolder>
beforeAll(() => {
  temp = tempFolder()
})
afterAll(() => temp.remove())

const RIGHT = JSON.stringify({ label: 'Which city?', prediction: 'The city?' })
const scores = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

function scoreInput(input: string | Buffer, ...args: string[]) {
  const run = startLoop(['score', ...args])
  run.process.stdin?.end(input)
  return run.ended
}

describe('loop score', () => {
  it.each([[[]], [['--match']], [['--match', 'loose']], [['--match', 'strict', 'file']], [['--strict']]])(
    'answers %j with usage and exit code 2',
    async (args) => {
      const end = await loop('score', ...args)
      expect(end).toMatchObject({ code: 2, out: '' })
      expect(end.err).toContain('Usage: score --match')
    },
  )

  it('scores the cases from standard input, one line each, in order', async () => {
    const cases = matchCases.filter((one) => one.mode === 'partial')
    const end = await scoreInput(cases.map((one) => `${one.line}\n`).join(''), '--match', 'partial')
    expect(end).toMatchObject({ code: 0, err: '' })
    expect(scores(end.out).map((one) => one.why)).toEqual(cases.map((one) => one.expected.why))
    expect(Object.keys(scores(end.out)[0])).toEqual(['score', 'parts', 'why'])
  })

  it('scores a file, with CRLF, blank lines, a byte order mark and no newline at its end', async () => {
    const file = join(temp.path, 'lines.jsonl')
    writeFileSync(file, `\ufeff${RIGHT}\r\n\r\n${RIGHT}`)
    const end = await loop('score', '--match', 'strict', '--in', file)
    expect(end).toMatchObject({ code: 0, err: '' })
    expect(scores(end.out)).toEqual([
      { score: 1, why: 'text.right' },
      { score: 1, why: 'text.right' },
    ])
  })

  it('gives a bad line 0, goes on, and ends with exit code 1 and their count', async () => {
    const bad = [
      Buffer.from('{"label":1}\n'),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(`[\n${RIGHT}\n`),
    ]
    const end = await scoreInput(Buffer.concat(bad), '--match', 'strict')
    expect(end.code).toBe(1)
    expect(scores(end.out).map((one) => one.why)).toEqual([
      'line.invalid',
      'line.invalid',
      'line.invalid',
      'text.right',
    ])
    expect(end.err).toContain('3 line(s)')
  })

  it('says that a file is not there', async () => {
    const end = await loop('score', '--match', 'strict', '--in', join(temp.path, 'nowhere'))
    expect(end).toMatchObject({ code: 1, out: '' })
    expect(end.err).toContain('nowhere')
  })

  it('says nothing when there is nothing', async () => {
    expect(await scoreInput('', '--match', 'release')).toMatchObject({ code: 0, out: '', err: '' })
  })

  it('ends quietly when its reader has seen enough', async () => {
    const run = startLoop(['score', '--match', 'strict'])
    run.process.stdout?.once('data', () => run.process.stdout?.destroy())
    run.process.stdin?.on('error', () => undefined)
    run.process.stdin?.end(`${RIGHT}\n`.repeat(100_000))
    expect(await run.ended).toMatchObject({ code: 0, err: '' })
  })
})
