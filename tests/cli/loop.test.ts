import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loop, startLoop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { writeTinyPolicy } from '#tests/helpers/tiny-policy.ts'

const TOOLS = join(import.meta.dirname, '../../resources/sample/tools.json')
let temp: ReturnType<typeof tempFolder>
beforeAll(() => {
  temp = tempFolder()
})
afterAll(() => temp.remove())

describe('the command line', () => {
  it.each([
    [[]],
    [['nonsense']],
    [['import']],
    [['import', '--nope', 'x']],
    [['simulate', '--count', '3']],
    [['simulate', '--project', 'x', '--count', 'many']],
    [['simulate', '--project', 'x', '--mix', 'strange=1']],
    [['samples', '--in', 'x']],
    [['status']],
    [['sample', 'file']],
    // An empty value once meant the current folder, or 0.
    [['import', 'x', '--project', '']],
    [['simulate', '--project', 'x', '--mix', 'single=']],
    [['prepare', '--project', 'x', '--test-share', '']],
    [['prepare', '--project', 'x', '--jobs', 'a,,b']],
    // Once a failure of the work, because the missing project was met first.
    [['prepare', '--project', 'nowhere', '--history', 'abc']],
  ])('answers %j with usage, exit code 2 and an empty standard output', async (args) => {
    const end = await loop(...args)
    expect(end.code).toBe(2)
    expect(end.out).toBe('')
    expect(end.err).toContain('Usage')
  })

  it('answers work that failed with exit code 1, a sentence and an empty standard output', async () => {
    const end = await loop('prepare', '--project', join(temp.path, 'nowhere'))
    expect(end).toMatchObject({ code: 1, out: '' })
    expect(end.err).toContain('no LoopTool project')
    expect(end.err).not.toMatch(/\n\s+at /)
  })

  it('leaves no stray project behind a mistyped folder or an import that took nothing', async () => {
    const project = join(temp.path, 'stray')
    const simulated = await loop('simulate', '--project', project, '--count', '2')
    expect(simulated).toMatchObject({ code: 1, out: '' })
    expect(simulated.err).toContain('no LoopTool project')
    const empty = join(temp.path, 'empty.json')
    writeFileSync(empty, '')
    const imported = await loop('import', empty, '--project', project, '--json')
    expect(imported).toMatchObject({ code: 1, out: '' })
    expect(imported.err).toContain('file.empty')
    expect(existsSync(project)).toBe(false)
  })

  it('prints nothing but JSON: import, simulate, status, prepare, samples', async () => {
    const project = join(temp.path, 'p')
    const imported = await loop('import', TOOLS, '--project', project, '--name', 'Tools', '--json')
    expect(imported.code, imported.err).toBe(0)
    const [report] = JSON.parse(imported.out)
    expect(Object.keys(report).sort()).toEqual(['changed', 'file', 'format', 'refused', 'tools'])
    expect(report.tools.length).toBeGreaterThan(20)

    const simulated = await loop('simulate', '--project', project, '--count', '12', '--seed', '5', '--json')
    expect(simulated.code, simulated.err).toBe(0)
    const { counts } = JSON.parse(simulated.out)
    expect(counts.planned).toBe(12)
    expect(counts.planned).toBe(counts.waiting + counts.done + counts.dropped + counts.failed)

    const status = JSON.parse((await loop('status', '--project', project, '--json')).out)
    expect(status.jobs).toHaveLength(1)
    expect(status.jobs[0]).toMatchObject({ kind: 'simulate', state: 'done', counts })

    const prepared = await loop('prepare', '--project', project, '--json')
    expect(prepared.code, prepared.err).toBe(0)
    const { dataset } = JSON.parse(prepared.out)
    expect(dataset.counts.train).toBeGreaterThan(0)
    expect(dataset.counts.test).toBeGreaterThan(0)
    expect(existsSync(join(project, 'datasets', dataset.hash, 'train.parquet'))).toBe(true)

    const conversation = join(temp.path, 'conversations.json')
    writeFileSync(conversation, JSON.stringify([CONVERSATION]))
    const out = join(temp.path, 'out')
    const samples = await loop('samples', '--in', conversation, '--out', out, '--history', '4')
    expect(samples.code, samples.err).toBe(0)
    const [line] = readFileSync(join(out, 'samples.jsonl'), 'utf8').trim().split('\n')
    const sample = JSON.parse(line ?? '')
    expect(Object.keys(sample)).toEqual(['instruction', 'input', 'output'])
    expect(sample.output).toBe(
      '<tool_call>\n{"name": "add", "arguments": {"a": 1.0, "b": 12345678901234567890}}\n</tool_call>',
    )
    expect(sample.input).toBe('Add 1.0 and 12345678901234567890')
  })

  it('explains a verb that is asked with --help', async () => {
    const end = await loop('simulate', '--help')
    expect(end).toMatchObject({ code: 0, err: '' })
    expect(end.out).toContain('simulate --project P')
  })

  it('runs the sample project’s rounds, the same for the same seed, and does nothing twice', async () => {
    const policy = join(temp.path, 'policy')
    await writeTinyPolicy(policy)
    const sample = async (project: string, rounds: number) => {
      const size = ['--dialogs', '24', '--held-out', '16', '--steps', '2', '--rounds', String(rounds)]
      const end = await startLoop(['sample', '--project', join(temp.path, project), ...size], {
        LOOPTOOL_POLICY: policy,
      }).ended
      expect(end.code, end.err).toBe(0)
      const { seconds, cpuSeconds, policyCpuSeconds, peakRssMiB, ...counts } = JSON.parse(end.out)
      expect([seconds, cpuSeconds, peakRssMiB].every((used) => used > 0)).toBe(true)
      expect(policyCpuSeconds).toBeLessThan(cpuSeconds)
      return counts
    }
    const first = await sample('one', 1)
    expect(first.dialogs.planned).toBe(40)
    const [base, trained] = first.rounds
    expect(first.rounds).toHaveLength(2)
    expect(base).toMatchObject({ reward: { first: null, last: null }, counts: {} })
    expect(base.heldOutCount).toBe(trained.heldOutCount)
    expect(base.heldOutCount).toBeGreaterThan(5)
    expect(trained.counts.train).toMatchObject({ in: 1, out: 1, failed: 0 })
    expect(trained.planted.samples).toBeGreaterThan(0)
    expect(trained.reward.last).toBeGreaterThanOrEqual(0)
    expect(await sample('other', 1)).toEqual(first)
    expect(await sample('one', 1)).toEqual(first)
    const two = await sample('one', 2)
    expect(two.rounds.slice(0, 2)).toEqual(first.rounds)
    expect(two.rounds).toHaveLength(3)
  }, 120_000)
})

const CONVERSATION = {
  tools: [
    {
      name: 'add',
      description: 'Adds.',
      parameters: {
        type: 'object',
        properties: { a: { type: 'number' }, b: { type: 'number' } },
        required: ['a', 'b'],
      },
    },
  ],
  conversations: [
    { from: 'user', value: 'Add 1.0 and 12345678901234567890' },
    { from: 'assistant', value: '[{"name": "add", "arguments": {"a": 1.0, "b": 12345678901234567890}}]' },
    { from: 'tool', value: '[{"name": "add", "results": {"sum": 12345678901234567891}}]' },
    { from: 'assistant', value: 'The sum is 12345678901234567891.' },
  ],
  date: '2024-05-01, Wednesday',
}
