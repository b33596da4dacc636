/**
 * Drawing answers: each prompt is read once, then all samples of the batch grow by a token a step, as one where they
 * are still alike.
 */
import { Random } from '#core/random/random.ts'
import { BatchMaker } from './batch.ts'
import { HEAD_WIDTH, type NanoConfig } from './config.ts'
import type { Completion, GenerateOptions } from './engine.ts'
import {
  finishLayer,
  layerRoom,
  logitsOf,
  normLast,
  prefill,
  projectKeys,
  projectQueries,
  readIn,
} from './forward.ts'
import type { Model } from './model.ts'
import type { LayerTape } from './tape.ts'
import type { LayerTensors } from './tensors.ts'

/** Some samples of one prompt: indices from `first` on. */
export interface DrawUnit extends Omit<GenerateOptions, 'count'> {
  readonly prompt: Int32Array
  readonly first: number
  readonly count: number
}

/** A prompt that has been read but for its last token: where its keys and values lie by head, a layer each. */
interface ReadPrompt {
  readonly count: number
  readonly keys: readonly number[]
  readonly values: readonly number[]
}

interface Sample {
  readonly unit: DrawUnit
  readonly random: Random
  readonly most: number
  readonly tokens: number[]
  readonly logprobs: number[]
  readonly entropies: number[]
  finish: Completion['finish'] | undefined
}

/**
 * Samples of one prompt that have drawn the same tokens so far. What follows depends on those only, so they go through
 * the model as one until their draws differ.
 */
