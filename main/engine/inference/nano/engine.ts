/**
 * What the small policy can be asked. Tokens in, tokens and numbers out: texts, rewards, files of a run and jobs are
 * made elsewhere. Everything is deterministic on one machine: the same weights, the same inputs and the same seed give
 * the same bits, whatever the number of threads and whatever else is asked in the same call.
 */
import type { NanoConfig } from './config.ts'

export interface GenerateOptions {
  /** Samples a prompt, 1 or more. */
  readonly count: number
  /** 0 takes the likeliest token each time; then `count` should be 1. */
  readonly temperature: number
  /** Most tokens an answer may have, the stop token included. */
  readonly maxTokens: number
  /** An answer ends with the first of these, which is its last token. */
  readonly stopTokens: readonly number[]
  /** Each sample's numbers come from hash(seed, prompt, index of the sample). */
  readonly seed: number
}

export interface Completion {
  readonly tokens: Int32Array
  /** Natural logarithm of the policy's own probability of each token, at temperature 1. */
  readonly logprobs: Float32Array
  /** Entropy in nats of the policy's distribution where each token was drawn, at temperature 1. */
  readonly entropies: Float32Array
  /** `length`: cut off at maxTokens or at the end of the context. */
  readonly finish: 'stop' | 'length'
}

/** AdamW's and the clip's settings of one step. */
export interface StepOptions {
  /** Learning rate of AdamW, of this step: warm-up and decay are the caller's. */
  readonly lr: number
  /** The gradient is shortened to this Euclidean length; 0 leaves it as it is. */
  readonly gradClip: number
  /** Decoupled decay of matrices; norms' gains never decay. */
  readonly weightDecay: number
  /** Muon's learning rate for the matrices inside the layers; without it AdamW trains everything. */
  readonly muonLr?: number
}

export interface TrainCompletion {
  readonly tokens: Int32Array
  readonly advantage: number
  /** Of the policy that drew the tokens; one a token. */
  readonly oldLogprobs: Float32Array
  /** Of the reference policy; needed when klWeight is above 0. */
  readonly refLogprobs?: Float32Array
}

export interface TrainGroup {
  readonly prompt: Int32Array
  readonly completions: readonly TrainCompletion[]
}

/**
 * How token losses become one number: `token` is the mean over all tokens of the batch (DAPO, arXiv 2503.14476),
 * `sequence` the mean over completions of each one's token mean (GRPO, arXiv 2402.03300), `constant` the sum over tokens
 * divided by completions × longest completion (after Dr. GRPO, arXiv 2503.20783).
 */
export type Aggregation = 'token' | 'sequence' | 'constant'

export interface GrpoOptions extends StepOptions {
  /** The ratio of probabilities counts within [1 − clipLow, 1 + clipHigh]. */
  readonly clipLow: number
  readonly clipHigh: number
  /** Weight of the KL estimate (k3: r − 1 − log r) against the reference. */
  readonly klWeight: number
  readonly aggregation: Aggregation
}

export interface GrpoReport {
  readonly loss: number
  /** Mean entropy in nats of the tokens trained on. */
  readonly entropy: number
  /** Mean k3 estimate against the reference; 0 without one. */
  readonly kl: number
  /** Share of tokens whose ratio was clipped. */
  readonly clipShare: number
  /** Before clipping. */
  readonly gradNorm: number
  /** Completion tokens trained on; groups without any advantage are left out when klWeight is 0. */
  readonly tokens: number
  readonly seconds: number
}

export interface SupervisedSequence {
  readonly tokens: Int32Array
  /** One a token: how much predicting it counts. The first token is never predicted. */
  readonly weights: Float32Array
}

export interface SupervisedReport {
  /** Weighted mean of −log p, in nats. */
  readonly loss: number
  readonly gradNorm: number
  /** All tokens read, weighted or not. */
  readonly tokens: number
  readonly seconds: number
}

export interface SaveOptions {
  readonly weights: 'f32' | 'f16'
  /** Also the optimizer's state (optimizer.safetensors), so that training goes on exactly. */
  readonly optimizer: boolean
  /** Further texts of the folder by name, e.g. tokenizer.json. */
  readonly files: Readonly<Record<string, string>>
  /** What complete.json says, e.g. the step. */
  readonly facts: Readonly<Record<string, string | number>>
}

export interface NanoEngine {
  readonly config: NanoConfig
  /** Per prompt, per sample. Throws Failure `policy.promptTooLong` when a prompt leaves no room for an answer. */
  generate(
    prompts: readonly Int32Array[],
    options: GenerateOptions,
  ): Promise<readonly (readonly Completion[])[]>
  /** Log-probability of each token of each completion after the prompt. */
  logprobs(prompt: Int32Array, completions: readonly Int32Array[]): Promise<readonly Float32Array[]>
  /** One update of the weights. Throws Failure `policy.lossNotFinite` and leaves weights and optimizer untouched. */
  grpoStep(groups: readonly TrainGroup[], options: GrpoOptions): Promise<GrpoReport>
  /** One update of the weights; fails as grpoStep does. */
  supervisedStep(sequences: readonly SupervisedSequence[], options: StepOptions): Promise<SupervisedReport>
  /** Writes the folder whole or not at all; an existing folder of that name is replaced. */
  save(folder: string, options: SaveOptions): Promise<void>
  /** Takes weights (and optimizer state, if asked for) from a folder that `save` or another program wrote. */
  load(folder: string, options: { readonly optimizer: boolean }): Promise<void>
  close(): Promise<void>
}
