/** An SSH server that takes passwords, which a real one of an ordinary user cannot; its programs end at once. */
import { generateKeyPairSync } from 'node:crypto'
import ssh2, { type AuthContext, type KeyboardAuthContext } from 'ssh2'

export interface PasswordServer {
  readonly port: number
  /** Passwords that were ever sent. */
  readonly heard: readonly string[]
  stop(): Promise<void>
}

export interface PasswordWish {
  readonly password: string
  /** `typed`: as a password; `asked`: as an answer to a question; `second`: and a code after it. */
  readonly way: 'typed' | 'asked' | 'second'
}

export async function startPasswordServer({ password, way }: PasswordWish): Promise<PasswordServer> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const heard: string[] = []
  const asks = (attempt: KeyboardAuthContext): void => {
    const prompt = way === 'second' ? 'One-time code: ' : 'Password: '
    attempt.prompt([{ prompt, echo: false }], (answers) => {
      heard.push(...answers)
      if (way === 'asked' && answers[0] === password) attempt.accept()
      else attempt.reject()
    })
  }
  const decide = (attempt: AuthContext): void => {
    if (attempt.method === 'keyboard-interactive' && way !== 'typed') asks(attempt)
    else if (attempt.method !== 'password' || way === 'asked')
      attempt.reject(way === 'asked' ? ['keyboard-interactive'] : ['password'])
    else {
      heard.push(attempt.password)
      if (attempt.password !== password) attempt.reject(['password'])
      else if (way === 'second') attempt.reject(['keyboard-interactive'], true)
      else attempt.accept()
    }
  }
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', decide)
    client.on('session', (accept) => {
      accept().on('exec', (take, _refuse) => {
        const channel = take()
        channel.exit(0)
        channel.end()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    heard,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
