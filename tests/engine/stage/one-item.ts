/** One item of a real stage of the loop, played to its end with a single scripted answer given again and again. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { ChatChoice, ChatRequest } from '#core/endpoint/transport.ts'
import type { ExpandSettings } from '#core/expand/settings.ts'
import type { JobSpec } from '#core/job/job.ts'
import { type NoVoteReason, type SeenVerdict, seenAs } from '#core/judge/format.ts'
import { decodePrediction, type Prediction } from '#core/probe/prediction.ts'
import type { Sample } from '#core/sample/sample.ts'
import { type FanOutKind, type ItemEnd, ItemFailure, type StepRecord } from '#engine/job/kind.ts'
import { expandKind } from '#engine/stage/expand/kind.ts'
import { checkKind } from '#engine/stage/filter/check-kind.ts'
import { judgeKind } from '#engine/stage/judge/kind.ts'
import { heardFromSteps } from '#engine/stage/judge/record.ts'
import { probeKind } from '#engine/stage/probe/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { type FakeChat, fakeItem } from '#tests/fakes/item-context.ts'
import { sampleOf, tags, weather } from '../../core/probe/made-samples.ts'
import { replyOf } from './scripted.ts'

const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url))
const prompts = createPrompts({ resourcesFolder })
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export type Said = Partial<ChatChoice>
/** The same answer each time, or whoever answers. */
export type Voice = Said | FakeChat
const voiceOf = (voice: Voice): FakeChat => (typeof voice === 'function' ? voice : async () => replyOf(voice))

/** Samples that the kinds below read, by id: whoever plays an item puts its sample here. */
const shelf = new Map<string, Sample>()
const source = {
  samples: async function* () {},
  sample: async (_dataset: string, id: string): Promise<Sample> => {
    const found = shelf.get(id)
    if (!found) throw new Error(`no sample ${id}`)
    return found
  },
}
const kinds = {
  probe: probeKind({ ...source, preamble: async () => 'Call tools.' }),
  judge: judgeKind({ ...source, predictions: async function* () {}, prompts }),
  check: checkKind({ ...source, prompts }),
  expand: expandKind({
    ...source,
    seeds: async function* () {},
    heldOut: async function* () {},
    prompts,
    sha256,
  }),
}

export interface PlayedItem {
  readonly steps: readonly StepRecord[]
  readonly asked: readonly Omit<ChatRequest, 'model'>[]
  readonly counters: Readonly<Record<string, number>>
  readonly end?: ItemEnd
  readonly failure?: ItemFailure
}

interface Item {
  readonly settings: object
  readonly sample: Sample
  readonly input: object
  readonly say: FakeChat
}

async function play<S>(
  kind: FanOutKind<S>,
  { settings: raw, sample, input, say }: Item,
): Promise<PlayedItem> {
  shelf.set(sample.id, sample)
  const settings = kind.decodeSettings({ dataset: 'd', ...raw })
  const spec: JobSpec = {
    ...{ id: kind.name, kind: kind.name, kindVersion: 1, title: '', inputs: {}, prompts: {}, roles: {} },
    ...{
      settings,
      seed: 7,
      budget: {},
      concurrency: 1,
      appVersion: '0',
      createdAt: '2026-01-01T00:00:00.000Z',
    },
  }
  const asked: Omit<ChatRequest, 'model'>[] = []
  const { context, steps, counters } = fakeItem({
    ...{ spec, settings, key: sample.id, input },
    chat: (role, request, player) => {
      asked.push(request)
      return say(role, request, player)
    },
  })
  try {
    return { end: await kind.run(context), steps, asked, counters }
  } catch (error) {
    if (error instanceof ItemFailure) return { failure: error, steps, asked, counters }
    throw error
  }
}

/** A label and a prediction that differ, neither of which breaks a rule. */
export const DISPUTED = sampleOf([weather({ city: 'Lima', days: 3 })], { id: 'disputed' })
export const DISPUTED_ANSWER = tags(['get_weather', { city: 'Lima', days: 5 }])

/** What a judge's only answer comes to: the verdict as it put it, or why it is no vote. */
export async function judgeOne(
  said: Voice,
  { sample = DISPUTED, text = DISPUTED_ANSWER }: { sample?: Sample; text?: string } = {},
): Promise<PlayedItem & { readonly outcome: SeenVerdict | NoVoteReason }> {
  const played = await play(kinds.judge, {
    settings: { probe: 'p', votes: 1, quorum: 1 },
    ...{ sample, input: { ordinal: 0, text }, say: voiceOf(said) },
  })
  const [first] = heardFromSteps(sample.id, played.steps)
  const outcome = first?.vote ? seenAs(first.vote.verdict, first.vote.swapped) : first?.wrong?.reason
  if (outcome === undefined) throw new Error('the judge was not heard')
  return { ...played, outcome }
}

/** What a checker's only answer comes to: its verdict, or why it is no vote. */
export async function checkOne(said: Voice): Promise<PlayedItem & { readonly outcome: string }> {
  const played = await play(kinds.check, {
    ...{ settings: {}, sample: DISPUTED, input: { ordinal: 0 }, say: voiceOf(said) },
  })
  const verdict = (played.steps[0]?.body as { verdict?: string } | undefined)?.verdict
  return { ...played, outcome: verdict ?? played.failure?.reason ?? 'nothing' }
}

/** `taken`, or why the expander's only answer was refused. */
export async function expandOne(
  said: Voice,
  seed: Sample,
  more: Partial<ExpandSettings> = {},
): Promise<PlayedItem & { readonly outcome: string }> {
  const [right] = seed.accepted
  const played = await play(kinds.expand, {
    settings: { judgeJob: 'j', children: 1, tries: 1, check: null, ...more },
    sample: seed,
    input: {
      ...{ sample: seed.id, wrong: 'I do not know.', analysis: '', approach: '' },
      right:
        right?.kind === 'calls'
          ? right.calls.map((call) => tags([call.name, JSON.parse(call.arguments)])).join('\n')
          : '',
    },
    say: voiceOf(said),
  })
  const step = played.steps[0]?.body as { taken?: string; refused?: string } | undefined
  return { ...played, outcome: step?.taken === undefined ? (step?.refused ?? 'nothing') : 'taken' }
}

/** What is kept of the policy's only answer. */
export async function probeOne(
  said: Voice,
  sample: Sample,
): Promise<PlayedItem & { readonly prediction: Prediction }> {
  const played = await play(kinds.probe, {
    ...{ settings: {}, sample, input: { ordinal: 0 }, say: voiceOf(said) },
  })
  return { ...played, prediction: decodePrediction(played.steps[0]?.body) }
}
