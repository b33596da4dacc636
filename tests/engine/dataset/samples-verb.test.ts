import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withDuckDb } from '#engine/dataset/duckdb.ts'
import { samplesVerb } from '#engine/dataset/samples-verb.ts'
import { calls, dialogOf, results, says, user, WEATHER } from '../../core/sample/dialogs.ts'
import { inFolder } from './samples.ts'

const TOOLS =
  '[{"name":"f","description":"d","parameters":{"type":"object","properties":{"x":{"default":1.0}}}}]'
const conversation = (i: number, date = '') =>
  `{"tools":${TOOLS},"conversations":[{"from":"user","value":"第${i}"},{"from":"assistant","value":"[{\\"name\\": \\"f\\", \\"arguments\\": {\\"x\\": ${i}.0}}]"},{"from":"tool","value":[{"name":"f","results":{"ok":${i}}}]},{"from":"assistant","value":"done"}]${date}}`
const raw = (cid: number, messages: number, valid = true) =>
  JSON.stringify({
    cid,
    valid,
    tools: JSON.parse(TOOLS),
    curr_day: '2024-01-01, Monday',
    curr_messages: [
      { role: 'user', content: `hello ${cid}` },
      { role: 'assistant', content: '', tool_usage: [{ name: 'f', parameters: { n: messages } }] },
      { role: 'tool', content: '', tool_response: [{ name: 'f', results: 1 }] },
      { role: 'assistant', content: 'ok' },
    ].slice(0, messages),
  })

async function run(text: string | Buffer, name = 'in.jsonl', more: object = {}) {
  return inFolder(async (folder) => {
    await writeFile(join(folder, name), text)
    const out = join(folder, 'out')
    const answer = await samplesVerb({ in: join(folder, name), out, preamble: 'Do it.', ...more })
    expect((await readdir(out)).sort()).toEqual(['samples.jsonl', 'test.parquet', 'train.parquet'])
    const rows = await withDuckDb(out, async (connection) => {
      const sql = 'SELECT count(*) AS n FROM read_parquet([$train, $test])'
      const files = { train: join(out, 'train.parquet'), test: join(out, 'test.parquet') }
      return Number((await connection.runAndReadAll(sql, files)).getRowObjectsJS()[0]?.n)
    })
    const lines = (await readFile(join(out, 'samples.jsonl'), 'utf8')).split('\n').slice(0, -1)
    expect(rows).toBe(lines.length)
    return {
      answer,
      samples: lines.map((line) => JSON.parse(line) as Record<'instruction' | 'input' | 'output', string>),
    }
  })
}

