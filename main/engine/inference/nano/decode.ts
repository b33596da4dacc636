/** Drawing answers: each prompt is read once, then all samples of the batch grow by a token a step. */
import { Random } from '#core/random/random.ts'
import { BatchMaker } from './batch.ts'
import type { NanoConfig } from './config.ts'
import type { Completion, GenerateOptions } from './engine.ts'
import { finishLayer, layerRoom, logitsOf, normLast, prefill, project } from './forward.ts'
import type { Model } from './model.ts'
import type { LayerTape } from './tape.ts'
import type { LayerTensors } from './tensors.ts'

/** Some samples of one prompt: indices from `first` on. */
export interface DrawUnit extends Omit<GenerateOptions, 'count'> {
  readonly prompt: Int32Array
  readonly first: number
  readonly count: number
}

/** A prompt that has been read: where its keys and values lie by head, a layer each, and the row that goes on. */
interface ReadPrompt {
  readonly count: number
  readonly keys: readonly number[]
  readonly values: readonly number[]
  /** Normed; predicts the first token. */
  readonly lastRow: number
}

interface Sample {
  readonly prompt: ReadPrompt
  readonly unit: DrawUnit
  readonly random: Random
  /** Which of the caches of own keys and values is its own. */
  readonly slot: number
  readonly most: number
  readonly tokens: number[]
  readonly logprobs: number[]
  readonly entropies: number[]
  finish: Completion['finish'] | undefined
}

/** Prompt rows read together. */
const ROWS = 512

/** Tokens that each answer of a unit may have. */
export const answerRoom = ({ context }: NanoConfig, { prompt, maxTokens }: DrawUnit): number =>
  Math.min(maxTokens, context - prompt.length)

class Drawing {
  private readonly model: Model
  /** Tokens that each cache has room for. */
  private readonly room: number
  private readonly keys: number[]
  private readonly values: number[]
  private readonly layer: LayerTape
  private readonly places: readonly [number, number]
  private readonly ints: number
  private readonly positions: number
  private readonly normed: number
  private readonly logits: number
  private readonly spare: number
  private readonly measures: number

  constructor(model: Model, samples: number, room: number) {
    const { arena, config, inner } = model
    this.model = model
    this.room = room
    const caches = (): number[] => model.tensors.layers.map(() => arena.take(samples * room * inner))
    this.keys = caches()
    this.values = caches()
    this.places = [arena.take(samples * config.width), arena.take(samples * config.width)]
    this.layer = {
      ...layerRoom(model, samples),
      key: arena.take(samples * inner),
      value: arena.take(samples * inner),
      input: this.places[0],
    }
    this.ints = arena.take(samples)
    this.positions = arena.take(samples)
    this.normed = arena.take(samples * config.width)
    this.logits = arena.take(samples * config.vocab)
    this.spare = arena.take(Math.max(config.vocab, config.context + 8))
    this.measures = arena.take(4)
  }

  /** Draws a sample's next token from its logits, notes it, and ends the sample if that was its last. */
  private draw(sample: Sample, logits: number): void {
    const { kernels, config, floats } = this.model
    const { temperature, stopTokens } = sample.unit
    const u = sample.random.next()
    const token = kernels.draw(logits, config.vocab, temperature, u, this.spare, this.measures)
    sample.tokens.push(token)
    sample.logprobs.push(floats[this.measures / 4] ?? 0)
    sample.entropies.push(floats[this.measures / 4 + 1] ?? 0)
    if (stopTokens.includes(token)) sample.finish = 'stop'
    else if (sample.tokens.length >= sample.most) sample.finish = 'length'
  }

  /** The samples' first tokens, all from the prompt's last row. */
  begin(samples: readonly Sample[], lastRow: number): void {
    logitsOf(this.model, this.logits, lastRow, 1)
    for (const sample of samples) this.draw(sample, this.logits)
  }

  private attendRows(samples: readonly Sample[], n: number): void {
    const { model, layer, room } = this
    const { kernels, inner, config } = model
    const keys = this.keys[n] ?? 0
    const values = this.values[n] ?? 0
    samples.forEach(({ prompt, slot, tokens }, row) => {
      const cache = slot * room * inner * 4
      const at = row * inner * 4
      kernels.attendOne(
        layer.attended + at,
        layer.query + at,
        layer.key + at,
        layer.value + at,
        prompt.keys[n] ?? 0,
        prompt.values[n] ?? 0,
        prompt.count,
        keys + cache,
        values + cache,
        room,
        tokens.length,
        config.heads,
        model.scale,
        this.spare,
      )
    })
  }

