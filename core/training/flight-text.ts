/** A pre-flight as text, to be copied into a message or read on a command line. */
import { sayAgain, type WindowLanguage } from '../failure/words.ts'
import type { Light } from '../host/host-report.ts'
import type { Interval } from '../job/job.ts'
import type { FlightFinding, FlightLine, FlightStage, TrainingEstimate } from './flight.ts'

interface FlightWords {
  readonly stage: Readonly<Record<FlightStage, string>>
  readonly on: Readonly<Record<TrainingEstimate['on'], string>>
  readonly time: string
  readonly step: string
  readonly cost: string
  readonly named: string
}

const WORDS: Readonly<Record<WindowLanguage, FlightWords>> = {
  en: {
    stage: {
      recipe: 'Recipe',
      data: 'Data',
      reward: 'Reward',
      reach: 'Host, environment, model',
      tokens: 'Prompt lengths',
      memory: 'Memory',
      disk: 'Disk',
    },
    on: {
      runs: 'by earlier runs of this model there',
      model: 'by what drawing and updating should take on this GPU',
      none: 'known after the first steps',
    },
    ...{ time: 'Time', step: 'a step', cost: 'cost', named: 'samples' },
  },
  zh: {
    stage: {
      recipe: '配方',
      data: '数据',
      reward: '奖励',
      reach: '主机、环境、模型',
      tokens: '提示长度',
      memory: '内存',
      disk: '磁盘',
    },
    on: {
      runs: '依据此模型在该主机上先前的训练',
      model: '依据这块 GPU 上生成与更新应有的用时',
      none: '训练几步之后才知道',
    },
    ...{ time: '用时', step: '每步', cost: '费用', named: '样本' },
  },
}

const SIGNS: Readonly<Record<Light, string>> = { green: '✓', amber: '◐', red: '✕' }
/** Of samples so many are named in a line. */
const MOST = 5

function findingText(
  { light, code, values, detail = '', samples = [] }: FlightFinding,
  language: WindowLanguage,
): string[] {
  const { message, hint } = sayAgain({ code, values, detail }, language)
  const more = samples.length > MOST ? ' …' : ''
  return [
    `    ${SIGNS[light]} ${message}${light === 'green' || hint === '' ? '' : ` ${hint}`}`,
    ...(samples.length === 0
      ? []
      : [`        ${WORDS[language].named}: ${samples.slice(0, MOST).join(', ')}${more}`]),
    ...(detail === '' || light === 'green' ? [] : [`        ${detail.split('\n').at(-1)}`]),
  ]
}

/** A stage with what was found. */
export const flightLineText = (
  { stage, light, ms, findings }: FlightLine,
  language: WindowLanguage,
): string =>
  [
    `${light ? SIGNS[light] : '–'} ${WORDS[language].stage[stage]}${ms === undefined ? '' : `  ${ms} ms`}`,
    ...findings.flatMap((one) => findingText(one, language)),
  ].join('\n')

/** Two digits that count: seconds, minutes or hours. */
function timeText(seconds: number): string {
  const [value, unit] =
    seconds < 90 ? [seconds, 's'] : seconds < 5400 ? [seconds / 60, 'min'] : [seconds / 3600, 'h']
  return `${Number(value.toPrecision(2))} ${unit}`
}
const between = ([low, high]: Interval, say: (value: number) => string): string =>
  `${say(low)} – ${say(high)}`

export function estimateText(
  { on, step, total, micros }: TrainingEstimate,
  language: WindowLanguage,
): string {
  const words = WORDS[language]
  if (!step || !total) return `${words.time}: ${words.on[on]}`
  const money = (value: number): string => String(Number((value / 1e6).toPrecision(2)))
  const cost = micros ? `; ${words.cost} ${between(micros, money)}` : ''
  return `${words.time}: ${between(total, timeText)} (${words.step} ${between(step, timeText)}${cost}), ${words.on[on]}`
}
