import { spawn, spawnSync } from 'node:child_process'

/** Why Python cannot be used here, or undefined when a python3 of at least 3.10 can. */
export function pythonProblem(): string | undefined {
  const asked = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 10))'], {
    encoding: 'utf8',
  })
  if (asked.error) return 'there is no python3'
  return asked.stdout.trim() === 'True' ? undefined : 'python3 is older than 3.10'
}

export interface PythonEnd {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs python3 with text on its standard input. It leaves no byte code behind in the tree. */
export function python(args: readonly string[], input = ''): Promise<PythonEnd> {
  const child = spawn('python3', ['-B', ...args])
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (piece: Buffer) => out.push(piece))
  child.stderr.on('data', (piece: Buffer) => err.push(piece))
  child.stdin.end(input)
  return new Promise((resolve) =>
    child.once('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    ),
  )
}
