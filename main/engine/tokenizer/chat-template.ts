/** A model's chat template (Jinja) at work: the same text as transformers' apply_chat_template. */
import { Environment, parse, tokenize } from '@huggingface/jinja'
import { Failure } from '#core/failure/failure.ts'
import { type ExactJson, ExactNumber, type ExactObject } from '#core/json/exact.ts'
import { pythonNumber } from '#core/json/python-number.ts'
import { PythonJinja, type Value } from './python-jinja.ts'

/** Longest list that `range` makes: a template needs one entry a message. */
const LONGEST_RANGE = 100_000

declare global {
  interface JSON {
    /** A text that JSON.stringify writes as it stands (ECMAScript's JSON.parse source text proposal). */
    rawJSON(text: string): object
  }
}

/** A number that is written the way Python writes it: `1.0` stays `1.0`, and 20 digits stay 20 digits. */
class WrittenNumber extends Number {
  private readonly text: string
  constructor(text: string) {
    super(Number(text))
    this.text = text
  }
  toJSON(): object {
    return JSON.rawJSON(this.text)
  }
  override toString(): string {
    return this.text
  }
}

/** What `raise_exception` throws: the template speaks, it is not broken. */
class TemplateRefusal extends Error {}

/** Makes the interpreter's values. Its classes are not exported, so an environment makes them. */
class Values {
  private readonly scratch = new Environment()
  private made = 0

  private plain(value: unknown): Value {
    return this.scratch.set(`value ${this.made++}`, value)
  }

  private number({ text }: ExactNumber): Value {
    const written = pythonNumber(text)
    // An integer or a float to the interpreter, by Python's rule: whether there is a point or an exponent.
    const value = this.plain(/^-?\d+$/.test(written) ? 0 : 0.5)
    Object.assign(value, { value: new WrittenNumber(written) })
    return value
  }

  of(json: ExactJson): Value {
    if (json instanceof ExactNumber) return this.number(json)
    if (Array.isArray(json)) {
      const list = this.plain([])
      if (Array.isArray(list.value)) list.value.push(...json.map((one) => this.of(one)))
      return list
    }
    if (!(json instanceof Map)) return this.plain(json)
    // Keys keep their order, those that look like numbers too.
    const object = this.plain({})
    if (object.value instanceof Map) for (const [key, one] of json) object.value.set(key, this.of(one))
    return object
  }
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const two = (n: number): string => String(n).padStart(2, '0')

/** Python's strftime in its own language, whatever the computer speaks. */
function strftime(now: Date, format: string): string {
  const month = MONTHS[now.getMonth()] ?? ''
  const day = DAYS[now.getDay()] ?? ''
  const parts: Readonly<Record<string, string>> = {
    ...{
      Y: String(now.getFullYear()),
      m: two(now.getMonth() + 1),
      d: two(now.getDate()),
      H: two(now.getHours()),
    },
    ...{ M: two(now.getMinutes()), S: two(now.getSeconds()), y: two(now.getFullYear() % 100) },
    ...{ B: month, b: month.slice(0, 3), A: day, a: day.slice(0, 3), '%': '%' },
  }
  return format.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole)
}

function range(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, Number(start)] : [Number(start), Number(stop)]
  const count = step === 0 ? Number.NaN : Math.max(0, Math.ceil((to - from) / step))
  if (!(count <= LONGEST_RANGE)) throw new Error(`range() of ${count} entries`)
  return Array.from({ length: count }, (_, i) => from + i * step)
}

/** What every template finds beside its variables. */
function environment(now: Date): Environment {
  const env = new Environment()
  const constants = { true: true, false: false, none: null, True: true, False: false, None: null }
  for (const [name, value] of Object.entries(constants)) env.set(name, value)
  env.set('raise_exception', (reason: unknown) => {
    throw new TemplateRefusal(String(reason))
  })
  env.set('range', range)
  env.set('strftime_now', (format: unknown) => strftime(now, String(format)))
  return env
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export class ChatTemplate {
  private readonly program: ReturnType<typeof parse>

  private constructor(program: ReturnType<typeof parse>) {
    this.program = program
  }

  /** @throws Failure `template.broken` */
  static read(text: string): ChatTemplate {
    try {
      return new ChatTemplate(parse(tokenize(text, { lstrip_blocks: true, trim_blocks: true })))
    } catch (error) {
      throw new Failure('template.broken', {}, said(error))
    }
  }

  /**
   * @param variables `messages`, `tools`, `add_generation_prompt` and whatever else the template reads, as transformers
   * would hand them over; numbers as they were written
   * @param now what `strftime_now` tells
   * @throws Failure `template.refused` where the template itself says no, `template.broken` where it cannot be run.
   * A template that never ends does not end here either: run it where it can be stopped.
   */
  render(variables: ExactObject, now: Date): string {
    const env = environment(now)
    const values = new Values()
    for (const [name, json] of variables) env.setVariable(name, values.of(json))
    try {
      return String(new PythonJinja(env).run(this.program).value)
    } catch (error) {
      if (error instanceof TemplateRefusal) throw new Failure('template.refused', { reason: error.message })
      throw new Failure('template.broken', {}, said(error))
    }
  }
}
