/** A person's words on verdicts: checked, written down, and only then answered. */
import type { CallDecoded } from '#core/contract/contract.ts'
import type { CourtCase } from '#core/contract/round-views.ts'
import { Failure } from '#core/failure/failure.ts'
import { labelProblem } from '#core/judge/label.ts'
import { type Overrule, standingWord } from '#core/judge/overrule.ts'
import { insertWord } from '../project/word-records.ts'
import { type CaseFile, caseFile, readCase } from './court.ts'
import type { RoundHost } from './round-host.ts'

type Place = CallDecoded<'court.undo'>

/** Words wait for one another: each is checked against all that were said before it. */
const turns = new WeakMap<RoundHost, Promise<unknown>>()

function say(
  host: RoundHost,
  place: Place,
  wordOn: (file: CaseFile) => Omit<Overrule, 'at'>,
): Promise<CourtCase> {
  const said = (turns.get(host) ?? Promise.resolve()).then(async () => {
    const word = wordOn(await caseFile(host, place.job, place.sample))
    await host.store.write([insertWord(place.job, place.sample, { ...word, at: host.now() })])
    return readCase(host, place)
  })
  turns.set(
    host,
    said.catch(() => undefined),
  )
  return said
}

/** @throws Failure `court.label` when the label breaks a tool's schema, `sample.notFound` */
export const sayWord = (host: RoundHost, word: CallDecoded<'court.overrule'>): Promise<CourtCase> =>
  say(host, word, ({ sample }) => {
    const { verdict, label, note } = word
    const problem = label && labelProblem(sample, label)
    if (problem) throw new Failure('court.label', { why: problem.code }, problem.detail)
    return {
      verdict,
      ...(label === undefined ? {} : { label }),
      ...(note === undefined ? {} : { note }),
    }
  })

/** @throws Failure `court.nothingToUndo`, `sample.notFound` */
export const takeWordBack = (host: RoundHost, place: Place): Promise<CourtCase> =>
  say(host, place, ({ words }) => {
    if (standingWord(words) === undefined) throw new Failure('court.nothingToUndo')
    return { undo: true }
  })
