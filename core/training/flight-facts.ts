/** What a host says of a training that it is to run (resources/host/preflight.py), and what that means for it. */
import { z } from 'zod'
import { diskSchema, gpuPartSchema, memorySchema } from '../host/facts.ts'
import type { FlightFinding } from './flight.ts'
import type { HostTraining } from './host-training.ts'
import { type ModelShape, readModelShape, SMALL_SHAPE } from './model-shape.ts'
import { finding, gib, type MachineFacts } from './preflight.ts'

const text = z.string().max(20_000)

const modelSchema = z.object({
  bytes: z.number().default(0),
  parameters: z.number().default(0),
  /** Numbers and switches of its config.json. */
  config: z.record(z.string(), z.union([z.number(), z.boolean()])).default({}),
  /** Code of a failure, and what fills its sentence. */
  problem: text.nullish(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  detail: text.default(''),
})

const environmentSchema = z.object({
  modules: z.record(z.string(), text.nullable()).default({}),
  /** Of its torch; null: for CPUs only. */
  cuda: text.nullish(),
  /** Names of the GPUs that its torch can use. */
  gpus: z.array(text).max(1024).default([]),
  problem: text.nullish(),
})

export const lookedSchema = z.object({
  type: z.literal('looked'),
  environment: environmentSchema,
  model: modelSchema,
  gpu: gpuPartSchema,
  memory: memorySchema,
  disk: diskSchema,
})
export type Looked = z.infer<typeof lookedSchema>

/** The TRL whose behaviour the kit was written against and is tried with. */
const TRL_KNOWN = '1.16'

/** Whether the environment, the device and the model will do. */
export function reachFindings(looked: Looked, settings: HostTraining): FlightFinding[] {
  return [finding('green', 'reached'), ...environmentFindings(looked, settings), ...modelFindings(looked)]
}

function environmentFindings(
  { environment, gpu }: Looked,
  { python, device, gpu: wanted }: HostTraining,
): FlightFinding[] {
  const { modules, problem, gpus } = environment
  if (typeof problem === 'string')
    return [finding('red', 'environmentBroken', { python }, { detail: problem })]
  const trl = modules.trl ?? '–'
  const isKnown = trl === TRL_KNOWN || trl.startsWith(`${TRL_KNOWN}.`)
  const isAbsent = device !== 'cpu' && wanted !== undefined && !gpu.gpus.some(({ index }) => index === wanted)
  return [
    finding('green', 'environmentSound', { trl, torch: modules.torch ?? '–' }),
    ...(isKnown ? [] : [finding('amber', 'trlOther', { trl, known: TRL_KNOWN })]),
    ...(isAbsent ? [finding('red', 'gpuAbsent', { gpu: wanted })] : []),
    ...(device === 'cuda' && gpus.length === 0 ? [finding('red', 'gpuMissing')] : []),
    ...(device === 'auto' && gpus.length === 0 && gpu.gpus.length > 0 ? [finding('amber', 'gpuUnused')] : []),
  ]
}

function modelFindings({ model }: Looked): FlightFinding[] {
  const { problem, values, detail, parameters, bytes } = model
  if (typeof problem === 'string') return [{ light: 'red', code: problem, values, detail }]
  return [finding('green', 'modelWhole', { parameters: Math.round(parameters / 1e5) / 10, size: gib(bytes) })]
}

/** Undefined where the model is not whole, or no plain decoder. */
export const shapeIn = ({ model }: Looked): ModelShape | undefined =>
  typeof model.problem === 'string' ? undefined : readModelShape(JSON.stringify(model.config))

/** What the training would use: the GPU that was asked for or has most free memory, or main memory. */
export function machineIn({ environment, gpu, memory }: Looked, settings: HostTraining): MachineFacts {
  const usable = settings.device === 'cpu' || environment.gpus.length === 0 ? [] : gpu.gpus
  const free = (one: (typeof usable)[number]): number => (one.memoryTotal ?? 0) - (one.memoryUsed ?? 0)
  const [best] = usable
    .filter(({ index }) => settings.gpu === undefined || index === settings.gpu)
    .sort((a, b) => free(b) - free(a))
  if (best)
    return {
      free: free(best),
      half: true,
      gpu: {
        ...{ index: best.index, name: best.name },
        others: best.processes.map(({ user, memory: bytes }) => ({ user: user ?? '?', bytes: bytes ?? 0 })),
      },
    }
  const main = memory.available ?? memory.total ?? 0
  return { free: Math.min(main, memory.limit ?? main), half: false }
}

/** The compact layout belongs to models of the small policy's shape, and to no other. */
export function layoutFindings(
  shape: ModelShape | undefined,
  layout: HostTraining['layout'],
): FlightFinding[] {
  if (shape === undefined) return []
  const { vocabulary, hidden, context } = SMALL_SHAPE
  const isSmall = shape.vocabulary === vocabulary && shape.hidden === hidden && shape.context === context
  return isSmall === (layout === 'small') ? [] : [finding('amber', 'layoutOdd')]
}
