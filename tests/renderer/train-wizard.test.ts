/** The thinking of the training wizard: what is missing, what can be done about a finding, and that no draft is lost. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { HostView } from '#core/contract/index.ts'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import {
  hostTrainingOf,
  NEW_TRAINING,
  stepsOf,
  type TrainDraft,
  trainDraftSchema,
} from '#core/training/draft.ts'
import type { FlightFinding } from '#core/training/flight.ts'
import { hostTrainingSchema } from '#core/training/host-training.ts'
import { presetRecipe, type TrlRecipe } from '#core/training/trl-recipe.ts'
import { firstProblem, stepProblem } from '../../renderer/screens/train/wizard/check-training.ts'
import { fixOf } from '../../renderer/screens/train/wizard/fixes.ts'
import { flagText } from '../../renderer/screens/train/wizard/flag-text.ts'
import type { Ground } from '../../renderer/screens/train/wizard/use-training.ts'
import { useFlights } from '../../renderer/store/flights.ts'
import { draftOf, useTrainDraft } from '../../renderer/store/train-draft.ts'

const asked = <T>(data: T) => ({ data, failure: undefined, loading: false, reload: () => undefined })
const here: HostView = { id: THIS_COMPUTER, name: '', ways: [], link: 'idle' }
const dataset = {
  ...{ id: 'd', name: 'Samples', number: 1, hash: 'h', createdAt: '', kind: 'samples' },
  counts: { train: 20, test: 5 },
}

function groundOf(change: Partial<TrainDraft> = {}, more: Partial<Ground> = {}): Ground {
  return {
    draft: { ...NEW_TRAINING, ...change },
    datasets: asked([dataset] as never),
    hosts: asked({ hosts: [here], keysLast: true }),
    policies: asked([{ name: 'base' }]),
    dataset: dataset as never,
    probes: [],
    probe: undefined,
    host: change.host === undefined ? undefined : here,
    title: 'Samples 1',
    ...more,
  }
}

const onHost = (more: Partial<TrainDraft> = {}): Partial<TrainDraft> => ({
  ...{ host: THIS_COMPUTER, python: '/env/bin/python', model: '~/models/m' },
  ...more,
})

describe('what is missing', () => {
  it('nothing in a new draft of the small policy, and host, environment and model of one on a host', () => {
    expect(firstProblem(groundOf(), stepsOf(NEW_TRAINING))).toBeUndefined()
    expect(stepProblem(groundOf(onHost({ python: ' ' })), 'where')).toBe('pythonDue')
    expect(stepProblem(groundOf(onHost({ model: '' })), 'where')).toBe('modelDue')
    expect(stepProblem(groundOf(onHost(), { host: undefined }), 'where')).toBe('hostGone')
    expect(firstProblem(groundOf(onHost()), stepsOf({ host: THIS_COMPUTER }))).toBeUndefined()
  })
  it('a checkpoint that was meant and not chosen, or is gone', () => {
    expect(stepProblem(groundOf({ start: '' }), 'start')).toBe('startDue')
    expect(stepProblem(groundOf({ start: 'run:5' }), 'start')).toBe('startGone')
    expect(stepProblem(groundOf(onHost({ checkpoint: '' })), 'start')).toBe('startDue')
  })
  it('a number out of its range, in the recipe that would be used', () => {
    const trl = { ...NEW_TRAINING.trl, steps: 0 }
    expect(stepProblem(groundOf(onHost({ trl })), 'recipe')).toBe('rangeDue')
    expect(stepProblem(groundOf({ trl }), 'recipe')).toBeUndefined()
  })
})

describe('a kept draft', () => {
  it('comes back as it was', () => {
    const draft = { ...NEW_TRAINING, ...onHost({ checkpoint: 'run:5', gpu: 1, leaveOutLong: true }) }
    expect(trainDraftSchema.parse(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
  })
  it('loses the one field that makes no sense, and no other', () => {
    const trl = { ...presetRecipe('thisComputer'), steps: 7, group: -4, unheard: 1 }
    const kept = trainDraftSchema.parse({ trl, title: 'Mine' })
    expect(kept).toMatchObject({ title: 'Mine', trl: { steps: 7, group: 8, prompts: 16 } })
    expect(trainDraftSchema.parse({ trl: 'torn', recipe: [] }).trl).toEqual(NEW_TRAINING.trl)
  })
  it('becomes settings that the engine takes, with a GPU only where one may be used', () => {
    const wish = { dataset: 'd', host: THIS_COMPUTER }
    const settings = hostTrainingOf({ ...NEW_TRAINING, ...onHost({ checkpoint: 'run:5', gpu: 1 }) }, wish)
    expect(hostTrainingSchema.parse(settings)).toEqual(settings)
    expect(settings).toMatchObject({ gpu: 1, start: { kind: 'checkpoint', run: 'run', step: 5 } })
    expect(
      hostTrainingOf({ ...NEW_TRAINING, ...onHost({ gpu: 1, device: 'cpu' }) }, wish),
    ).not.toHaveProperty('gpu')
  })
})

describe('the draft in the window', () => {
  beforeEach(() => useTrainDraft.getState().replace(NEW_TRAINING))
  it('gives back the changes that another preset took', () => {
    useTrainDraft.getState().putTrl({ steps: 7 })
    useTrainDraft.getState().choosePreset('thisComputer')
    expect(useTrainDraft.getState()).toMatchObject({ preset: 'thisComputer', trl: { steps: 50 } })
    useTrainDraft.getState().takeBack()
    expect(useTrainDraft.getState()).toMatchObject({ preset: 'smallGpuLora', trl: { steps: 7 } })
    expect(useTrainDraft.getState().before).toBeUndefined()
  })
  it('takes no path of one host to another, and leaves a step that the other has not', () => {
    const { chooseHost, put } = useTrainDraft.getState()
    chooseHost('a')
    put({ python: '/env', model: '/m', checkpoint: 'run:5', step: 'check' })
    chooseHost('b')
    expect(draftOf(useTrainDraft.getState())).toMatchObject({ python: '', model: '', step: 'check' })
    expect(useTrainDraft.getState().checkpoint).toBeUndefined()
    chooseHost(undefined)
    expect(useTrainDraft.getState().step).toBe('where')
  })
  it('starts over from nothing, whatever was chosen', () => {
    useTrainDraft.getState().put({ ...onHost(), dataset: 'd', probe: 'p', gpu: 2 })
    useTrainDraft.getState().replace(NEW_TRAINING)
    expect(JSON.parse(JSON.stringify(draftOf(useTrainDraft.getState())))).toEqual(NEW_TRAINING)
  })
  it('hears a flight whose first line came before its id, and forgets what was accepted of the one before', () => {
    const flight = { id: 'b', state: 'running', lines: [] } as const
    useFlights.getState().accept(true)
    useFlights.getState().hear(flight)
    useFlights.getState().note('b', '{}')
    expect(useFlights.getState()).toMatchObject({ heard: { b: flight }, accepted: false })
  })
})

describe('what can be done about a finding', () => {
  const found = (name: string, values: FlightFinding['values'] = {}): FlightFinding => ({
    ...{ light: 'red', values },
    code: name.includes('.') ? name : `preflight.${name}`,
  })
  const draftWith = (trl: Partial<TrlRecipe>): TrainDraft => ({
    ...NEW_TRAINING,
    trl: { ...NEW_TRAINING.trl, ...trl },
  })
  const setBy = (finding: FlightFinding, draft = NEW_TRAINING) => {
    const fix = fixOf(finding, draft)
    return fix?.kind === 'set' ? { ...fix.change.trl, ...fix.change.draft } : fix
  }
  it('a number of answers a pass that divides those of a step', () => {
    const draft = draftWith({ prompts: 16, group: 8, microBatch: 48 })
    expect(setBy(found('microBatch'), draft)).toEqual({ microBatch: 32 })
    expect(setBy(found('fewPrompts', { train: 5, prompts: 16 }), draft)).toEqual({
      prompts: 5,
      microBatch: 40,
    })
  })
  it('less memory step by step, and nothing where there is no less', () => {
    expect(setBy(found('memoryNo'), draftWith({ microBatch: 8 }))).toEqual({ microBatch: 4 })
    expect(setBy(found('memoryNo'), draftWith({ microBatch: 1, method: 'full' }))).toEqual({ method: 'lora' })
    expect(setBy(found('memoryNo'), draftWith({ microBatch: 1 }))).toBeUndefined()
  })
  it('fewer steps, shorter answers, a choice about long prompts', () => {
    expect(setBy(found('repeats', { times: 44 }), draftWith({ steps: 50 }))).toEqual({ steps: 5 })
    const long = found('context', { tokens: 1100, context: 1024 })
    expect(setBy(long, draftWith({ maxTokens: 96 }))).toEqual({ maxTokens: 20 })
    expect(setBy(long, draftWith({ maxTokens: 80 }))).toBeUndefined()
    expect(setBy(found('tooLong', { count: 3 }))).toEqual({ leaveOutLong: true })
  })
  it('the host’s page for what is wrong there, and nothing for what is good', () => {
    expect(fixOf(found('host.keyUnknown'), NEW_TRAINING)).toEqual({ kind: 'host', panel: 'test' })
    const environments = { kind: 'host', panel: 'environments' }
    expect(fixOf(found('environmentBroken'), NEW_TRAINING)).toEqual(environments)
    expect(fixOf({ ...found('microBatch'), light: 'green' }, NEW_TRAINING)).toBeUndefined()
  })
})

describe('the real name of a setting', () => {
  it('is the flag, with its value where that is not the setting’s own', () => {
    const recipe = presetRecipe('thisComputer')
    expect(flagText('steps', recipe)).toBe('max_steps')
    expect(flagText('prompts', recipe)).toBe('gradient_accumulation_steps=4')
    expect(flagText('prompts', { ...recipe, microBatch: 48 })).toBe('gradient_accumulation_steps=128/48')
    expect(flagText('algorithm', { ...recipe, algorithm: 'gspo' })).toBe(
      'loss_type=grpo scale_rewards=group importance_sampling_level=sequence',
    )
    expect(flagText('mix', recipe)).toBeUndefined()
  })
})
