/** Where a round's model is trained, as switches of `round`. */
import { type TrainOn, trainOnSchema } from '#core/round/round-settings.ts'
import { type Arguments, UsageError } from './arguments.ts'
import { recipeOf } from './host-train.ts'

/** For `readArguments`. */
export const TRAIN_ON_OPTIONS: Readonly<Record<string, { readonly type: 'string' }>> = Object.fromEntries(
  ['train-on', 'python', 'model', 'layout', 'device', 'gpu', 'recipe', 'preset'].map((name) => [
    name,
    { type: 'string' },
  ]),
)

/** Undefined where the small policy is trained in this program. @throws UsageError */
export async function trainOnOf(given: Arguments): Promise<TrainOn | undefined> {
  const host = given.text('train-on')
  if (host === undefined) return undefined
  const [python, model] = [given.text('python'), given.text('model')]
  if (!python || !model) throw new UsageError('--train-on needs --python and --model')
  const gpu = given.whole('gpu', 0, 1023)
  const wish = trainOnSchema.safeParse({
    ...{ host, python, model, layout: given.text('layout'), device: given.text('device') },
    ...(gpu === undefined ? {} : { gpu }),
    recipe: await recipeOf(given),
  })
  if (wish.success) return wish.data
  const [issue] = wish.error.issues
  throw new UsageError(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}
