import type { CaseType } from '../dialog/case-type.ts'
import type { Random } from '../random/random.ts'
import { SHORTEST, STRETCHES } from './scene.ts'

/** A need's place in the dialog and the messages it may take. */
export interface Place {
  readonly need: number
  readonly type: CaseType
  readonly length: number
}

/** An assistant's words in the middle of a scene would end the dialog if they stood at or beyond its target. */
const MIDDLE: Readonly<Partial<Record<CaseType, number>>> = { missingParameter: 2, multiTurn: 2 }

const sum = (places: readonly Place[]): number => places.reduce((all, place) => all + place.length, 0)

/** Whether the last scene would be cut in its middle. */
function cut(places: readonly Place[], target: number): boolean {
  const last = places.at(-1)
  const middle = last === undefined ? undefined : last.length > SHORTEST[last.type] ? 4 : MIDDLE[last.type]
  return middle !== undefined && sum(places.slice(0, -1)) + middle >= target
}

/** The needs turned round until the dialog ends with one that is finished; without the last where no turn does. */
function arranged(places: readonly Place[], target: number): Place[] {
  for (let turn = 0; turn < places.length; turn++) {
    const turned = [...places.slice(turn), ...places.slice(0, turn)]
    const begins = turned.length === 1 || sum(turned.slice(0, -1)) < target
    if (begins && !cut(turned, target)) return turned
  }
  return places.length > 1 ? arranged(places.slice(0, -1), target) : [...places]
}

/**
 * Which needs are served, in which order, and at what length, so that the dialog ends at or a little behind its
 * target with a need that is finished. Of a plan that is too long, needs are left out at random: leaving out the
 * last ones would thin out the types that stand there.
 */
export function schedule(types: readonly CaseType[], target: number, random: Random): Place[] {
  let places: Place[] = types.map((type, need) => ({ need, type, length: SHORTEST[type] }))
  while (places.length > 1 && sum(places.slice(0, -1)) >= target) {
    const out = random.int(0, places.length - 1)
    places = places.filter((_, i) => i !== out)
  }
  for (const i of random.shuffle([...places.keys()])) {
    const place = places[i]
    if (place && STRETCHES.has(place.type) && target - sum(places) >= 2)
      places[i] = { ...place, length: place.length + 2 }
  }
  return arranged(places, target)
}

/** A further scene for `room` messages, of a type that the plan has; undefined where only a farewell fits. */
export function further(places: readonly Place[], room: number, random: Random): Place | undefined {
  const fitting = places.filter(({ type }) => SHORTEST[type] <= room && type !== 'longContext')
  if (room < 4 || fitting.length === 0) return undefined
  const { need, type } = random.pick(fitting)
  return { need, type, length: SHORTEST[type] }
}
