/**
 * Jinja as Python's Jinja runs it, where the library differs in ways that chat templates meet: `strip` with signs to
 * strip, equality by content, fields of what is not there, loops over what is not there, and None in text.
 */
import { type Environment, Interpreter } from '@huggingface/jinja'

type Statement = NonNullable<Parameters<Interpreter['evaluate']>[0]>
/** A value of the library's interpreter; its classes are not exported, so they are told apart by `type`. */
export type Value = ReturnType<Interpreter['evaluate']>

interface Member extends Statement {
  readonly object: Statement
  readonly property: Statement & { readonly value?: unknown }
  readonly computed: boolean
}
interface CallOf extends Statement {
  readonly callee: Statement
  readonly args: readonly Statement[]
}
interface Loop extends Statement {
  readonly iterable: Statement & { readonly lhs?: Statement }
}
interface Binary extends Statement {
  readonly operator: { readonly value: string }
  readonly left: Statement
  readonly right: Statement
}
/** A value that was computed already, in the place of the expression that it came from. */
interface Given extends Statement {
  readonly given: Value
}

const isMember = (node: Statement): node is Member => node.type === 'MemberExpression'
const isCall = (node: Statement): node is CallOf => node.type === 'CallExpression'
const isLoop = (node: Statement): node is Loop => node.type === 'For'
const isBinary = (node: Statement): node is Binary => node.type === 'BinaryExpression'
const isGiven = (node: Statement): node is Given => node.type === 'Given'
const given = (value: Value): Given => ({ type: 'Given', given: value })

const OURS = ' '
const STRIPS: readonly unknown[] = ['strip', 'lstrip', 'rstrip']

function stripped(text: string, signs: string, how: unknown): string {
  const chars = [...text]
  const drop = new Set(signs)
  let [from, to] = [0, chars.length]
  if (how !== 'rstrip') while (from < to && drop.has(chars[from] ?? '')) from++
  if (how !== 'lstrip') while (to > from && drop.has(chars[to - 1] ?? '')) to--
  return chars.slice(from, to).join('')
}

const isNumber = ({ type }: Value): boolean =>
  type === 'IntegerValue' || type === 'FloatValue' || type === 'BooleanValue'
const isList = (value: Value): value is Value & { value: Value[] } => Array.isArray(value.value)

/** Python's `==`: by content, whatever the container. */
export function sameValue(a: Value, b: Value): boolean {
  if (isNumber(a) && isNumber(b)) return Number(a.value) === Number(b.value)
  if (isList(a) && isList(b))
    return a.value.length === b.value.length && a.value.every((one, i) => sameValue(one, b.value[i] ?? a))
  if (a.value instanceof Map && b.value instanceof Map) {
    const other: ReadonlyMap<unknown, Value> = b.value
    const entries: [unknown, Value][] = [...a.value]
    return (
      entries.length === other.size &&
      entries.every(([key, one]) => {
        const beside = other.get(key)
        return beside !== undefined && sameValue(one, beside)
      })
    )
  }
  return a.type === b.type && a.value === b.value
}

/** Python's `str` of what a template joins to text. */
function written(value: Value): string {
  if (value.type === 'NullValue') return 'None'
  if (value.type === 'UndefinedValue') return ''
  if (value.type === 'BooleanValue') return value.value ? 'True' : 'False'
  return value.toString()
}

export class PythonJinja extends Interpreter {
  override evaluate(node: Statement | undefined, env: Environment): Value {
    if (node === undefined) return super.evaluate(node, env)
    if (isGiven(node)) return node.given
    if (isMember(node)) return this.member(node, env)
    if (isLoop(node)) return this.loop(node, env)
    if (isBinary(node)) return this.binary(node, env)
    if (isCall(node) && isMember(node.callee) && STRIPS.includes(node.callee.property.value))
      return this.strip(node, node.callee, env)
    return super.evaluate(node, env)
  }

  private member(node: Member, env: Environment): Value {
    const object = this.evaluate(node.object, env)
    if (object.type === 'UndefinedValue') throw new Error(`${nameOf(node.object)} is undefined`)
    const wrapped: Member = { ...node, object: given(object) }
    return super.evaluate(wrapped, env)
  }

  private loop(node: Loop, env: Environment): Value {
    const { iterable } = node
    const source = iterable.lhs ?? iterable
    const list = this.evaluate(source, env)
    const known = given(list.type === 'UndefinedValue' ? this.plain([]) : list)
    const wrapped: Loop = { ...node, iterable: iterable.lhs ? { ...iterable, lhs: known } : known }
    return super.evaluate(wrapped, env)
  }

  private binary(node: Binary, env: Environment): Value {
    const { value: operator } = node.operator
    if (!['==', '!=', '~', 'in', 'not in'].includes(operator)) return super.evaluate(node, env)
    const [left, right] = [this.evaluate(node.left, env), this.evaluate(node.right, env)]
    if (operator === '==' || operator === '!=')
      return this.plain(sameValue(left, right) === (operator === '=='))
    if (operator === '~') return this.plain(written(left) + written(right))
    if (isList(right))
      return this.plain(right.value.some((one) => sameValue(one, left)) === (operator === 'in'))
    const wrapped: Binary = { ...node, left: given(left), right: given(right) }
    return super.evaluate(wrapped, env)
  }

  private strip(node: CallOf, { object, property }: Member, env: Environment): Value {
    const text = this.evaluate(object, env)
    const signs = node.args[0] && this.evaluate(node.args[0], env)
    if (typeof text.value === 'string' && typeof signs?.value === 'string')
      return this.plain(stripped(text.value, signs.value, property.value))
    return super.evaluate(node, env)
  }

  /** Only an environment makes values; none of ours has a name that a template could read. */
  private plain(value: string | boolean | readonly []): Value {
    this.global.variables.delete(OURS)
    return this.global.set(OURS, value)
  }
}

const nameOf = (node: Statement): string =>
  'value' in node && typeof node.value === 'string' ? node.value : 'what is read from'
