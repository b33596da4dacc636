/** Talking to a policy, and keeping a turn as a sample: durable, listed, never from what is held out. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallInput } from '#core/contract/contract.ts'
import { decodeCall } from '#core/contract/index.ts'
import type { Engine } from '#engine/index.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'
import { writeTinyPolicy } from '#tests/helpers/tiny-policy.ts'

let folder: string
let engine: Engine
let dataset: string
let toolSet: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'looptool-playground-'))
  await writeTinyPolicy(join(folder, 'policy'), 2048)
  engine = engineWith(join(folder, 'policy'), join(folder, 'sample'))
  dataset = await smallProject(engine, join(folder, 'project'), 12)
  toolSet = (await engine.handlers['toolSet.list'](undefined))[0]?.id ?? ''
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

type Say = CallInput<'playground.say'>
const sampleIn = async (split: 'train' | 'test') => {
  const page = await engine.handlers['sample.page']({ dataset, split, search: '', limit: 1 })
  const { sample } = await engine.handlers['sample.get']({ dataset, id: page.rows[0]?.id ?? '' })
  return sample
}
const fromSample = (sample: string): Say['tools'] => ({ from: 'sample', dataset, sample })
const said = async (input: Say) => engine.handlers['playground.say'](decodeCall('playground.say', input))
const kept = async (input: CallInput<'playground.save'>) =>
  engine.handlers['playground.save'](decodeCall('playground.save', input))
const failing = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it worked',
    (error: { code?: string }) => error.code ?? String(error),
  )

describe('a policy that is talked to', () => {
  it('plays practice on a sample as it stands, scored against its label, and says that it is scripted', async () => {
    const sample = await sampleIn('train')
    const talk = { tools: fromSample(sample.id), messages: sample.messages as Say['messages'] }
    const reply = await said({ ...talk, policy: { kind: 'practice', accuracy: 1 } })
    expect(reply).toMatchObject({ scripted: true, score: { score: 1 } })
    expect(reply.answer).toBeDefined()
    const changed = [...talk.messages, { role: 'user' as const, text: 'And now?' }]
    expect(await failing(said({ ...talk, messages: changed, policy: { kind: 'practice' } }))).toBe(
      'playground.practiceNeedsSample',
    )
  })

  it('is the small policy itself, the same answer for the same seed, read or said to be unreadable', async () => {
    const tools: Say['tools'] = { from: 'toolSet', toolSet, names: [await firstTool()] }
    const messages = [{ role: 'user' as const, text: 'Please book a table for two.' }]
    const input: Say = {
      tools,
      messages,
      policy: { kind: 'small', checkpoint: 'base' },
      maxTokens: 12,
      temperature: 1,
      seed: 7,
    }
    const [first, again, other] = [await said(input), await said(input), await said({ ...input, seed: 8 })]
    expect(first).toMatchObject({ model: 'base', scripted: false })
    expect(first.tokens).toBeGreaterThan(0)
    expect(again.text).toBe(first.text)
    expect(other.text).not.toBe(first.text)
    expect(first.answer === undefined).toBe(first.wrong !== undefined)
  })

  it('that is not there is named as missing, and so is an endpoint that cannot be reached', async () => {
    const tools: Say['tools'] = { from: 'toolSet', toolSet, names: [await firstTool()] }
    const messages = [{ role: 'user' as const, text: 'Hello' }]
    const none = { kind: 'small' as const, checkpoint: { run: 'nobody', step: 3 } }
    expect(await failing(said({ tools, messages, policy: none }))).toBe('training.checkpointNotFound')
    const nowhere = { kind: 'endpoint' as const, url: 'http://127.0.0.1:9/v1', model: 'm' }
    expect(await failing(said({ tools, messages, policy: nowhere }))).toBe('endpoint.unreachable')
    expect(
      await failing(
        said({
          tools: { from: 'toolSet', toolSet, names: ['no_such'] },
          messages,
          policy: nowhere,
        }),
      ),
    ).toBe('playground.noTools')
  })

  it('lists what can be talked to: the policy as shipped', async () => {
    expect(await engine.handlers['playground.policies'](undefined)).toEqual([{ name: 'base' }])
  })
})

describe('a turn that is kept', () => {
  const messages = [{ role: 'user' as const, text: 'What can you do?' }]
  const turn = async (answer: string): Promise<CallInput<'playground.save'>> => ({
    tools: { from: 'toolSet', toolSet, names: [await firstTool()] },
    ...{ messages, answer, kind: 'chat', language: 'en' },
  })
  const saved = async (answer: string) => kept(await turn(answer))

  it('makes the next version of one dataset, with all turns before; the same turn twice counts once', async () => {
    const first = await saved('I can use one tool.')
    const second = await saved('Ask me for a booking.')
    const twice = await saved('Ask me for a booking.')
    expect([first.samples, second.samples, twice.samples]).toEqual([1, 2, 2])
    expect([first.known, twice.known]).toEqual([false, true])
    const [latest] = await engine.handlers['dataset.list'](undefined)
    expect(latest).toMatchObject({
      id: twice.dataset,
      name: 'Playground samples',
      parents: [{ dataset: second.dataset }],
    })
    const page = await engine.handlers['sample.page']({
      dataset: second.dataset,
      split: 'train',
      search: '',
      limit: 10,
    })
    expect(page.rows.map(({ answer }) => answer)).toEqual(['I can use one tool.', 'Ask me for a booking.'])
  })

  it('loses none when several are kept at once', async () => {
    const answers = ['One.', 'Two.', 'Three.']
    const all = await Promise.all(answers.map(saved))
    expect(all.map(({ samples }) => samples)).toEqual([3, 4, 5])
  })

  it('is refused where training could not use it, or must not see it', async () => {
    expect(await failing(kept(await turn('<tool_call>\n{"name": ')))).toBe('playground.badAnswer')
    expect(
      await failing(kept(await turn('<tool_call>\n{"name": "none", "arguments": {}}\n</tool_call>'))),
    ).toBe('playground.badCall')
    const held = await sampleIn('test')
    const talk = { tools: fromSample(held.id), messages: held.messages as Say['messages'] }
    expect(await failing(kept({ ...talk, answer: 'Yes.', kind: 'chat', language: 'en' }))).toBe(
      'playground.heldOut',
    )
  })
})

const firstTool = async (): Promise<string> =>
  (await engine.handlers['toolSet.rows']({ id: toolSet, search: '', limit: 1 })).rows[0]?.name ?? ''
