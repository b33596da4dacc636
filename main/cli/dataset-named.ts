import { Failure } from '#core/failure/failure.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { Engine } from '#engine/index.ts'

/** The dataset of that id, number or name; the latest where none is named. @throws Failure `dataset.notFound` */
export async function datasetNamed(engine: Engine, name: string | undefined): Promise<Dataset> {
  const all = await engine.handlers['dataset.list'](undefined)
  const found =
    name === undefined
      ? all[0]
      : all.find(({ id, number, name: title }) => [id, String(number), title].includes(name))
  if (!found) throw new Failure('dataset.notFound', {}, name ?? 'prepare samples first')
  return found
}
