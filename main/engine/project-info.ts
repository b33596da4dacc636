/** What is told of a project: where it is, and how much it holds. */
import type { ProjectInfo, ReadOnlyReason } from '#core/contract/views.ts'
import { listDatasets } from './project/dataset-records.ts'
import type { ProjectFolder } from './project/folder.ts'
import { listToolSets } from './project/tool-set-records.ts'

export async function projectInfo(
  { store, file, folder }: ProjectFolder,
  readOnly: ReadOnlyReason | undefined,
): Promise<ProjectInfo> {
  const toolSets = await listToolSets(store)
  const datasets = await listDatasets(store)
  const dialogs = await store.get(
    "SELECT count(*) AS n FROM item JOIN job ON job.number = item.job WHERE job.kind = 'simulate' AND item.state = 'done'",
  )
  return {
    id: file.id,
    folder,
    name: file.name,
    sample: file.sample,
    ...(readOnly === undefined ? {} : { readOnly }),
    counts: {
      toolSets: toolSets.length,
      tools: toolSets[0]?.toolCount ?? 0,
      dialogs: Number(dialogs?.n ?? 0),
      datasets: datasets.length,
      samples: datasets.reduce((sum, { counts }) => sum + counts.train + counts.test, 0),
    },
  }
}