  /** One more token for each of these. */
  step(samples: readonly Sample[]): void {
    const { model } = this
    const { kernels, config, ints, tensors } = model
    const rows = samples.length
    samples.forEach(({ prompt, tokens }, row) => {
      ints[this.ints / 4 + row] = tokens.at(-1) ?? 0
      ints[this.positions / 4 + row] = prompt.count + tokens.length - 1
    })
    kernels.gatherRows(this.places[0], model.weight(tensors.embedding), this.ints, rows, config.width)
    tensors.layers.forEach((layer: LayerTensors, n) => {
      const input = this.places[n % 2] ?? 0
      const tape = { ...this.layer, input }
      project(model, layer, tape, rows, this.positions)
      this.attendRows(samples, n)
      finishLayer(model, layer, tape, rows, this.places[(n + 1) % 2] ?? 0)
    })
    const last = this.places[tensors.layers.length % 2] ?? 0
    normLast(model, { rows, last, normed: this.normed, lastInverse: this.layer.feedInverse })
    logitsOf(model, this.logits, this.normed, rows)
    samples.forEach((sample, row) => {
      this.draw(sample, this.logits + row * config.vocab * 4)
    })
  }
}

/** Units from the first on whose prompts are read together: at most ROWS rows, at least one unit. */
function firstPart(units: readonly DrawUnit[]): readonly DrawUnit[] {
  let rows = 0
  const after = units.findIndex(({ prompt }, n) => {
    rows += prompt.length
    return n > 0 && rows > ROWS
  })
  return after < 0 ? units : units.slice(0, after)
}

/** Reads the prompts of a batch, in parts. */
function readPrompts(model: Model, units: readonly DrawUnit[]): ReadPrompt[] {
  const { arena, config, inner, kernels } = model
  const caches = ({ prompt }: DrawUnit): number[] =>
    model.tensors.layers.map(() => arena.take(prompt.length * inner))
  const read = units.map((unit) => ({
    count: unit.prompt.length,
    keys: caches(unit),
    values: caches(unit),
    lastRow: arena.take(config.width),
  }))
  for (let from = 0; from < units.length; ) {
    const mark = arena.mark()
    const part = firstPart(units.slice(from))
    const batch = new BatchMaker()
    const segments = part.map(({ prompt }) => batch.append(prompt))
    const { layers, normed } = prefill(model, batch)
    segments.forEach(({ first, count }, i) => {
      const one = read[from + i] as ReadPrompt
      const at = first * inner * 4
      layers.forEach(({ key, value }, n) => {
        kernels.splitHeads(one.keys[n] ?? 0, key + at, count, config.heads)
        kernels.splitHeads(one.values[n] ?? 0, value + at, count, config.heads)
      })
      model.copy(one.lastRow, normed + (first + count - 1) * config.width * 4, config.width)
    })
    arena.release(mark)
    from += part.length
  }
  return read
}

const finished = (sample: Sample): Completion => ({
  tokens: Int32Array.from(sample.tokens),
  logprobs: Float32Array.from(sample.logprobs),
  entropies: Float32Array.from(sample.entropies),
  finish: sample.finish ?? 'length',
})

/** Draws all samples of the units, per unit. What one unit gives does not depend on the others. */
export function drawCompletions(model: Model, units: readonly DrawUnit[]): Completion[][] {
  const mark = model.arena.mark()
  const total = units.reduce((sum, { count }) => sum + count, 0)
  const room = Math.max(1, ...units.map((unit) => answerRoom(model.config, unit)))
  const drawing = new Drawing(model, total, room)
  const prompts = readPrompts(model, units)
  let slot = 0
  const groups = units.map((unit, n) => {
    const read = prompts[n] as ReadPrompt
    const key = unit.prompt.join(' ')
    const samples = Array.from(
      { length: unit.count },
      (_, i): Sample => ({
        prompt: read,
        unit,
        random: new Random(unit.seed, key, unit.first + i),
        slot: slot++,
        most: answerRoom(model.config, unit),
        tokens: [],
        logprobs: [],
        entropies: [],
        finish: undefined,
      }),
    )
    drawing.begin(samples, read.lastRow)
    return samples
  })
  let growing = groups.flat().filter(({ finish }) => finish === undefined)
  while (growing.length > 0) {
    drawing.step(growing)
    growing = growing.filter(({ finish }) => finish === undefined)
  }
  model.arena.release(mark)
  return groups.map((samples) => samples.map(finished))
}
