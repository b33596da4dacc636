/**
 * What the public LoopTool release (commit 51603ae) gets wrong, one test a defect, each of which runs ours. Some are
 * tested at more length beside the code; here every one has its line.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drawSetup } from '#core/dialog/draw.ts'
import { TransportError } from '#core/endpoint/transport.ts'
import { seedOf } from '#core/expand/seed.ts'
import { expandSettingsSchema } from '#core/expand/settings.ts'
import { afterVerdict } from '#core/judge/after.ts'
import { calibrationReport } from '#core/judge/calibration-report.ts'
import { judgeSettingsSchema } from '#core/judge/settings.ts'
import { decodeJudged } from '#core/judge/verdict.ts'
import { tally } from '#core/judge/vote.ts'
import { probeSettingsSchema } from '#core/probe/settings.ts'
import { flowBalances, flowOf } from '#core/round/flow.ts'
import { samplesOfDialog } from '#core/sample/from-dialog.ts'
import { renderRelease } from '#core/sample/render-release.ts'
import { splitSamples } from '#core/sample/split.ts'
import { samplesVerb } from '#engine/dataset/samples-verb.ts'
import { createEndpoint, DEFAULT_TIMEOUTS } from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { judgedFromSteps } from '#engine/stage/judge/record.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { fastClock } from '#tests/fakes/clock.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { python, pythonProblem } from '#tests/helpers/python.ts'
import { startStub } from '#tests/helpers/stub.ts'
import { goodChild, SEED } from '../core/expand/cases.ts'
import { predictionOf, sampleOf, tags, weather } from '../core/probe/made-samples.ts'
import { calls, results, says, sourceOf, user } from '../core/sample/dialogs.ts'
import { inFolder } from './dataset/samples.ts'
import { DISPUTED, DISPUTED_ANSWER, expandOne, judgeOne, probeOne } from './stage/one-item.ts'
import { play, resourcesFolder, settings, short, toolSet } from './stage/play.ts'
import { specOf, worldOf } from './stage/probe-world.ts'

const root = join(import.meta.dirname, '../..')
const SOURCES = [
  'core/**/*.ts',
  'main/**/*.ts',
  'preload/**/*.ts',
  'renderer/**/*.{ts,tsx}',
  'resources/host/**/*.py',
]
const sources = (): string[] =>
  globSync(SOURCES, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
const OPTIONS = { history: 8, textHistory: 6, textSamples: true }
const hash = (text: string): string => `${text.length}`
const HELLO = { model: 'stub', messages: [{ role: 'user', content: 'Hi' }], sampling: {}, seed: 1 } as const
const failing = (): never => {
  throw new TransportError('passing', 'endpoint.serverError', '500')
}

describe('the release’s defect', () => {
  it('data generation fails at import: ours loads and plays a dialog', async () => {
    expect((await play(short)).end?.state).toBe('done')
  })

  it('a script calls a folder that does not exist: every prompt and program that ours names is there', async () => {
    const named = sources().flatMap((text) =>
      [...text.matchAll(/\.get\('([a-z]+\/[a-z-]+)'/g)].map((m) => m[1] ?? ''),
    )
    expect(new Set(named).size).toBeGreaterThan(8)
    const library = await createPrompts({ resourcesFolder }).inForce()
    for (const id of named) expect(library.get(id, 'en').body, id).not.toBe('')
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const files = Object.values(scripts).flatMap(
      (script) => script.match(/(?:scripts|tests)\/[\w/.-]+\.m?[jt]s/g) ?? [],
    )
    expect(files.length).toBeGreaterThan(5)
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true)
  })

  it.skipIf(pythonProblem() !== undefined)(
    'the reward raises unless the run’s name holds "qwen" or "llama": ours asks no name',
    async () => {
      const label = tags(['f', { a: 1 }])
      const code = `import sys; sys.path.insert(0, ${JSON.stringify(join(root, 'resources/host'))})
from reward import compute_score
for name in ("", "my run", None): print(compute_score("any", ${JSON.stringify(label)}, ${JSON.stringify(label)}, {"experiment_name": name})["score"])`
      expect((await python(['-c', code])).out.trim().split('\n')).toEqual(['1.0', '1.0', '1.0'])
    },
  )

  it('one judge never reaches a quorum of two, so no seed is found: ours refuses that ballot, and one judge gives seeds', async () => {
    const job = { dataset: 'd', probe: 'p' }
    expect(judgeSettingsSchema.safeParse({ ...job, votes: 1, quorum: 2 }).success).toBe(false)
    expect(judgeSettingsSchema.safeParse({ ...job, judges: 1 }).success).toBe(true)
    const { steps } = await judgeOne({ text: '{"verdict":"RESPONSE_2_WRONG"}' })
    const judged = judgedFromSteps(DISPUTED.id, steps, 1)
    expect(seedOf(DISPUTED, DISPUTED_ANSWER, judged)).toHaveProperty('right')
  })

  it('a default given as a text is drawn letter by letter: ours takes no text where a list belongs', () => {
    const expand = { dataset: 'd', judgeJob: 'j' }
    expect(expandSettingsSchema.safeParse({ ...expand, foci: 'persona' }).success).toBe(false)
    expect(expandSettingsSchema.parse({ ...expand, foci: ['persona'] }).foci).toEqual(['persona'])
    expect(probeSettingsSchema.safeParse({ dataset: 'd', stop: '<|im_end|>' }).success).toBe(false)
  })

  it('one answer without think tags loses the whole probe: ours keeps each answer', async () => {
    const sample = sampleOf([weather({ city: 'Lima', days: 3 })], { id: 'probed' })
    const right = tags(['get_weather', { city: 'Lima', days: 3 }])
    for (const text of [right, `<think>a</think>${right}`, '<think>never closed', ''])
      expect((await probeOne({ text }, sample)).end?.state).toBe('done')
  })

  it('no sample that needs a judge is a division by zero before saving: ours is done with nothing', async () => {
    const temp = tempFolder()
    const store = await openTestStore(temp.path)
    const { engine } = worldOf(store, [], () => ({}), [])
    await engine.start(specOf('judge', { dataset: 'd', probe: 'p' }))
    expect(await engine.settled('judge')).toMatchObject({ state: { name: 'done' }, counts: { planned: 0 } })
    await engine.close()
    await store.close()
    temp.remove()
    expect(flowBalances(flowOf([]))).toBe(true)
    const spent = { requests: 0, promptTokens: 0, completionTokens: 0 }
    expect(calibrationReport([], { votes: 3, quorum: 2 }, spent).votes).toMatchObject({ right: 0, total: 0 })
  })

  it('errors of the API count as votes and can agree: ours are no votes', async () => {
    await expect(judgeOne(failing)).rejects.toMatchObject({ code: 'endpoint.serverError' })
    await expect(
      play(short, ({ who }) => (who === 'assistant' ? failing() : undefined)),
    ).rejects.toMatchObject({
      code: 'endpoint.serverError',
    })
    expect(tally([], 1)).toBeUndefined()
    expect(decodeJudged({ sample: 's', verdict: 'unjudged', votes: [] }).verdict).toBe('unjudged')
  })

  it('failed votes become labels: ours make no sample', () => {
    const turns = [
      user('Weather in Lima?'),
      { ...calls([['get_weather', '{"city":"Lima"}']]), agreed: false },
    ]
    const { samples, refused } = samplesOfDialog(sourceOf(turns), OPTIONS, hash)
    expect([samples, refused]).toEqual([[], { unagreed: 1 }])
  })

  it('tools are repeated inside a dialog: ours are drawn without being put back', () => {
    for (let i = 0; i < 200; i++) {
      const { tools } = drawSetup({ ...settings, count: 200 }, toolSet, i)
      expect(new Set(tools).size).toBe(tools.length)
    }
  })

  it('whole conversations are dropped for a text that starts with a bracket: ours is read', async () => {
    const said = '[Note] it rains, take {an} umbrella.'
    const turns = [user('Weather in Lima?'), says(said)]
    expect(samplesOfDialog(sourceOf(turns), OPTIONS, hash).samples[0]?.accepted).toEqual([
      { kind: 'text', text: said },
    ])
    await inFolder(async (folder) => {
      const file = join(folder, 'in.json')
      const conversations = [
        { from: 'user', value: '[1] Weather in Lima?' },
        { from: 'assistant', value: '[{"name": "f", "arguments": {}}]' },
        { from: 'tool', value: [{ name: 'f', results: 1 }] },
        { from: 'assistant', value: said },
      ]
      await writeFile(
        file,
        JSON.stringify([{ tools: [{ name: 'f', description: '', parameters: {} }], conversations }]),
      )
      const answer = await samplesVerb({ in: file, out: join(folder, 'out'), preamble: 'Do it.' })
      expect(answer).toMatchObject({ records: { read: 1, used: 1 }, samples: { call: 1 } })
    })
  })

  it('keys stand in the source and their first ten characters are printed: ours tell no part of one', async () => {
    const key = 'sk-zq8Xv2Lw7Rk4Tn9Bd1Hf'
    const stub = await startStub({ key: 'another' })
    const endpoint = createEndpoint(
      { id: 's', name: 's', url: stub.url, concurrency: 1 },
      { gate: openGate, key: async () => key },
    )
    const asked = endpoint.chat(HELLO, new AbortController().signal)
    const error: unknown = await asked.catch((thrown: unknown) => thrown)
    await endpoint.close()
    await stub.stop()
    // The server itself repeats the key in its refusal.
    expect(error).toMatchObject({ code: 'endpoint.auth' })
    expect(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain(
      key.slice(0, 10),
    )
    for (const text of sources()) expect(text).not.toMatch(/\bsk-[A-Za-z0-9]{10,}/)
  })

  it('requests may hang for twenty hours: ours end within minutes', async () => {
    for (const ms of Object.values(DEFAULT_TIMEOUTS)) expect(ms).toBeLessThanOrEqual(15 * 60_000)
    const stub = await startStub({ faults: [{ share: 1, fault: { kind: 'hang' } }] })
    // Its own times, on a clock ten thousand times as fast.
    const options = { id: 's', name: 's', url: stub.url, concurrency: 1 }
    const endpoint = createEndpoint(options, {
      gate: openGate,
      key: async () => undefined,
      clock: fastClock(10_000),
    })
    await expect(endpoint.chat(HELLO, new AbortController().signal)).rejects.toMatchObject({
      code: 'endpoint.timeout',
    })
    await endpoint.close()
    await stub.stop()
  })

  it('eval is there though nothing reaches it: ours has none', () => {
    const all = sources()
    expect(all.length).toBeGreaterThan(300)
    for (const text of all) expect(text).not.toMatch(/(?<![\w.])(?:eval|exec)\(|new Function\(/)
  })

  it('there are no tests: every folder of ours that thinks or works has some', () => {
    const folders = globSync(['core/*/', 'main/engine/*/'], { cwd: root }).map((folder) =>
      folder.replace(/\/$/, ''),
    )
    const tests = globSync('tests/**/*.test.{ts,tsx}', { cwd: root }).map((file) =>
      readFileSync(join(root, file), 'utf8'),
    )
    const files = globSync('tests/**/*.test.{ts,tsx}', { cwd: root })
    const untested = folders.filter((folder) => {
      const [place, name] = [`#${folder.replace('main/engine', 'engine')}/`, folder.split('/').at(-1) ?? '']
      return !tests.some((text) => text.includes(place)) && !files.some((file) => file.includes(`/${name}`))
    })
    expect(folders.length).toBeGreaterThan(20)
    expect(untested).toEqual([])
  })

  it('every request waits for a pause of seconds: ours opens as many at once as it may', async () => {
    const temp = tempFolder()
    const store = await openTestStore(temp.path)
    const samples = Array.from({ length: 40 }, (_, i) =>
      sampleOf([weather({ city: 'Lima' })], { id: `s${i}` }),
    )
    const open: (() => void)[] = []
    const { engine } = worldOf(store, samples, async () => {
      // Nobody is answered before ten wait; with a pause before each request that would never be.
      await new Promise<void>((resolve) => {
        open.push(resolve)
        if (open.length === 10) for (const answer of open.splice(0)) answer()
      })
      return { text: 'Lima?' }
    })
    await engine.start(specOf('probe', { dataset: 'd' }, { concurrency: 10 }))
    expect((await engine.settled('probe')).counts.done).toBe(40)
    await engine.close()
    await store.close()
    temp.remove()
    for (const text of sources()) expect(text).not.toMatch(/\btime\.sleep\(\s*[1-9]/)
  })

  it('labels are never rewritten: ours are, with what stood there before', () => {
    const judged = decodeJudged({
      ...{ sample: DISPUTED.id, verdict: 'labelWrong' },
      votes: [{ verdict: 'labelWrong', swapped: false, judge: 'j', analysis: '', approach: '', by: 'model' }],
    })
    const { sample, history } = afterVerdict(DISPUTED, predictionOf([DISPUTED_ANSWER], DISPUTED.id), judged)
    expect(sample.accepted).toEqual([weather({ city: 'Lima', days: 5 })])
    expect(history).toMatchObject([{ change: 'labelReplaced', before: DISPUTED.accepted }])
  })

  it('expansion takes unknown tools, broken JSON, empty dialogs and copies: ours takes none', async () => {
    const outcome = async (text: string): Promise<string> => (await expandOne({ text }, SEED)).outcome
    expect(await outcome(goodChild(0))).toBe('taken')
    expect(await outcome(goodChild(0).replaceAll('get_weather', 'get_wether'))).toBe('unknownTool')
    expect(await outcome(goodChild(0).slice(0, -2))).toBe('notJson')
    expect(await outcome('{"messages":[],"answer":{"calls":[]}}')).toBe('empty')
    const seed = { messages: [{ role: 'user', text: (SEED.messages[0] as { text: string }).text }] }
    const answer = { calls: [{ name: 'get_weather', arguments: { city: 'Lima' } }] }
    expect(await outcome(JSON.stringify({ ...seed, answer }))).toBe('nearSeed')
  })

  it('the training file is empty below 50 rows: ours holds a row in each file from two on', () => {
    for (let rows = 2; rows < 60; rows++) {
      const { train, test } = splitSamples(rows, 0.02, 2025)
      expect(Math.min(train.length, test.length)).toBeGreaterThan(0)
    }
  })

  it('Chinese goes, accents are split and quotes break JSON on the way to training: ours stay as they were', () => {
    const text = '巴黎 café €5 20° “so”'
    const sample = sampleOf([weather({ city: text })], { messages: [{ role: 'user', text }] })
    const { input, output } = renderRelease(sample, 'Do it.')
    expect(input).toBe(text)
    expect(JSON.parse(output.split('\n')[1] ?? '').arguments).toEqual({ city: text })
  })

  it('an error anywhere in a result’s words drops its call: ours looks at what the result says', () => {
    const about = (result: string) =>
      samplesOfDialog(
        sourceOf([
          user('Lima?'),
          calls([['get_weather', '{"city":"Lima"}']]),
          results(['get_weather', result]),
        ]),
        OPTIONS,
        hash,
      ).samples.length
    expect(about('{"headline":"Error in the forecast"}')).toBe(1)
    expect(about('{"error":"no such city"}')).toBe(0)
  })
})
