/** A pre-flight as text. Catches: a finding without its sentence, a red light whose remedy is left out. */
import { expect, it } from 'vitest'
import { judgedFlightLine, newFlight, withFlightLine } from '#core/training/flight.ts'
import { estimateText, flightLineText } from '#core/training/flight-text.ts'
import { finding } from '#core/training/preflight.ts'

const long = finding(
  'red',
  'tooLong',
  { count: 7, total: 40, limit: 900, longest: 1200 },
  { samples: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
)
const flight = {
  ...withFlightLine(newFlight('f'), judgedFlightLine('tokens', [long], 12)),
  estimate: {
    ...({ on: 'runs', measured: 30 } as const),
    step: [8, 12.5] as const,
    total: [840, 7300] as const,
    micros: [820_000, 7_100_000] as const,
  },
}

it('names stage, sentence, remedy, the first samples, time and cost', () => {
  const text = [
    ...flight.lines.map((line) => flightLineText(line, 'en')),
    estimateText(flight.estimate, 'en'),
  ].join('\n')
  expect(text).toContain('✕ Prompt lengths  12 ms\n    ✕ 7 of 40 prompts are longer than 900 tokens')
  expect(text).toContain('Raise the limit, or leave them out knowingly.')
  expect(text).toContain('samples: a, b, c, d, e …')
  expect(text).toContain(
    'Time: 14 min – 2 h (a step 8 s – 13 s; cost 0.82 – 7.1), by earlier runs of this model there',
  )
  expect(flight.lines.map((line) => flightLineText(line, 'zh')).join('\n')).toContain('✕ 提示长度')
})

it('does not make up a time', () => {
  expect(estimateText({ on: 'none', measured: 0 }, 'en')).toContain('Time: known after the first steps')
})
