/** Readers of training logs, each oddity that real logs showed one case, and recorded logs of verl and TRL. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEventLine, stateOf } from '#core/training/event.ts'
import { detectLog, formatOf } from '#core/training/log-format.ts'
import { readMetricLine } from '#core/training/metric-line.ts'
import { readTrainerState, readTrlLine } from '#core/training/trl-log.ts'
import { readVerlLine } from '#core/training/verl-line.ts'

const fixture = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/training/${name}`, import.meta.url)), 'utf8')

describe('a line of metrics.jsonl', () => {
  it('keeps our names, the time and what is null', () => {
    const line = '{"step":3,"at":"2026-01-02T03:04:05Z","data":{"reward/mean":0.5,"loss":null,"note":"x"}}'
    expect(readMetricLine(line)).toEqual({
      step: 3,
      at: Date.parse('2026-01-02T03:04:05Z'),
      values: { 'reward/mean': 0.5, loss: null },
    })
  })
  it('reads NaN and Infinity, which Python writes bare, as null: a lost loss must not lose its line', () => {
    const line = '{"step": 4, "data": {"loss": NaN, "kl": Infinity, "entropy": -Infinity, "lr": 1e-6}}'
    expect(readMetricLine(line)?.values).toEqual({ loss: null, kl: null, entropy: null, lr: 1e-6 })
  })
  it('leaves a torn line, a line without a step and foreign JSON alone', () => {
    for (const line of ['{"step":5,"data":{"loss":0.', '{"data":{}}', '[1]', '', '{"step":-1,"data":{}}'])
      expect(readMetricLine(line)).toBeUndefined()
  })
  it("maps verl's names; of two accuracies the first is the held-out one and the other keeps its name", () => {
    const data = { 'critic/rewards/mean': 0.1, 'val-core/a/acc/mean@2': 0.2, 'val-core/b/acc/mean@2': 0.3 }
    expect(readMetricLine(JSON.stringify({ step: 1, data }))?.values).toEqual({
      'reward/mean': 0.1,
      'heldOut/accuracy': 0.2,
      'val-core/b/acc/mean@2': 0.3,
    })
  })
  it('never throws, whatever a line holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.stringMatching(/^\{"step":.*NaN.*$/)), (line) => {
        readMetricLine(line)
        readVerlLine(line)
        readTrlLine(line, 3)
        readTrainerState(line)
        readEventLine(line)
      }),
    )
  })
})

describe("a line of verl's console", () => {
  const values = (line: string) => readVerlLine(line)?.values
  it('is found behind colours and the prefix of Ray', () => {
    expect(readVerlLine('\u001b[36m(TaskRunner pid=6670)\u001b[0m step:7 - actor/lr:1e-06')).toEqual({
      step: 7,
      values: { lr: 1e-6 },
    })
  })
  it("unwraps numpy's numbers", () => {
    expect(values('step:0 - val-core/d/acc/mean@2:np.float64(0.0625)')).toEqual({
      'heldOut/accuracy': 0.0625,
    })
  })
  it('takes keys with slashes, at-signs and brackets, and the value behind the last colon', () => {
    expect(values('step:0 - critic/lr(1e-4):0.100 - a:b/c@2:3')).toEqual({
      'critic/lr(1e-4)': 0.1,
      'a:b/c@2': 3,
    })
  })
  it('reads NaN as null and leaves what is no number out', () => {
    expect(values('step:2 - actor/loss:nan - actor/kl_loss:np.float64(inf) - mode:train')).toEqual({
      loss: null,
      kl: null,
    })
  })
  it('is anchored: a model may write "step:3 - x:1" itself', () => {
    expect(readVerlLine('the answer has one more step:3 - x:1')).toBeUndefined()
    expect(readVerlLine("('Initial validation metrics: {'val/x': np.float64(0.1)}")).toBeUndefined()
  })
  it('keeps the rest of a line that a terminal broke in the middle of a key', () => {
    expect(values('step:9 - actor/lr:0.001 - critic')).toEqual({ lr: 0.001 })
  })
})

describe("TRL's logs", () => {
  it('trainer_state.json: trains, evaluates, and the summary at the end is no step', () => {
    const text = `{"epoch": 1.0, "log_history": [
      {"step": 1, "epoch": 0.5, "reward": 0.25, "frac_reward_zero_std": 0.5},
      {"step": 1, "epoch": 0.5, "eval_reward": 0.75, "eval_loss": 0.1},
      {"step": 1, "epoch": 1.0, "train_runtime": 5.0, "train_loss": 0.2, "total_flos": 0.0}],
      "stateful_callbacks": {"TrainerControl": {"args": {"should_save": true}, "attributes": {}}}}`
    expect(readTrainerState(text)).toEqual([
      { step: 1, values: { 'reward/mean': 0.25, 'groups/dead': 0.5 } },
      { step: 1, values: { 'heldOut/reward': 0.75, eval_loss: 0.1 } },
    ])
  })
  it('printed dicts: texts as numbers, steps counted, an evaluation belongs to the step before it', () => {
    expect(readTrlLine("  {'loss': '-3.725e-09', 'reward': '0.02604', 'epoch': '0.0625'}", 4)).toEqual({
      step: 5,
      values: { loss: -3.725e-9, 'reward/mean': 0.02604 },
    })
    expect(readTrlLine("{'eval_reward': 0.5, 'epoch': 1.0}", 4)).toEqual({
      step: 4,
      values: { 'heldOut/reward': 0.5 },
    })
    expect(readTrlLine("{'train_runtime': '126.8', 'train_loss': '0.0001'}", 4)).toBeUndefined()
  })
  it('the tables of model text between them are no dicts', () => {
    expect(readTrlLine('│ USER │ {"loss": 1} │', 0)).toBeUndefined()
    expect(readTrlLine("{'a': {'b': 1}}", 0)).toBeUndefined()
  })
})

describe('which log it is', () => {
  it.each([
    ['metrics', '{"step":1,"data":{"critic/rewards/mean":0.5}}\n'],
    ['verl-console', 'starting\nstep:1 - actor/lr:0.1\n'],
    ['trl-console', "\r 10%|█ |{'loss': 1}\n{'loss': 0.5, 'epoch': 0.1}\n"],
    ['trl-state', '{\n "log_history": [\n {\n  "step": 1,\n  "loss": 0.5\n }\n ]\n}'],
  ] as const)('%s', (format, text) => expect(detectLog(text)).toBe(format))
  it('says so when it is none', () => {
    expect(detectLog('{"name":"a tool"}\nnothing here\n')).toBeUndefined()
  })
  it('a progress bar that only moves by carriage returns does not hide the line behind it', () => {
    const text = "  0%|  | 0/60\r  2%|  | 1/60\r{'loss': '0.5', 'epoch': '0.1'}\n"
    expect(formatOf('trl-console').points(text, 0)).toHaveLength(1)
  })
})

describe('recorded logs', () => {
  it('verl: the file and the console of one run hold the same numbers', () => {
    const file = formatOf('metrics').points(fixture('verl-metrics.jsonl'), 0)
    const console = formatOf('verl-console').points(fixture('verl-console.log'), 0)
    expect(console.map(({ step }) => step)).toEqual(file.map(({ step }) => step))
    for (const [i, point] of file.entries()) expect(console[i]?.values).toEqual(point.values)
    expect(file.at(-1)?.values['heldOut/accuracy']).toBe(0.625)
  })
  it('TRL: the state and the printed lines tell of the same steps and, rounded, the same rewards', () => {
    const state = formatOf('trl-state').points(fixture('trl-state.json'), 0)
    const printed = formatOf('trl-console').points(fixture('trl-console.log'), 0)
    const rewards = (points: typeof state) =>
      points.flatMap(({ step, values }) =>
        values['reward/mean'] == null ? [] : [[step, values['reward/mean']]],
      )
    expect(rewards(printed).map(([step]) => step)).toEqual(rewards(state).map(([step]) => step))
    for (const [i, [, reward = 0]] of rewards(state).entries())
      expect(rewards(printed)[i]?.[1]).toBeCloseTo(reward, 3)
    expect(state.filter(({ values }) => 'heldOut/reward' in values).map(({ step }) => step)).toEqual([20])
  })
  it('verl of 2024: names of that time are known too', () => {
    const points = formatOf('verl-console').points(fixture('verl-2024.log'), 0)
    expect(points[0]?.values).toMatchObject({ 'time/rollout': 21.47, entropy: 0.433, 'critic/lr(1e-4)': 0.1 })
  })
})

describe('events of a run', () => {
  const line = (event: object) => JSON.stringify({ seq: 1, at: '2026-01-01T00:00:00Z', ...event })
  const events = (...types: string[]) =>
    types.flatMap((type) => readEventLine(line({ type, step: 5, folder: 'f', code: 'c' })) ?? [])
  it('leaves out torn lines and what a later version may add', () => {
    expect(readEventLine(line({ type: 'started', attempt: 1 }).slice(0, -4))).toBeUndefined()
    expect(readEventLine(line({ type: 'somethingNew' }))).toBeUndefined()
  })
  it('a run that says it goes on, and whose trainer is gone, was interrupted', () => {
    expect(stateOf(events('started', 'checkpoint'), true)).toBe('running')
    expect(stateOf(events('started', 'checkpoint'), false)).toBe('interrupted')
    expect(stateOf(events('started', 'stopped', 'started'), undefined)).toBe('running')
    expect(stateOf(events('started', 'stopping', 'stopped'), false)).toBe('stopped')
    expect(stateOf([], false)).toBe('unknown')
  })
})
