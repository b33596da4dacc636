/** What tests and facts of a host mean: each cause its own code, each code words in both languages. */
import { describe, expect, it } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import { failureCodes, sayAgain } from '#core/failure/words.ts'
import { hostFactsSchema } from '#core/host/facts.ts'
import { HOST_FINDING_CODES } from '#core/host/finding.ts'
import { worstOf } from '#core/host/host-report.ts'
import { hostReportText } from '#core/host/host-text.ts'
import { reportOf } from '#core/host/report-findings.ts'
import {
  diskFinding,
  failureFinding,
  homeFinding,
  pythonFinding,
  SHELL_PROBE,
  shellFinding,
} from '#core/host/test-findings.ts'
import { connectTrouble, keyTrouble, loginTrouble, type Stage } from '#core/host/trouble.ts'

const ran = (stdout: string, code = 0, stderr = '') => ({ code, stdout, stderr })

it.each(['en', 'zh'] as const)('every finding has words in %s', (language) => {
  expect(HOST_FINDING_CODES.filter((code) => !failureCodes(language).includes(code))).toEqual([])
})

it.each([
  [{ code: 'ENOTFOUND' }, 'reach', 'host.nameUnknown'],
  [{ code: 'ECONNREFUSED' }, 'reach', 'host.refused'],
  [{ code: 'EHOSTUNREACH' }, 'reach', 'host.noRoute'],
  [{ code: 'ETIMEDOUT' }, 'reach', 'host.connectTimeout'],
  [{ message: '(SSH) Channel open failure: administratively prohibited' }, 'reach', 'host.jumpRefused'],
  [{ message: 'Invalid identification string', level: 'protocol' }, 'server', 'host.notSsh'],
  [{ message: 'Timed out while waiting for handshake', level: 'client-timeout' }, 'server', 'host.notSsh'],
  [
    { message: 'Timed out while waiting for handshake', level: 'client-timeout' },
    'login',
    'host.connectTimeout',
  ],
  [{ message: 'Handshake failed: no matching host key format' }, 'server', 'host.noCommonCipher'],
  [{ message: 'read ECONNRESET', code: 'ECONNRESET', level: 'client-socket' }, 'login', 'host.linkLost'],
  [{ message: 'Keepalive timeout', level: 'client-timeout' }, 'login', 'host.linkLost'],
  [{ message: 'something new' }, 'login', 'host.odd'],
])('%o while at %s is %s', (said, stage, code) => {
  expect(connectTrouble(said, stage as Stage, 'me@gpu').code).toBe(code)
})

it.each([
  [{ by: 'key', methods: ['publickey'], partial: false }, 'host.keyRefused'],
  [{ by: 'key', methods: ['keyboard-interactive'], partial: true }, 'host.twoFactor'],
  [{ by: 'agent', methods: ['publickey'], partial: false }, 'host.agentRefused'],
  [{ by: 'password', methods: ['publickey', 'password'], partial: false }, 'host.passwordRefused'],
  [{ by: 'password', methods: ['publickey'], partial: false }, 'host.passwordOff'],
] as const)('a refused login %o is %s', (left, code) => {
  expect(loginTrouble(left)).toBe(code)
})

it('a locked key without, and with the wrong passphrase', () => {
  expect(keyTrouble('Encrypted private OpenSSH key detected, but no passphrase given', false)).toBe(
    'host.passphraseMissing',
  )
  expect(keyTrouble('OpenSSH key integrity check failed', true)).toBe('host.passphraseWrong')
  expect(keyTrouble('Unsupported key format', false)).toBe('host.keyFileFormat')
})

