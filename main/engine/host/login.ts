/** How a way's user proves who they are, prepared before anything is sent. */
import ssh2, { type AnyAuthMethod, type AuthHandlerMiddleware } from 'ssh2'
import { Failure } from '#core/failure/failure.ts'
import { placeOf, type Way } from '#core/host/stored-host.ts'
import { type AuthLeft, connectTrouble, loginTrouble } from '#core/host/trouble.ts'
import { readPrivateKey } from './private-key.ts'

export interface LoginDeps {
  /** The passphrase or password of a way, where one is kept. */
  secret(way: Way): Promise<string | undefined>
  /** Socket of the ssh-agent; undefined where none runs. */
  readonly agent: string | undefined
}

/** One try to log in: what can be offered is read only once the machine's key is trusted. */
export class LoginTry {
  /** Why it cannot go on, once it cannot. */
  failure: Failure | undefined
  private readonly way: Way
  private readonly deps: LoginDeps
  private readonly giveUp: () => void
  private offers: Promise<AnyAuthMethod[]> | undefined
  private next = 0
  private left: AuthLeft

  /** @param giveUp ends the connection; `failure` then says why */
  constructor(way: Way, deps: LoginDeps, giveUp: () => void) {
    this.way = way
    this.deps = deps
    this.giveUp = giveUp
    this.left = { by: way.login.by, methods: undefined, partial: false }
  }

  readonly handler: AuthHandlerMiddleware = (methods, partial, offer) => {
    // Before the first try the server has said nothing, whatever the types say.
    // What was tried in vain is named no more afterwards.
    if (methods) {
      const named = [...new Set([...(this.left.methods ?? []), ...methods])]
      this.left = { ...this.left, methods: named, partial: this.left.partial || partial }
    }
    this.offers ??= methodsOf(this.way, this.deps)
    this.offers.then(
      (offers) => {
        const method = offers[this.next++]
        if (method) offer(method)
        else this.end(this.refused())
      },
      (error: unknown) => this.end(connectTrouble(error, 'login', placeOf(this.way))),
    )
  }

  private end(failure: Failure): void {
    this.failure = failure
    this.giveUp()
  }

  private refused(): Failure {
    const { way, left } = this
    return new Failure(loginTrouble(left), {
      place: placeOf(way),
      user: way.user,
      file: way.login.by === 'key' ? way.login.file : '',
      methods: (left.methods ?? []).join(', ') || '–',
    })
  }
}

/** @throws Failure where nothing can be offered: `host.keyFile…`, `host.passphrase…`, `host.agent…`, `host.passwordMissing` */
async function methodsOf(way: Way, deps: LoginDeps): Promise<AnyAuthMethod[]> {
  const { user: username, login } = way
  switch (login.by) {
    case 'key':
      return [{ type: 'publickey', username, key: await readPrivateKey(login.file, await deps.secret(way)) }]
    case 'agent':
      return [{ type: 'agent', username, agent: await agentWithKeys(deps.agent) }]
    case 'password': {
      const password = await deps.secret(way)
      if (password === undefined) throw new Failure('host.passwordMissing', { place: placeOf(way) })
      return [
        { type: 'password', username, password },
        { type: 'keyboard-interactive', username, prompt: answering(password) },
      ]
    }
  }
}

/** Servers that ask for the password as a question get it; a question of another kind gets nothing. */
function answering(password: string) {
  let asked = false
  return (
    _name: string,
    _text: string,
    _language: string,
    prompts: readonly { prompt: string; echo?: boolean }[],
    finish: (answers: string[]) => void,
  ): void => {
    const [only] = prompts
    const isPassword = prompts.length === 1 && only?.echo !== true && !asked
    asked ||= prompts.length > 0
    finish(isPassword ? [password] : prompts.map(() => ''))
  }
}

/** @throws Failure `host.agentAbsent`, `host.agentEmpty` */
async function agentWithKeys(socket: string | undefined): Promise<string> {
  if (socket === undefined || socket === '') throw new Failure('host.agentAbsent')
  const keys = await new Promise<number>((resolve, reject) => {
    ssh2.createAgent(socket).getIdentities((error, identities) => {
      if (error) reject(new Failure('host.agentAbsent', {}, error.message))
      else resolve(identities?.length ?? 0)
    })
  })
  if (keys === 0) throw new Failure('host.agentEmpty')
  return socket
}