interface Branch {
  readonly prompt: ReadPrompt
  readonly samples: readonly Sample[]
  /** Which of the caches of own keys and values is its own, and how many tokens it holds. */
  readonly slot: number
  readonly held: number
  /** The token that goes through the model next: the prompt's last, then what was drawn. */
  readonly next: number
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
  private slots = 0
  private readonly layer: LayerTape
  private readonly places: readonly [number, number]
  private readonly ints: number
  private readonly slotInts: number
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
    this.slotInts = arena.take(samples)
    this.positions = arena.take(samples)
    this.normed = arena.take(samples * config.width)
    this.logits = arena.take(samples * config.vocab)
    this.spare = arena.take(Math.max(config.vocab, config.context + 8))
    this.measures = arena.take(8)
  }

  begin(prompt: ReadPrompt, next: number, samples: readonly Sample[]): Branch {
    return { prompt, samples, slot: this.slots++, held: 0, next }
  }

  /** Draws a sample's next token from a weighed row, notes it, and ends the sample if that was its last. */
  private draw(sample: Sample, logits: number): void {
    const { kernels, config, floats } = this.model
    const { temperature, stopTokens } = sample.unit
    const u = temperature === 0 ? -1 : sample.random.next()
    const token = kernels.draw(logits, config.vocab, u, this.spare, this.measures)
    sample.tokens.push(token)
    sample.entropies.push(floats[this.measures / 4 + 4] ?? 0)
    sample.logprobs.push(floats[this.measures / 4 + 5] ?? 0)
    if (stopTokens.includes(token)) sample.finish = 'stop'
    else if (sample.tokens.length >= sample.most) sample.finish = 'length'
  }

  /** A cache that begins as another's copy. */
  private copyOf(slot: number, held: number): number {
    const { model, room } = this
    const copy = this.slots++
    const ofHead = room * HEAD_WIDTH * 4
    const ofSlot = ofHead * model.config.heads
    for (const cache of [...this.keys, ...this.values]) {
      for (let head = 0; head < model.config.heads; head++) {
        const at = cache + head * ofHead
        model.copy(at + copy * ofSlot, at + slot * ofSlot, held * HEAD_WIDTH)
      }
    }
    return copy
  }

  /** The branches that go on after each of a branch's samples has drawn: one a token that any of them drew. */
  private fork(branch: Branch): Branch[] {
    const held = branch.held + 1
    const byToken = new Map<number, Sample[]>()
    for (const sample of branch.samples) {
      if (sample.finish !== undefined) continue
      const next = sample.tokens.at(-1) ?? 0
      const known = byToken.get(next)
      if (known) known.push(sample)
      else byToken.set(next, [sample])
    }
    return [...byToken].map(([next, samples], n) => {
      const slot = n === 0 ? branch.slot : this.copyOf(branch.slot, held)
      return { prompt: branch.prompt, samples, slot, held, next }
    })
  }

  /** Branches of one prompt stand side by side and attend together. */
  private attend(branches: readonly Branch[], n: number): void {
    const { model, layer, room } = this
    const { kernels, inner, config } = model
    for (let first = 0; first < branches.length; ) {
      const { prompt, held } = branches[first] as Branch
      let end = first + 1
      while (branches[end]?.prompt === prompt) end++
      const at = first * inner * 4
      kernels.attendRows(
        layer.attended + at,
        layer.query + at,
        layer.key + at,
        layer.value + at,
        end - first,
        this.slotInts + first * 4,
        prompt.keys[n] ?? 0,
        prompt.values[n] ?? 0,
        prompt.count,
        this.keys[n] ?? 0,
        this.values[n] ?? 0,
        room,
        held + 1,
        config.heads,
        model.scale,
        this.spare,
      )
      first = end
    }
  }

  /** Logits of all branches' next tokens. */
  private run(branches: readonly Branch[]): void {
    const { model } = this
    const { kernels, config, ints, tensors } = model
    const rows = branches.length
    branches.forEach(({ prompt, slot, held, next }, row) => {
      ints[this.ints / 4 + row] = next
      ints[this.slotInts / 4 + row] = slot
      ints[this.positions / 4 + row] = prompt.count + held
    })
    kernels.gatherRows(this.places[0], model.weight(tensors.embedding), this.ints, rows, config.width)
    tensors.layers.forEach((layer: LayerTensors, n) => {
      const tape = { ...this.layer, input: this.places[n % 2] ?? 0 }
      readIn(model, layer, tape, rows)
      projectKeys(model, layer, tape, rows, this.positions)
      projectQueries(model, layer, tape, rows, this.positions)
      this.attend(branches, n)
      finishLayer(model, layer, tape, rows, this.places[(n + 1) % 2] ?? 0)
    })
    const last = this.places[tensors.layers.length % 2] ?? 0
    const { normed, logits } = this
    normLast(model, { rows, wantedFrom: 0, last, normed, lastInverse: this.layer.feedInverse })
    logitsOf(model, logits, normed, rows)
  }

  /** One more token for each sample of these branches. @returns the branches that go on */
  step(branches: readonly Branch[]): Branch[] {
    const { kernels, config } = this.model
    this.run(branches)
    return branches.flatMap((branch, row) => {
      const logits = this.logits + row * config.vocab * 4
      const temperature = branch.samples[0]?.unit.temperature ?? 0
      kernels.weighTokens(logits, config.vocab, temperature, this.spare, this.measures)
      for (const sample of branch.samples) this.draw(sample, logits)
      return this.fork(branch)
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

/** Reads the prompts of a batch but for their last tokens, in parts. */
function readPrompts(model: Model, units: readonly DrawUnit[]): ReadPrompt[] {
  const { arena, config, inner, kernels } = model
  const caches = ({ prompt }: DrawUnit): number[] =>
    model.tensors.layers.map(() => arena.take((prompt.length - 1) * inner))
  const read = units.map((unit) => ({
    count: unit.prompt.length - 1,
    keys: caches(unit),
    values: caches(unit),
  }))
  for (let from = 0; from < units.length; ) {
    const mark = arena.mark()
    const part = firstPart(units.slice(from))
    const batch = new BatchMaker()
    const segments = part.map(({ prompt }) => batch.append(prompt.subarray(0, -1)))
    batch.wantFromHere()
    const { layers } = prefill(model, batch)
    segments.forEach(({ first, count }, i) => {
      const one = read[from + i] as ReadPrompt
      const at = first * inner * 4
      layers.forEach(({ key, value }, n) => {
        kernels.splitHeads(one.keys[n] ?? 0, key + at, count, config.heads)
        kernels.splitHeads(one.values[n] ?? 0, value + at, count, config.heads)
      })
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

function samplesOf(model: Model, unit: DrawUnit): Sample[] {
  const key = unit.prompt.join(' ')
  return Array.from({ length: unit.count }, (_, i) => ({
    unit,
    random: new Random(unit.seed, key, unit.first + i),
    most: answerRoom(model.config, unit),
    tokens: [],
    logprobs: [],
    entropies: [],
    finish: undefined,
  }))
}

/** Draws all samples of the units, per unit. What one unit gives does not depend on the others. */
export function drawCompletions(model: Model, units: readonly DrawUnit[]): Completion[][] {
  const mark = model.arena.mark()
  const total = units.reduce((sum, { count }) => sum + count, 0)
  const room = Math.max(1, ...units.map((unit) => answerRoom(model.config, unit)))
  const drawing = new Drawing(model, total, room)
  const prompts = readPrompts(model, units)
  const groups = units.map((unit) => samplesOf(model, unit))
  let growing = units.map(({ prompt }, n) =>
    drawing.begin(prompts[n] as ReadPrompt, prompt.at(-1) ?? 0, groups[n] ?? []),
  )
  while (growing.length > 0) growing = drawing.step(growing)
  model.arena.release(mark)
  return groups.map((samples) => samples.map(finished))
}