describe('samples --in FILE', () => {
  it.each([
    ['JSON lines', [0, 1, 2].map((i) => conversation(i)).join('\n'), 'a.jsonl'],
    ['a JSON list', `[${[0, 1, 2].map((i) => conversation(i)).join(',\n')}]`, 'a.json'],
  ])('reads LoopTool conversations: %s', async (_what, text, name) => {
    const { answer, samples } = await run(text, name)
    expect(answer).toMatchObject({
      records: { read: 3, used: 3, refused: {} },
      samples: { call: 3, text: 0 },
      rows: { train: 2, test: 1 },
    })
    expect(samples[2]).toEqual({
      instruction: expect.stringContaining('\n\nThe current time is Unknown.\n# Tools\n') as string,
      input: '第2',
      output: '<tool_call>\n{"name": "f", "arguments": {"x": 2.0}}\n</tool_call>',
    })
    expect(samples[0]?.instruction).toContain(
      '<tools>\n{"name": "f", "description": "d", "parameters": {"type": "object", "properties": {"x": {"default": 1.0}}}}\n</tools>',
    )
  })

  it('reads a single conversation laid out over several lines', async () => {
    const { answer } = await run(JSON.stringify(JSON.parse(conversation(1)), null, 2), 'a.json', {
      textSamples: true,
    })
    expect(answer).toMatchObject({ records: { read: 1, used: 1 }, samples: { call: 1, text: 1 } })
  })

  it('reads our own dialogs', async () => {
    const dialog = dialogOf([
      user('a'),
      calls([['get_weather', '{"city":"Lima"}']]),
      results(['get_weather', '1']),
      says('x'),
    ])
    const { answer, samples } = await run(JSON.stringify({ dialog, tools: [WEATHER] }))
    expect(answer.samples).toEqual({ call: 1, text: 0 })
    expect(samples[0]?.output).toContain('{"city": "Lima"}')
  })

  it('takes of each raw dialog its longest valid snapshot, and counts the rest', async () => {
    const lines = [raw(1, 2), raw(2, 1), raw(1, 4), raw(3, 4, false), raw(1, 3), raw(2, 3)]
    const { answer, samples } = await run(lines.join('\n'))
    expect(answer.records).toEqual({ read: 6, used: 2, refused: { olderSnapshot: 3, invalid: 1 } })
    expect(samples.map((sample) => sample.output.match(/\{"n": \d\}/)?.[0])).toEqual(['{"n": 4}', '{"n": 3}'])
  })

  it('counts every bad line and loses no good one', async () => {
    const bad = [
      '{"tools":[',
      '3',
      '{"a":1}',
      '{"tools":[{}],"conversations":[]}',
      '{"dialog":{},"tools":[]}',
      '{"tools":[],"conversations":[]}',
    ]
    const text = Buffer.concat([
      Buffer.from([...bad, conversation(1), ''].join('\n')),
      Buffer.from([0x22, 0xff, 0x22, 10]),
      Buffer.from(`${'['.repeat(100_000)}\n${conversation(2)}\n{"tools":[{"name":"f"`),
    ])
    const { answer } = await run(text)
    expect(answer.records).toEqual({
      read: 11,
      used: 2,
      refused: { badJson: 3, badUtf8: 1, unknownRecord: 2, badTool: 1, badDialog: 1, noSample: 1 },
    })
  })

  it('says why a file of one sample has no test row, and why an empty one has none at all', async () => {
    expect((await run(conversation(1))).answer).toMatchObject({
      rows: { train: 1, test: 0 },
      empty: 'oneSample',
    })
    expect((await run('')).answer).toMatchObject({ rows: { train: 0, test: 0 }, empty: 'noSamples' })
  })

  it('cuts the history at the number of user messages asked for', async () => {
    const turns = Array.from({ length: 4 }, (_, i) => [user(`u${i}`), says('x')]).flat()
    const dialog = dialogOf([...turns, user('last'), calls([['get_weather', '{}']])])
    const { samples } = await run(JSON.stringify({ dialog, tools: [WEATHER] }), 'a.jsonl', { history: 2 })
    expect(samples[0]?.input.startsWith('u3<|im_end|>')).toBe(true)
  })

  it('refuses a file that is not there or not a file, and leaves an earlier result alone', async () => {
    await inFolder(async (folder) => {
      const out = join(folder, 'out')
      await mkdir(out)
      await writeFile(join(out, 'samples.jsonl'), 'earlier')
      const ask = (path: string) => samplesVerb({ in: path, out, preamble: '' })
      await expect(ask(join(folder, 'nowhere.json'))).rejects.toMatchObject({ code: 'file.notFound' })
      await expect(ask(folder)).rejects.toMatchObject({ code: 'file.unreadable' })
      expect(await readdir(out)).toEqual(['samples.jsonl'])
      expect(await readFile(join(out, 'samples.jsonl'), 'utf8')).toBe('earlier')
    })
  })

  it.skipIf(process.platform === 'win32')(
    'does not wait for ever on a pipe that nobody writes to',
    async () => {
      await inFolder(async (folder) => {
        const pipe = join(folder, 'pipe.json')
        execFileSync('mkfifo', [pipe])
        const asked = samplesVerb({ in: pipe, out: join(folder, 'out'), preamble: '' })
        await expect(asked).rejects.toMatchObject({ code: 'file.unreadable' })
      })
    },
  )

  it('says that the answer has no place to go, not that the program erred', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'a.json')
      await writeFile(file, '[]')
      const asked = samplesVerb({ in: file, out: join(file, 'out'), preamble: '' })
      await expect(asked).rejects.toMatchObject({ code: 'project.unwritable' })
    })
  })
})
