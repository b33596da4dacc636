/** One GRPO step: draw answers, reward them, update the weights. */
import { compactAnswer } from '#core/nano/compact-prompt.ts'
import { Random } from '#core/random/random.ts'
import type { Sample } from '#core/sample/sample.ts'
import { groupAdvantages, isDead } from '#core/training/advantage.ts'
import { paceAt, type Recipe } from '#core/training/recipe.ts'
import { rewardOf } from '#core/training/reward.ts'
import { type Metrics, stepMetrics } from '#core/training/step-metrics.ts'
import type { Completion, GrpoReport, NanoEngine, TrainGroup } from '../nano/engine.ts'
import type { Policy } from './policy.ts'

export interface Prompt {
  readonly sample: Sample
  readonly text: string
  readonly tokens: Int32Array
  /** Share of the start's right answers, where a probe knows. */
  readonly rate?: number
}

interface Answer {
  readonly completion: Completion
  readonly text: string
  readonly reward: number
  readonly parts: Readonly<Record<string, number>>
}

interface Group {
  readonly prompt: Prompt
  readonly answers: readonly Answer[]
  readonly advantages: readonly number[]
}

export interface StepParts {
  readonly policy: Policy
  /** Where the KL estimate is wanted: the weights that training started from. */
  readonly reference: NanoEngine | undefined
  readonly recipe: Recipe
  readonly seed: number
  /** ms */
  readonly clock: () => number
}

export interface StepDone {
  readonly metrics: Metrics
  /** One an answer, as a line of `rollouts/<step>.jsonl`. */
  readonly rollouts: readonly Readonly<Record<string, unknown>>[]
}

function judged(policy: Policy, recipe: Recipe, prompt: Prompt, drawn: readonly Completion[]): Group {
  const answers = drawn.map((completion): Answer => {
    const text = policy.textOf(completion)
    return { completion, text, ...rewardOf(prompt.sample, text, recipe.reward) }
  })
  const rewards = answers.map(({ reward }) => reward)
  return { prompt, answers, advantages: groupAdvantages(rewards, recipe.advantage) }
}

async function trainGroup({ prompt, answers, advantages }: Group, parts: StepParts): Promise<TrainGroup> {
  const all = answers.map(({ completion }) => completion.tokens)
  const reference = await parts.reference?.logprobs(prompt.tokens, all)
  const completions = answers.map(({ completion: { tokens, logprobs: oldLogprobs } }, i) => {
    const refLogprobs = reference?.[i]
    const advantage = advantages[i] ?? 0
    return { tokens, advantage, oldLogprobs, ...(refLogprobs ? { refLogprobs } : {}) }
  })
  return { prompt: prompt.tokens, completions }
}

/** A step whose groups are all dead has nothing to say to the weights. */
function nothingLearnt(groups: readonly Group[]): GrpoReport {
  const entropies = groups.flatMap(({ answers }) =>
    answers.flatMap(({ completion }) => Array.from(completion.entropies)),
  )
  const entropy = entropies.reduce((sum, value) => sum + value, 0) / Math.max(1, entropies.length)
  return { loss: 0, entropy, kl: 0, clipShare: 0, gradNorm: 0, tokens: 0, seconds: 0 }
}

async function update(groups: readonly Group[], parts: StepParts, lr: number): Promise<GrpoReport> {
  const { policy, recipe } = parts
  const { gradClip, clipLow, clipHigh, klWeight, aggregation } = recipe
  if (groups.every(isGroupDead) && klWeight === 0) return nothingLearnt(groups)
  const trained = await Promise.all(groups.map((group) => trainGroup(group, parts)))
  const options = { lr, gradClip, weightDecay: 0, clipLow, clipHigh, klWeight, aggregation }
  return policy.engine.grpoStep(trained, options)
}

const rolloutLines = (step: number, groups: readonly Group[]) =>
  groups.flatMap(({ prompt, answers, advantages }, group) =>
    answers.map(({ completion, text, reward, parts }, index) => ({
      step,
      group,
      index,
      sample_id: prompt.sample.id,
      kind: prompt.sample.kind,
      input: prompt.text,
      output: text,
      gts: prompt.sample.accepted.map(compactAnswer),
      score: reward,
      parts,
      advantage: advantages[index] ?? 0,
      tokens: completion.tokens.length,
      finish: completion.finish,
    })),
  )

/** The prompts of a step. */
export interface Batch {
  readonly prompts: readonly Prompt[]
  /** What may take the place of each, in turn: as many as the recipe redraws. */
  readonly spares: readonly (readonly Prompt[])[]
}

const isGroupDead = ({ answers }: Group): boolean => isDead(answers.map(({ reward }) => reward))

/** Draws answers for the batch, and for spares where a group turned out dead. All that was drawn; dead groups teach nothing. */
async function drawGroups(step: number, { prompts, spares }: Batch, parts: StepParts) {
  const { policy, recipe, seed, clock } = parts
  const { group: count, temperature, maxTokens, redraws } = recipe
  const options = { count, temperature, maxTokens, stopTokens: policy.stopTokens }
  const groups: Group[] = []
  let drawing = 0
  let slots = prompts.map((prompt, slot) => ({ prompt, slot }))
  for (let attempt = 0; slots.length > 0; attempt++) {
    const began = clock()
    const drawn = await policy.engine.generate(
      slots.map(({ prompt }) => prompt.tokens),
      { ...options, seed: new Random(seed, 'rollout', step, attempt).seed() },
    )
    drawing += clock() - began
    const got = slots.map(({ prompt }, i) => judged(policy, recipe, prompt, drawn[i] ?? []))
    groups.push(...got)
    const dead = attempt < redraws ? slots.filter((_, i) => got[i] && isGroupDead(got[i])) : []
    slots = dead.flatMap(({ slot }) => {
      const prompt = spares[slot]?.[attempt]
      return prompt ? [{ prompt, slot }] : []
    })
  }
  return { groups, drawing }
}

/** Step number `step` on its batch; what it draws depends on the seed, the step and the weights only. */
export async function trainStep(step: number, batch: Batch, parts: StepParts): Promise<StepDone> {
  const { recipe, clock } = parts
  const began = clock()
  const { groups, drawing } = await drawGroups(step, batch, parts)
  const judgedAt = clock()
  const lr = recipe.lr * paceAt(recipe, step)
  const report = await update(groups, parts, lr)
  const end = clock()
  const facts = groups.map(({ prompt, answers }) => ({
    kind: prompt.sample.kind,
    answers: answers.map(({ reward, completion }) => ({
      reward,
      tokens: completion.tokens.length,
      finish: completion.finish,
    })),
  }))
  const times = {
    rollout: drawing / 1000,
    reward: (judgedAt - began - drawing) / 1000,
    update: (end - judgedAt) / 1000,
    step: (end - began) / 1000,
  }
  return { metrics: stepMetrics(facts, { ...report, lr }, times), rollouts: rolloutLines(step, groups) }
}
