import { join } from 'node:path'
import type { CallDecoded, Handlers } from '#core/contract/contract.ts'
import type { SmallPolicyRow } from '#core/contract/playground.ts'
import { Failure } from '#core/failure/failure.ts'
import { BASE, checkpointName } from '#core/training/recipe.ts'
import { requireConsent } from '../consent.ts'
import { sampleOf } from '../dataset/pages.ts'
import { keyName } from '../players.ts'
import type { Talk } from '../playground.ts'
import { findDataset } from '../project/dataset-records.ts'
import { datasetsOf } from '../project/folder.ts'
import type { EngineHost } from './engine-host.ts'

type PlaygroundCall = Extract<keyof Handlers, `playground.${string}`>
type TalkInput = Pick<CallDecoded<'playground.say'>, 'tools' | 'messages' | 'date'>

export function playgroundCalls(engine: EngineHost): Handlers<PlaygroundCall> {
  const talkOf = async ({ tools, messages, date }: TalkInput): Promise<Talk> => {
    if (tools.from === 'toolSet') {
      const { hash, tools: all } = await engine.project().toolSet(tools.toolSet)
      const chosen = all.filter(({ name }) => tools.names.includes(name))
      if (chosen.length === 0) throw new Failure('playground.noTools')
      return { tools: chosen, toolSetHash: hash, date, messages }
    }
    const { folder } = engine.project()
    const { hash } = await findDataset(folder.store, tools.dataset)
    const { sample, row } = await sampleOf(join(datasetsOf(folder.folder), hash), tools.sample)
    return {
      ...{ tools: sample.tools, toolSetHash: sample.toolSetHash, date: sample.date, messages },
      sample: { dataset: tools.dataset, sample, heldOut: row.split === 'test' },
    }
  }
  return {
    'playground.policies': async () => {
      const { runs } = engine.project()
      const rows: SmallPolicyRow[] = engine.project().hasSmallPolicy() ? [{ name: BASE }] : []
      for (const { id, title, trainer } of await runs.list()) {
        if (trainer !== 'nano' && trainer !== 'trl') continue
        for (const step of (await runs.playable(id)).reverse())
          rows.push({ name: checkpointName({ run: id, step }), run: { id, title, step } })
      }
      return rows
    },
    'playground.say': async ({ policy, key, temperature, maxTokens, seed, ...talk }) => {
      await requireConsent(engine.deps, [policy])
      if (key !== undefined && policy.kind === 'endpoint')
        await engine.deps.secrets.set(keyName(policy.url), key)
      return engine.project().playground.say(policy, await talkOf(talk), { temperature, maxTokens, seed })
    },
    'playground.save': async ({ answer, kind, language, ...talk }) =>
      engine.project().playground.save(await talkOf(talk), answer, { kind, language }),
  }
}
