import type { CaseType } from '../dialog/case-type.ts'
import type { DialogSetup, Need } from '../dialog/dialog.ts'
import { Random } from '../random/random.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer } from '../tool-call/call.ts'
import { needText } from './need-words.ts'
import type { Dice } from './phrases/phrases.ts'
import { line, type MakeScene, type Scene, type SceneTurn, type Setting } from './scene.ts'
import { toolError } from './scenes-error.ts'
import { longContext } from './scenes-long.ts'
import { chat, closing, missingTool, parallel, single } from './scenes-plain.ts'
import { sequential } from './scenes-sequential.ts'
import { missingParameter, multiTurn } from './scenes-turns.ts'
import { further, type Place, schedule } from './schedule.ts'
import type { Script, ScriptTurn } from './script.ts'
import { shelfOf } from './shelf.ts'
import { thinkingFor } from './thinking.ts'
import { callOf, type ToolView, viewOf } from './tool-view.ts'
import { agreedWrong, agreeing, castVotes } from './votes.ts'
import type { WordLists } from './words/lists.ts'
import { WORD_LISTS } from './words/word-lists.ts'

const SCENES: Readonly<Record<CaseType, MakeScene>> = {
  single,
  parallel,
  sequential,
  multiTurn,
  missingParameter,
  missingTool,
  chat,
  toolError,
  longContext,
}

/** A scene of the type, else of one that asks less of the tools; words alone are always possible. */
export function makeScene(type: CaseType, setting: Setting): Scene {
  for (const make of [SCENES[type], SCENES[type], single, chat]) {
    const scene = make(setting)
    if (scene) return scene
  }
  throw new RangeError(`no scene for ${type}`)
}

interface Made {
  readonly scenes: ReadonlyMap<number, Scene>
  readonly turns: readonly {
    readonly turn: SceneTurn
    readonly need: number
    readonly finished: readonly number[]
  }[]
}

/** Writes a dialog scene by scene until an assistant's words stand at or beyond its target. */
class Writer {
  readonly scenes = new Map<number, Scene>()
  readonly turns: { turn: SceneTurn; need: number; finished: readonly number[] }[] = []
  private readonly used = new Set<ToolView>()
  private readonly finished: number[] = []
  private readonly seed: number
  private readonly setup: DialogSetup
  private readonly views: readonly ToolView[]
  private readonly all: readonly Tool[]
  private readonly words: WordLists
  constructor(seed: number, setup: DialogSetup, tools: readonly Tool[], words: WordLists) {
    this.seed = seed
    this.setup = setup
    this.all = tools
    this.words = words
    const { named } = shelfOf(tools)
    this.views = setup.tools.flatMap((name) => named.get(name) ?? []).map(viewOf)
  }

  setting(length: number, ...parts: (string | number)[]): Setting {
    const { key, language, date, style } = this.setup
    const random = new Random(this.seed, key, 'script', ...parts)
    const dice: Dice = {
      random,
      language,
      words: this.words,
      count: random.int(2, 3),
      today: date.slice(0, 10),
    }
    return {
      dice,
      style,
      views: this.views,
      all: this.all,
      used: this.used,
      before: this.turns.map(({ turn }) => turn),
      length,
    }
  }

  add(turns: readonly SceneTurn[], need: number): void {
    for (const turn of turns) {
      this.turns.push({ turn, need, finished: [...this.finished] })
      if ('steps' in turn) for (const step of turn.steps) this.used.add(step.view)
    }
    if (!this.finished.includes(need)) this.finished.push(need)
  }

  serve({ need, type, length }: Place, round: number): void {
    const scene = makeScene(type, this.setting(length, 'need', need, round))
    if (!this.scenes.has(need)) this.scenes.set(need, scene)
    this.add(scene.turns, need)
  }

