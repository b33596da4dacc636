/**
 * A group's answers as a tree: answers that begin alike share their beginning, and equal ones all of it. What a token
 * predicts depends only on the tokens before it, so each node goes through the model once for all answers through it.
 */
export interface AnswerTree {
  /** The root is the prompt's last token; parents come before their children. */
  readonly tokens: readonly number[]
  /** Node above each node; −1 above the root. */
  readonly parents: readonly number[]
  /** For each answer, the node that predicts each of its tokens. An answer's last token predicts nothing: no node. */
  readonly paths: readonly (readonly number[])[]
}

export function answerTree(root: number, answers: readonly Int32Array[]): AnswerTree {
  const tokens = [root]
  const parents = [-1]
  const below: Map<number, number>[] = [new Map()]
  const childOf = (parent: number, token: number): number => {
    const known = below[parent]?.get(token)
    if (known !== undefined) return known
    const node = tokens.push(token) - 1
    parents.push(parent)
    below.push(new Map())
    below[parent]?.set(token, node)
    return node
  }
  const pathOf = (answer: Int32Array): number[] => {
    const path = answer.length > 0 ? [0] : []
    for (let i = 0; i + 1 < answer.length; i++) path.push(childOf(path[i] ?? 0, answer[i] ?? 0))
    return path
  }
  return { tokens, parents, paths: answers.map(pathOf) }
}
