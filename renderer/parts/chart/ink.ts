/** Colours of the window's style, for what is drawn on a canvas. */
import type { Tone } from './rows.ts'

/** A colour of the window's style, with an opacity from 0 to 1. */
export function ink(name: string, opacity = 1): string {
  const colour = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1]
  if (hex === undefined) return colour
  const parts = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return `rgb(${parts.join(' ')} / ${opacity})`
}

export const toneInk = (tone: Tone, opacity = 1): string => ink(`--tone-${tone}`, opacity)