describe('lines of the test', () => {
  it('a shell that prints of its own, changes words, or is none', () => {
    expect(shellFinding(ran(SHELL_PROBE)).weight).toBe('note')
    expect(shellFinding(ran(`Welcome!\n${SHELL_PROBE}`))).toMatchObject({
      code: 'host.shellNoise',
      values: { noise: 'Welcome!' },
    })
    expect(shellFinding(ran('This account is currently not available.', 1)).code).toBe('host.noShell')
    expect(shellFinding(ran(SHELL_PROBE.replace('\\', ''))).code).toBe('host.shellOdd')
  })

  it('Python that is missing, old, or answers otherwise', () => {
    expect(pythonFinding(ran('3.11.2\n/usr/bin/python3\n')).weight).toBe('note')
    expect(pythonFinding(ran('3.9.18\n/usr/bin/python3\n')).code).toBe('host.oldPython')
    expect(pythonFinding(ran('', 127, 'python3: not found')).code).toBe('host.noPython')
    expect(pythonFinding(ran('hello\n')).code).toBe('host.noPython')
  })

  it('disks by what df says', () => {
    const df = (free: number): string =>
      `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 9 9 ${free} 9% /home\n`
    expect(diskFinding(ran(df(100 << 20)))).toMatchObject({
      weight: 'note',
      values: { free: 100, mount: '/home' },
    })
    expect(diskFinding(ran(df(10 << 20))).code).toBe('host.diskLow')
    expect(diskFinding(ran(df(100))).code).toBe('host.diskFull')
    expect(diskFinding(ran('df: x', 1)).code).toBe('host.odd')
  })

  it('homes that are missing, read-only, full, or without file transfer', () => {
    expect(homeFinding(undefined).weight).toBe('note')
    expect(homeFinding(new Failure('host.path', { why: 'ENOENT' })).code).toBe('host.homeMissing')
    expect(homeFinding(new Failure('host.path', { why: 'EACCES' })).code).toBe('host.homeReadOnly')
    expect(homeFinding(new Failure('host.diskFull')).code).toBe('host.diskFull')
    expect(homeFinding(new Failure('host.noSftp')).code).toBe('host.noSftp')
  })

  it('a first key asks, a changed one fails and names both', () => {
    const shown = { door: 'gpu', type: 'ssh-ed25519', fingerprint: 'SHA256:new' }
    expect(failureFinding(new Failure('host.keyUnknown', shown))).toMatchObject({
      weight: 'ask',
      fix: { kind: 'trust', fingerprint: 'SHA256:new' },
    })
    expect(
      failureFinding(new Failure('host.keyChanged', { ...shown, oldFingerprint: 'SHA256:old' })),
    ).toMatchObject({ weight: 'fail', fix: { kind: 'trust', instead: 'SHA256:old' } })
  })
})