  write(): Made {
    const { needs, target } = this.setup
    const random = new Random(this.seed, this.setup.key, 'schedule')
    const places = schedule(needs, target, random)
    for (const place of places) this.serve(place, 0)
    for (let round = 1; this.turns.length < target; round++) {
      const place = further(places, target - this.turns.length, random)
      if (place) this.serve(place, round)
      else this.add(closing(this.setting(2, 'closing', round)), places.at(-1)?.need ?? 0)
    }
    const end = this.turns.findIndex(
      ({ turn }, i) => i + 1 >= target && turn.from === 'assistant' && 'text' in turn,
    )
    return { scenes: this.scenes, turns: this.turns.slice(0, end + 1) }
  }

  /** What a need is about that the dialog has no room for. */
  unserved(need: number, type: CaseType): Scene {
    return makeScene(type, this.setting(4, 'unserved', need))
  }
}

const answerOf = (turn: Extract<SceneTurn, { from: 'assistant' }>, prose: string): Answer =>
  'text' in turn
    ? { kind: 'text', text: turn.text }
    : {
        kind: 'calls',
        calls: turn.steps.map((step) => callOf(step.view, step.args)),
        ...(prose === '' ? {} : { prose }),
      }

/** Share of dialogs whose calls come as text, as from a server without a tool parser. */
const RAW_SHARE = 0.15
const PROSE_SHARE = 0.12

/**
 * The whole truth of a dialog that practice roles play: the plan, every turn, and the votes that are planted wrong.
 * It follows from the arguments alone. The turns obey whose turn it is (LoopTool §2), end behind an assistant's words
 * at or beyond the target, and do not depend on which vote is kept.
 *
 * @param tools those named in the setup and any others of their tool set, in any order; nobody calls the others, but
 *   a user may wish for one
 * @param wrongVotes share of assistant turns with an altered vote, from 0 to 1
 * @param wrongLabels share of turns with calls whose votes agree on a wrong answer, from 0 to 1
 * @param words what values are drawn from, where a tool's schema does not say
 */
export function scriptDialog(
  seed: number,
  setup: DialogSetup,
  tools: readonly Tool[],
  wrongVotes = 0.05,
  wrongLabels = 0,
  words: WordLists = WORD_LISTS[setup.language],
): Script {
  const writer = new Writer(seed, setup, tools, words)
  const { scenes, turns } = writer.write()
  const say = new Random(seed, setup.key, 'needs')
  const needs: Need[] = setup.needs.map((type, i) => {
    const { goal, second, turns: own } = scenes.get(i) ?? writer.unserved(i, type)
    return { type, text: needText(type, goal, second, own.length, setup.language, say) }
  })
  const plain = turns.map(({ turn }) => turn)
  const brokenJson = new Set<number>()
  const script = turns.map(({ turn, need, finished }, i): ScriptTurn => {
    const random = new Random(seed, setup.key, 'turn', i)
    const broken = random.chance(wrongVotes / 3)
    if (turn.from !== 'assistant' && broken) brokenJson.add(i)
    if (turn.from === 'user') return { from: 'user', text: turn.text, need, finished }
    if (turn.from === 'tool') return turn
    const setting = writer.setting(4, 'votes', i)
    const answer = answerOf(
      turn,
      'steps' in turn && random.chance(PROSE_SHARE)
        ? line({ dice: { ...setting.dice, random } }, 'prose')
        : '',
    )
    const altered = random.chance(wrongVotes) ? castVotes(plain, i, answer, setting) : agreeing(answer)
    const mislabel = new Random(seed, setup.key, 'label', i).chance(wrongLabels)
    const votes = (mislabel && agreedWrong(plain, i, answer, writer.setting(4, 'label', i))) || altered
    return { from: 'assistant', answer, thinking: thinkingFor(turn, setup.language), votes }
  })
  const manner = new Random(seed, setup.key, 'manner')
  const rawCalls = manner.chance(RAW_SHARE)
  if (manner.chance(wrongVotes / 3)) brokenJson.add(-1)
  return { setup, plan: { needs }, turns: script, rawCalls, brokenJson }
}
