import { describe, expect, it } from 'vitest'
import { NANO, nanoConfigSchema, toConfigJson } from '#engine/inference/nano/config.ts'

describe('config.json of a small policy', () => {
  const own = toConfigJson(NANO, 'f16')
  const { rope_theta, ...others } = own

  it('is read as it was written', () => {
    expect(nanoConfigSchema.parse(own)).toMatchObject({ rope_theta, vocab_size: NANO.vocab })
  })

  it('is read as transformers 5 and TRL write it, with the angle in an object of its own', () => {
    const theirs = { ...others, rope_parameters: { rope_theta, rope_type: 'default' }, dtype: 'float32' }
    expect(nanoConfigSchema.parse(theirs).rope_theta).toBe(rope_theta)
  })

  it('is refused where positions are stretched, or the angle stands nowhere', () => {
    const yarn = { ...others, rope_parameters: { rope_theta, rope_type: 'yarn', factor: 4 } }
    expect(nanoConfigSchema.safeParse(yarn).success).toBe(false)
    expect(nanoConfigSchema.safeParse(others).success).toBe(false)
  })
})