describe('the report', () => {
  const GIB = 2 ** 30
  const NOW = 1_764_000_000_000
  const GOOD = {
    format: 1,
    system: { os: 'Linux', machine: 'x86_64', glibc: '2.36', openFiles: 65_536 },
    clock: { ms: NOW + 1000 },
    cpu: { count: 16, load: 0.1 },
    memory: { total: 128 * GIB, available: 100 * GIB },
    disks: [{ path: '~', place: '/home/me', total: 900 * GIB, free: 500 * GIB, writable: true }],
    gpu: {
      driver: '580.82',
      cuda: '13.0',
      gpus: [{ index: 0, name: 'H100', memoryTotal: 80 * GIB, memoryUsed: 0, processes: [] }],
    },
    python: {
      pythons: [{ path: '/usr/bin/python3', version: '3.11.2' }],
      uv: { path: '/u/uv', version: '0.9' },
    },
    ports: [{ port: 8000, free: true }],
    reach: [{ name: 'PyPI', url: 'https://pypi.org', ok: true, ms: 20 }],
  }
  const codesOf = (change: object): string[] => {
    const report = reportOf(hostFactsSchema.parse({ ...GOOD, ...change }), NOW, '2026-11-26T10:00:00Z')
    return report.findings
      .filter(({ light }) => light !== 'green')
      .map(({ light, code }) => `${light} ${code}`)
  }
  const gpu = (change: object) => ({ gpu: { ...GOOD.gpu, gpus: [{ ...GOOD.gpu.gpus[0], ...change }] } })

  it('of a machine where all is well is green', () => {
    const report = reportOf(hostFactsSchema.parse(GOOD), NOW, '2026-11-26T10:00:00Z')
    expect(worstOf(report.findings.map(({ light }) => light))).toBe('green')
    expect(report.findings.length).toBeGreaterThan(7)
  })

  it.each([
    ['an old C library', { system: { ...GOOD.system, glibc: '2.17' } }, 'red doctor.oldGlibc'],
    ['2.9 comes before 2.28', { system: { ...GOOD.system, glibc: '2.9' } }, 'red doctor.oldGlibc'],
    ['Alpine', { system: { ...GOOD.system, glibc: null } }, 'red doctor.otherLibc'],
    ['a Mac', { system: { ...GOOD.system, os: 'Darwin' } }, 'amber doctor.notLinux'],
    ['no GPU', { gpu: { problem: 'missing', gpus: [] } }, 'amber doctor.noDriver'],
    [
      'a driver that fails',
      { gpu: { problem: 'failed', detail: 'NVML', gpus: [] } },
      'red doctor.driverFailed',
    ],
    ['an old driver', { gpu: { ...GOOD.gpu, driver: '470.10' } }, 'red doctor.oldDriver'],
    ['a taken GPU', gpu({ memoryUsed: 70 * GIB }), 'amber doctor.gpuTaken'],
    ['memory errors', gpu({ eccErrors: 2 }), 'red doctor.gpuErrors'],
    ['MIG', gpu({ mig: true }), 'amber doctor.gpuCut'],
    ['little memory', { memory: { total: 8 * GIB, available: 2 * GIB } }, 'red doctor.memoryShort'],
    ['a full disk', { disks: [{ ...GOOD.disks[0], path: '~/.looptool', free: GIB }] }, 'red doctor.diskFull'],
    ['a home without any room', { disks: [{ ...GOOD.disks[0], free: GIB / 20 }] }, 'red doctor.diskFull'],
    ['a home with little room', { disks: [{ ...GOOD.disks[0], free: GIB / 2 }] }, 'amber doctor.diskLow'],
    [
      'noexec for temporary files',
      { disks: [{ ...GOOD.disks[0], path: '/tmp', noexec: true }] },
      'amber doctor.tmpNoExec',
    ],
    [
      'logging out ends all',
      { system: { ...GOOD.system, logout: { ends: true } } },
      'red doctor.endsAtLogout',
    ],
    ['a container', { system: { ...GOOD.system, container: 'docker' } }, 'amber doctor.inContainer'],
    [
      'no way out but by a proxy that does not answer',
      { reach: [{ name: 'n', url: 'u', ok: false, problem: 'timed out' }], proxies: ['https_proxy'] },
      'amber doctor.notReachedProxy',
    ],
    ['a read-only disk', { disks: [{ ...GOOD.disks[0], writable: false }] }, 'red doctor.diskNotWritable'],
    ['noexec', { disks: [{ ...GOOD.disks[0], noexec: true }] }, 'red doctor.diskNoExec'],
    [
      'an old Python',
      { python: { pythons: [{ path: 'p', version: '3.9.1' }], uv: GOOD.python.uv } },
      'red doctor.noPython',
    ],
    ['no uv', { python: { ...GOOD.python, uv: null } }, 'amber doctor.noUv'],
    ['a taken port', { ports: [{ port: 8000, free: false }] }, 'amber doctor.portTaken'],
    ['a wrong clock', { clock: { ms: NOW + 3_600_000 } }, 'amber doctor.clockOff'],
    [
      'no way out',
      { reach: [{ name: 'n', url: 'u', ok: false, problem: 'timed out' }] },
      'amber doctor.notReached',
    ],
    [
      'a proxy that wants a password',
      { reach: [{ name: 'n', url: 'u', ok: false, status: 407 }], proxies: ['https_proxy'] },
      'amber doctor.proxyRefuses',
    ],
    [
      'a company’s certificate',
      { reach: [{ name: 'n', url: 'u', ok: false, problem: 'CERTIFICATE_VERIFY_FAILED: certificate' }] },
      'amber doctor.notTrusted',
    ],
  ])('%s', (_what, change, finding) => {
    expect(codesOf(change)).toEqual([finding])
    const code = finding.split(' ')[1] ?? ''
    for (const language of ['en', 'zh'] as const) {
      const { message, hint } = sayAgain({ code, values: {}, detail: '' }, language)
      expect(`${message}${hint}`).not.toContain('program.defect')
      expect(hint).not.toBe('')
    }
  })

  it('a full home is nothing where ~/.looptool lies on another disk, and logging out that ends nothing is not told', () => {
    const disks = [
      { ...GOOD.disks[0], free: 2 * GIB },
      { ...GOOD.disks[0], path: '~/.looptool', place: '/data/looptool' },
    ]
    expect(codesOf({ disks, system: { ...GOOD.system, logout: { ends: false } } })).toEqual([])
  })

  it('as text names every finding once, with its command', () => {
    const report = reportOf(
      hostFactsSchema.parse({ ...GOOD, python: { pythons: [] } }),
      NOW,
      '2026-11-26T10:00:00Z',
    )
    const text = hostReportText(report, 'gpu1', 'en')
    expect(text).toContain('✕ Python: No Python from 3.10 on')
    expect(text).toContain('$ uv python install 3.11')
  })

  it('a path with quotes cannot leave the command that a person copies', () => {
    const disks = [{ ...GOOD.disks[0], path: '~/.looptool', place: "/a'; rm -rf ~; '", free: GIB }]
    const report = reportOf(hostFactsSchema.parse({ ...GOOD, disks }), NOW, '')
    const fix = report.findings.find(({ code }) => code === 'doctor.diskFull')?.fix
    expect(fix?.kind === 'copy' && fix.text).toContain(`'/a'\\''; rm -rf ~; '\\'''`)
  })
})
