import { parse } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import type { ImportReport } from '#core/tool/import-report.ts'
import { toolSetHash } from '#core/tool/tool-text.ts'
import { saveToolSet, sha256 } from '#engine/project/tool-set-records.ts'
import { importFiles } from '#engine/tool-set/read.ts'
import { readArguments, UsageError } from './arguments.ts'
import { openOrCreate, withEngine } from './session.ts'

const refusedLines = (reports: readonly ImportReport[]): string =>
  reports
    .flatMap(({ file, refused }) => refused.map(({ where, why }) => `${file}${where && ` ${where}`}: ${why}`))
    .slice(0, 20)
    .join('\n')

/** Reads tool files; with a project, saves what was taken as a tool set there. */
export async function importVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    project: { type: 'string' },
    name: { type: 'string' },
    json: { type: 'boolean' },
  })
  if (given.files.length === 0) throw new UsageError('import needs at least one file')
  const { reports, tools } = await importFiles(given.files)
  const project = given.text('project')
  if (project !== undefined) {
    // Before a project is made for nothing.
    if (tools.length === 0) throw new Failure('toolSet.empty', {}, refusedLines(reports))
    await withEngine({ resumeJobs: false }, async ({ engine }) => {
      await openOrCreate(engine, project)
      const name = given.text('name') ?? parse(given.files[0] ?? 'tools').name
      const { store } = engine.project().folder
      await saveToolSet(store, name, tools, toolSetHash(tools, sha256), new Date().toISOString())
    })
  }
  if (given.flag('json')) return JSON.stringify(reports)
  return reports
    .map(
      (r) =>
        `${r.file}: ${r.format}, ${r.tools.length} tools, ${r.changed.length} changed, ${r.refused.length} refused`,
    )
    .join('\n')
}
