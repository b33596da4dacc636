import { expect, it } from 'vitest'
import { TRANSPORT_CODES } from '#core/endpoint/transport.ts'
import { failureCodes } from '#core/failure/words.ts'

it.each(['en', 'zh'] as const)('every way an endpoint can fail has words in %s', (language) => {
  expect(TRANSPORT_CODES.filter((code) => !failureCodes(language).includes(code))).toEqual([])
})
