/** What the window can ask about rounds: name → what goes in, what comes out. Spread into the contract. */
import { z } from 'zod'
import { CASE_TYPES, LANGUAGES } from '../dialog/case-type.ts'
import type { FILTER_RULES } from '../filter/rules.ts'
import { checkSettingsSchema, filterSettingsSchema } from '../filter/settings.ts'
import { limitsSchema } from '../job/limits.ts'
import { calibrateSettingsSchema } from '../judge/settings.ts'
import { VERDICTS } from '../judge/verdict.ts'
import type { PracticeReport } from '../practice/report.ts'
import { FATES, FLOW_STANDINGS, FLOW_VERDICTS, type Flow } from '../round/flow.ts'
import { ROUND_STAGES } from '../round/round-plan.ts'
import { playerSchema, roundSettingsSchema } from '../round/round-settings.ts'
import { answerSchema } from '../sample/decode.ts'
import { MATCH_MODES } from '../tool-call/score-request.ts'
import { answers } from './call.ts'
import type * as view from './round-views.ts'
import type { Page } from './views.ts'

const id = z.string().min(1).max(200)
const round = z.number().int().min(1).max(1000)
const limit = z.number().int().min(1).max(500).default(100)
const cursor = z.string().max(500).optional()
const search = z.string().max(500).default('')
const key = z.string().max(4096)
/** Keys of endpoints by URL; they go to the secret store and nowhere else. */
const keys = z.record(z.string().max(2000), key).optional()
const verdict = z.enum([...VERDICTS, 'unjudged'])

export const roundCalls = {
  'round.board': answers<view.Board>()(z.undefined()),
  /** Starts one round as a parent job; its stages follow one another unattended. */
  'round.start': answers<{ id: string }>()(z.object({ settings: roundSettingsSchema, keys })),
  /** What *redo from here* would compute again; nothing is done. */
  'round.redoPlan': answers<view.RedoPlan>()(z.object({ round, stage: z.enum(ROUND_STAGES) })),
  'round.redo': answers<{ id: string }>()(z.object({ round, stage: z.enum(ROUND_STAGES), keys })),
  /** What failed in a stage's job goes back to waiting; once it is done, what followed it in its round is done again. */
  'round.retry': answers<{ id: string }>()(z.object({ job: id, reason: z.string().max(500).optional() })),
  'round.flow': answers<Flow>()(z.object({ round })),
  /** The samples of a round, with every filter given; a path of the flow gives exactly its samples. */
  'round.samples': answers<Page<view.FlowRow>>()(
    z.object({
      round,
      standing: z.enum(FLOW_STANDINGS).optional(),
      verdict: z.enum(FLOW_VERDICTS).optional(),
      fate: z.enum(FATES).optional(),
      search,
      after: cursor,
      limit,
    }),
  ),
  /** Planted against found, where practice roles made the round's samples: the sample project's report. */
  'round.planted': answers<PracticeReport>()(z.object({ round })),
  /** Stored answers under a match and a share, without asking again. Default: the probe's own. */
  'probe.view': answers<view.ProbeView>()(
    z.object({ job: id, match: z.enum(MATCH_MODES).optional(), share: z.number().min(0).max(1).optional() }),
  ),
  'expand.funnel': answers<view.Funnel>()(z.object({ job: id })),
  'expand.seeds': answers<Page<view.SeedRow>>()(z.object({ job: id, search, after: cursor, limit })),
  'expand.seed': answers<view.SeedView>()(z.object({ job: id, sample: id })),

  'court.page': answers<view.CourtPage>()(
    z.object({
      job: id,
      search,
      verdict: verdict.optional(),
      by: z.enum(['model', 'rule', 'human', 'nobody']).optional(),
      overruled: z.boolean().optional(),
      kind: z.enum(CASE_TYPES).optional(),
      language: z.enum(LANGUAGES).optional(),
      after: cursor,
      limit,
    }),
  ),
  'court.case': answers<view.CourtCase>()(z.object({ job: id, sample: id })),
  /** A person's word; with `label`, the label as they wrote it. Durable when answered. */
  'court.overrule': answers<view.CourtCase>()(
    z.object({
      job: id,
      sample: id,
      verdict: z.enum(VERDICTS),
      label: answerSchema.optional(),
      note: z.string().max(2000).optional(),
    }),
  ),
  /** Takes the last word back; the history keeps both. */
  'court.undo': answers<view.CourtCase>()(z.object({ job: id, sample: id })),
  'court.accuracy': answers<view.CourtAccuracy>()(z.object({ job: id })),

  'ledger.get': answers<view.LedgerView>()(z.object({ sample: id })),

  'calibrate.start': answers<{ id: string }>()(
    z.object({
      settings: calibrateSettingsSchema,
      judges: z.array(playerSchema).min(1).max(16),
      keys,
      limits: limitsSchema.prefault({}),
    }),
  ),
  'calibrate.list': answers<view.CalibrationView[]>()(z.undefined()),

  'check.start': answers<{ id: string }>()(
    z.object({
      settings: checkSettingsSchema,
      checker: playerSchema,
      keys,
      limits: limitsSchema.prefault({}),
    }),
  ),
  'filter.start': answers<{ id: string }>()(filterSettingsSchema),
  'filter.removed': answers<
    Page<{ sample: string; why: (typeof FILTER_RULES)[number] | 'checker'; detail: string }>
  >()(z.object({ job: id, after: cursor, limit })),
} as const
