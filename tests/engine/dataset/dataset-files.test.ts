import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type DatasetPlan, FILES, writeDataset } from '#engine/dataset/dataset-files.ts'
import { withDuckDb } from '#engine/dataset/duckdb.ts'
import type { SampleSpool } from '#engine/dataset/sample-spool.ts'
import { inFolder, neverStopped, sampleNumber } from './samples.ts'

const planIn = (datasetsFolder: string): DatasetPlan => ({
  datasetsFolder,
  job: 'job-1',
  preamble: 'Do it.',
  testShare: 0.02,
  seed: 2025,
  round: 1,
})
const fillWith = (count: number) => async (spool: SampleSpool) => {
  for (let i = 0; i < count; i++) spool.add(sampleNumber(i))
}
const digests = async (folder: string) => {
  const names = (await readdir(folder)).sort()
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))))
  return names.map((name, i) => `${name} ${createHash('sha256').update(files[i]!).digest('hex')}`)
}
const query = (folder: string, file: string, sql: string) =>
  withDuckDb(folder, async (connection) =>
    (
      await connection.runAndReadAll(`${sql} FROM read_parquet($file)`, { file: join(folder, file) })
    ).getRowObjectsJson(),
  )

describe('a dataset on disk', () => {
  it('has the same bytes under the same name when it is written again elsewhere', async () => {
    await inFolder(async (one) => {
      await inFolder(async (two) => {
        const first = (await writeDataset(planIn(one), fillWith(2500), neverStopped()))!
        const second = (await writeDataset({ ...planIn(two), job: 'job-2' }, fillWith(2500), neverStopped()))!
        expect(second.hash).toBe(first.hash)
        expect(await digests(second.folder)).toEqual(await digests(first.folder))
        expect(first).toMatchObject({ train: 2450, test: 50 })
      })
    })
  })

  it('has another name when a sample, the prompt or the split is another', async () => {
    await inFolder(async (folder) => {
      const hashes = new Set<string>()
      const plan = planIn(folder)
      for (const [one, count] of [
        [plan, 20],
        [plan, 21],
        [{ ...plan, preamble: 'Do that.' }, 20],
        [{ ...plan, seed: 1 }, 20],
        [{ ...plan, testShare: 0.1 }, 20],
      ] as const) {
        hashes.add((await writeDataset(one, fillWith(count), neverStopped()))!.hash)
      }
      expect(hashes.size).toBe(5)
    })
  })

  it('leaves nothing behind when it is stopped, fails or has no sample, and starts over what a kill left', async () => {
    await inFolder(async (folder) => {
      await expect(
        writeDataset(
          planIn(folder),
          async () => {
            throw new Error('no more dialogs')
          },
          neverStopped(),
        ),
      ).rejects.toThrow('no more dialogs')
      await expect(
        writeDataset(planIn(folder), fillWith(10), AbortSignal.abort(new Error('paused'))),
      ).rejects.toThrow('paused')
      expect(await writeDataset(planIn(folder), fillWith(0), neverStopped())).toBeUndefined()
      expect(await readdir(folder)).toEqual([])
      await mkdir(join(folder, '.building-job-1'))
      await writeFile(join(folder, '.building-job-1', 'left-over.parquet'), 'half')
      const written = (await writeDataset(planIn(folder), fillWith(10), neverStopped()))!
      expect(await readdir(folder)).toEqual([written.hash])
      expect((await readdir(written.folder)).sort()).toEqual(Object.values(FILES).sort())
    })
  })

  it('keeps row groups at 1,000 rows or less and the schema that verl reads', async () => {
    await inFolder(async (folder) => {
      const { folder: at } = (await writeDataset(planIn(folder), fillWith(2500), neverStopped()))!
      const groups = await withDuckDb(at, async (connection) =>
        (
          await connection.runAndReadAll(
            'SELECT DISTINCT row_group_id, row_group_num_rows AS n FROM parquet_metadata($file) ORDER BY 1',
            { file: join(at, FILES.train) },
          )
        ).getRowObjectsJS(),
      )
      expect(groups.map((group) => Number(group.n))).toEqual([1000, 1000, 450])
      for (const file of [FILES.train, FILES.test]) {
        const [types] = await query(
          at,
          file,
          'SELECT typeof(prompt) p, typeof(reward_model) r, typeof(extra_info) e',
        )
        expect(types).toEqual({
          p: 'STRUCT("role" VARCHAR, "content" VARCHAR)[]',
          r: 'STRUCT(style VARCHAR, ground_truth VARCHAR)',
          e: 'STRUCT(split VARCHAR, "index" BIGINT, instruction VARCHAR, "input" VARCHAR, output VARCHAR, sample_id VARCHAR, round BIGINT, kind VARCHAR, tools VARCHAR, accepted VARCHAR)',
        })
      }
    })
  })

  it('writes each sample once, into training or test, as the method lays it out', async () => {
    await inFolder(async (folder) => {
      const { folder: at } = (await writeDataset(planIn(folder), fillWith(120), neverStopped()))!
      const ids = await Promise.all(
        [FILES.train, FILES.test].map((file) => query(at, file, 'SELECT extra_info.sample_id AS id')),
      )
      expect(
        ids
          .flat()
          .map((row) => row.id)
          .sort(),
      ).toEqual(Array.from({ length: 120 }, (_, i) => sampleNumber(i).id))
      const rows = await query(at, FILES.train, 'SELECT *')
      const row = rows.find((one) => JSON.stringify(one).includes('"s000003"'))
      expect(row).toMatchObject({
        data_source: 'looptool',
        ability: 'tool_call',
        prompt: [{ role: 'system' }, { role: 'user', content: '查询北京第3天的天气' }],
        reward_model: {
          style: 'rule',
          ground_truth:
            '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Lima", "day": 3.0}}\n</tool_call>',
        },
        extra_info: {
          split: 'train',
          round: '1',
          kind: 'single',
          input: '查询北京第3天的天气',
          accepted: '[{"calls": [{"name": "get_weather", "arguments": {"city": "Lima", "day": 3.0}}]}]',
        },
      })
    })
  })
})

describe('DuckDB', () => {
  it.each([
    "SELECT * FROM read_text('/etc/hostname')",
    "COPY (SELECT 1) TO '/tmp/looptool-escape.csv'",
    'INSTALL httpfs',
    "SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')",
    'SET enable_external_access = true',
    "ATTACH '/tmp/looptool-escape.db'",
  ])('is refused outside its folder: %s', async (sql) => {
    await inFolder((folder) =>
      withDuckDb(folder, (connection) => expect(connection.run(sql)).rejects.toThrow()),
    )
  })
})
