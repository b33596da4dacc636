/** Words of a host's test and report: lines, states, subjects. Findings have theirs in core/failure. */
import type { WindowLanguage } from '../failure/words.ts'
import type { Light, ReportSubject } from './host-report.ts'
import type { HostTest, HostTestLine, HostTestLineName } from './host-test.ts'

interface HostWords {
  readonly line: Readonly<Record<HostTestLineName, string>>
  readonly state: Readonly<Record<HostTestLine['state'], string>>
  readonly overall: Readonly<Record<HostTest['state'], string>>
  readonly subject: Readonly<Record<ReportSubject, string>>
  readonly light: Readonly<Record<Light, string>>
  readonly thisComputer: string
}

const EN: HostWords = {
  line: {
    reach: 'Reach the machine',
    server: 'SSH server',
    key: 'Its key',
    login: 'Log in',
    shell: 'Shell',
    home: 'Home folder',
    python: 'Python',
    disk: 'Disk',
  },
  state: {
    waiting: 'waiting',
    running: 'running',
    passed: 'passed',
    warned: 'works, with a limit',
    asks: 'needs your yes',
    failed: 'failed',
    skipped: 'not tried',
  },
  overall: { running: 'running', done: 'done', stopped: 'stopped' },
  subject: {
    system: 'System',
    gpu: 'GPU',
    driver: 'Driver',
    memory: 'Memory',
    disk: 'Disks',
    python: 'Python',
    uv: 'uv',
    network: 'Network',
    ports: 'Ports',
    clock: 'Clock',
  },
  light: { green: 'good', amber: 'works, with a limit', red: 'in the way' },
  thisComputer: 'This computer',
}

const ZH: HostWords = {
  line: {
    reach: '连接机器',
    server: 'SSH 服务器',
    key: '它的密钥',
    login: '登录',
    shell: 'Shell',
    home: '主目录',
    python: 'Python',
    disk: '磁盘',
  },
  state: {
    waiting: '等待',
    running: '进行中',
    passed: '通过',
    warned: '可用，有限制',
    asks: '需要您确认',
    failed: '未通过',
    skipped: '未测试',
  },
  overall: { running: '进行中', done: '完成', stopped: '已停止' },
  subject: {
    system: '系统',
    gpu: 'GPU',
    driver: '驱动',
    memory: '内存',
    disk: '磁盘',
    python: 'Python',
    uv: 'uv',
    network: '网络',
    ports: '端口',
    clock: '时钟',
  },
  light: { green: '正常', amber: '可用，有限制', red: '有障碍' },
  thisComputer: '本机',
}

export const hostWords = (language: WindowLanguage): HostWords => (language === 'zh' ? ZH : EN)
