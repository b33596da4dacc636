/** Planted against found, where practice roles made a round's samples. For the sample project's report and nobody else. */
import { Failure } from '#core/failure/failure.ts'
import { answerToJudge } from '#core/judge/need.ts'
import type { Judged } from '#core/judge/verdict.ts'
import { type PracticeReport, practiceReport, type ReportCase } from '#core/practice/report.ts'
import { type PracticeDialog, playedDialog, truthOf } from '#core/practice/truth.ts'
import { loopRecords, samplesOf } from '../loop-records.ts'
import { practiceSamples } from '../practice-samples.ts'
import { joinProbed } from '../stage/probe/joined.ts'
import type { RoundHost } from './round-host.ts'
import { readRounds } from './round-index.ts'
import { present, type StageSources } from './stage-specs.ts'

/** Each dialog is played once for all its samples. */
function players() {
  const scripts = new Map<string, ReturnType<typeof playedDialog>>()
  return (dialog: PracticeDialog) => {
    const key = `${dialog.seed} ${dialog.setup.key}`
    const script = scripts.get(key) ?? playedDialog(dialog)
    scripts.set(key, script)
    return script
  }
}

async function judgedBy(host: RoundHost, judge: string | undefined): Promise<ReadonlyMap<string, Judged>> {
  const found = new Map<string, Judged>()
  if (judge === undefined) return found
  for await (const one of loopRecords(host).judged(judge)) found.set(one.sample, one)
  return found
}

/**
 * Reads the round's whole set and plays its dialogs again.
 *
 * @throws Failure `round.notFound`, `round.inputsGone`
 */
export async function readPlanted(sources: StageSources, round: number): Promise<PracticeReport> {
  const { host } = sources
  const index = await readRounds(host)
  const here = index.rounds.find((one) => one.round === round)
  if (here === undefined) throw new Failure('round.notFound', { round })
  const dataset = present(host, index, round, here.dataset)
  const { probe, judge } = here.jobs
  const judged = await judgedBy(host, judge)
  const known = practiceSamples(
    {
      samples: (id) => samplesOf(host, id, 'all'),
      settings: host.settings,
      toolSet: (id) => sources.toolSet(id),
    },
    dataset,
  )
  const play = players()
  const cases: ReportCase[] = []
  if (probe === undefined) return practiceReport(cases)
  const { match } = await loopRecords(host).probe(probe)
  const probed = joinProbed(samplesOf(host, dataset, 'train'), loopRecords(host).predictions(probe))
  for await (const { sample, prediction } of probed) {
    const practiced = await known(sample.id)
    if (practiced === undefined) continue
    const text = (answerToJudge(sample, prediction, match) ?? prediction.answers[0])?.text
    const verdict = judged.get(sample.id)
    cases.push({
      truth: truthOf(practiced, play),
      ...(text === undefined ? {} : { prediction: text }),
      ...(verdict === undefined ? {} : { judged: verdict }),
    })
  }
  return practiceReport(cases)
}
