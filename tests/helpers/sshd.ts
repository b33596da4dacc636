/** A real sshd on a high loopback port, as an ordinary user with a home of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const SSHD = '/usr/sbin/sshd'
const OTHER_ID = 65534

/** Why no sshd can be started here; undefined where it can. */
export function sshdProblem(): string | undefined {
  if (process.platform === 'win32') return 'Windows has no such sshd'
  if (!existsSync(SSHD)) return 'openssh-server is not installed'
  if (process.getuid?.() !== 0) return undefined
  const able = spawnSync('unshare', ['-m', 'setpriv', `--reuid=${OTHER_ID}`, '--clear-groups', 'true'])
  return able.status === 0
    ? undefined
    : 'root may make no mount namespace here, so no ordinary user can be played'
}

export interface Sshd {
  readonly port: number
  readonly user: string
  readonly home: string
  /** Of the keys that may log in: plain, and locked by `PASSPHRASE`. */
  readonly keyFile: string
  readonly lockedKeyFile: string
  /** A key that nobody lets in. */
  readonly strangerFile: string
  /** Shows another host key from the next connection on. */
  changeHostKey(type?: 'ed25519' | 'ecdsa' | 'rsa'): Promise<void>
  /** Ends the server and every session of it. */
  stop(): Promise<void>
  /** The same server again, after a stop. */
  start(): Promise<void>
  remove(): Promise<void>
}

export const PASSPHRASE = 'horse battery'

const keygen = (file: string, type: string, passphrase = ''): void => {
  rmSync(file, { force: true })
  const args = ['-q', '-t', type, '-N', passphrase, '-f', file, '-C', 'test']
  const made = spawnSync('ssh-keygen', type === 'rsa' ? [...args, '-b', '2048'] : args, { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const isUp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => resolve(false))
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
  })

async function untilUp(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (await isUp(port)) return
    if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export interface SshdWish {
  /** Lines of sshd_config. */
  readonly more?: readonly string[]
  /** Root stays root (with another home), where programs that only root may read are to be run. */
  readonly stay?: boolean
  /** Bytes of a disk of its own for the home, e.g. `4m`; only root may make one. Seen through the server alone. */
  readonly disk?: string
  /** The home's name. */
  readonly homeName?: string
  /** Of the locked key. */
  readonly passphrase?: string
}

export async function startSshd({
  more = [],
  stay = false,
  disk,
  homeName = 'home',
  passphrase = PASSPHRASE,
}: SshdWish = {}): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'looptool-sshd-'))
  const home = join(folder, homeName)
  const isRoot = process.getuid?.() === 0
  const user = !isRoot ? userInfo().username : stay ? 'root' : 'looper'
  const at = (name: string): string => join(folder, name)
  mkdirSync(home)
  for (const [name, type, locked] of [
    ['key', 'ed25519', ''],
    ['locked', 'ed25519', passphrase],
    ['stranger', 'ed25519', ''],
    ['host-key', 'ed25519', ''],
  ] as const)
    keygen(at(name), type, locked)
  spawnSync('sh', ['-c', 'cat "$1.pub" "$2.pub" > "$3"', 'sh', at('key'), at('locked'), at('authorized')])
  const port = await freePort()
  writeFileSync(
    at('config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host-key')}`,
      'PidFile none',
      `AuthorizedKeysFile ${at('authorized')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'Subsystem sftp internal-sftp',
      'MaxStartups 100',
      'LogLevel ERROR',
      // Where tests may write what stays in a home of their own.
      `SetEnv "HOME=${home.replace(/["\\]/g, '\\$&')}"`,
      ...more,
    ].join('\n'),
  )
  if (isRoot) ownedByOther(folder, home, user)
  if (stay) mkdirSync('/run/sshd', { recursive: true })
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const sshd = [SSHD, '-D', '-e', '-f', at('config')]
    const [program = '', ...args] = isRoot
      ? [...inOwnView(at('passwd'), stay, disk === undefined ? [] : [home, disk]), ...sshd]
      : sshd
    child = spawn(program, args, { stdio: 'ignore', detached: true })
    await untilUp(port, child)
  }
  const stop = async (): Promise<void> => {
    const ending = child
    child = undefined
    if (!ending?.pid) return
    const gone = new Promise((resolve) => ending.once('exit', resolve))
    endSessions(ending.pid)
    ending.kill('SIGKILL')
    await gone
  }
  await start()
  return {
    port,
    user,
    home,
    keyFile: at('key'),
    lockedKeyFile: at('locked'),
    strangerFile: at('stranger'),
    changeHostKey: async (type = 'ed25519') => {
      await stop()
      keygen(at('host-key'), type)
      if (isRoot && !stay) chownSync(at('host-key'), OTHER_ID, OTHER_ID)
      await start()
    },
    stop,
    start,
    remove: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A user that this machine need not have: the names are other ones inside the server's own view of the files. */
const inOwnView = (passwd: string, stay: boolean, disk: readonly string[]): string[] => [
  'unshare',
  '-m',
  'sh',
  '-c',
  [
    'mount --bind "$1" /etc/passwd && shift',
    ...(disk.length > 0 ? ['mount -t tmpfs -o size="$2",mode=777 tmpfs "$1" && shift 2'] : []),
    `exec ${stay ? '' : `setpriv --reuid=${OTHER_ID} --regid=${OTHER_ID} --clear-groups -- `}"$@"`,
  ].join(' && '),
  'sh',
  passwd,
  ...disk,
]

function ownedByOther(folder: string, home: string, user: string): void {
  const id = user === 'root' ? 0 : OTHER_ID
  const users = [
    ...(id === 0 ? [] : ['root:x:0:0::/root:/bin/sh']),
    `${user}:x:${id}:${id}::${home}:/bin/bash`,
    'sshd:x:999:65534::/run/sshd:/usr/sbin/nologin',
  ]
  writeFileSync(join(folder, 'passwd'), `${users.join('\n')}\n`)
  spawnSync('chown', ['-R', `${id}:${id}`, home, join(folder, 'host-key'), join(folder, 'authorized')])
  spawnSync('chmod', ['755', folder])
}

/** The sessions of one server, its own children only. */
function endSessions(parent: number): void {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(parent)], { encoding: 'utf8' })
  for (const pid of stdout
    .split('\n')
    .map(Number)
    .filter((one) => one > 0)) {
    endSessions(pid)
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
