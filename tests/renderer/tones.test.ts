/** The hues of lines: a change that makes two of them alike for somebody, or one too faint, fails here. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TONES } from '../../renderer/parts/chart/rows.ts'

type Three = readonly [number, number, number]
type Matrix = readonly [Three, Three, Three]

/** What colour-blind eyes see, in linear light: Machado, Oliveira, Fernandes (2009), severity 1. */
const EYES: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanope: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
/** Linear light → cone responses → OKLab (Ottosson 2020). */
const CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const LAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
]

const times = (matrix: Matrix, [x, y, z]: Three): Three => {
  const [a, b, c] = matrix.map(([p, q, r]) => p * x + q * y + r * z)
  return [a ?? 0, b ?? 0, c ?? 0]
}
const each = ([a, b, c]: Three, of: (value: number) => number): Three => [of(a), of(b), of(c)]
const light = (hex: string): Three => {
  const at = (place: number): number => {
    const value = Number.parseInt(hex.slice(place, place + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [at(1), at(3), at(5)]
}
const seen = (eyes: Matrix, hex: string): Three => {
  const clipped = each(times(eyes, light(hex)), (value) => Math.min(1, Math.max(0, value)))
  return times(LAB, each(times(CONES, clipped), Math.cbrt))
}
const luminance = (hex: string): number =>
  times(
    [
      [0.2126, 0.7152, 0.0722],
      [0, 0, 0],
      [0, 0, 0],
    ],
    light(hex),
  )[0]
const contrast = (a: string, b: string): number => {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (bright + 0.05) / (dark + 0.05)
}

const css = ['base', 'train'].map((name) => readFileSync(`renderer/style/${name}.css`, 'utf8')).join('\n')
/** Each variable as the light theme says it, then as the dark one does. */
const colour = (name: string, theme: 'light' | 'dark'): string => {
  const found = [...css.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, 'g'))].map(([, hex]) => hex)
  return found[theme === 'light' ? 0 : 1] ?? ''
}

describe.each(['light', 'dark'] as const)('hues of lines, %s', (theme) => {
  const hues = TONES.map((tone) => colour(`tone-${tone}`, theme))
  it.each(Object.entries(EYES))('any two stay apart for a %s', (_name, eyes) => {
    for (const [i, a] of hues.entries())
      for (const b of hues.slice(i + 1)) {
        const [p, q] = [seen(eyes, a), seen(eyes, b)]
        const apart = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
        expect(apart, `${a} and ${b}`).toBeGreaterThan(0.1)
      }
  })
  it('none is too faint for its ground', () => {
    for (const hue of hues) expect(contrast(hue, colour('raised', theme)), hue).toBeGreaterThan(2.4)
  })
})
