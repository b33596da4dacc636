/** Words of the staged test: its lines, its states, what it says of a role. Findings have theirs in core/failure. */
import type { WindowLanguage } from '../failure/words.ts'
import type { Role } from './role.ts'
import type { RoleFit } from './role-fit.ts'
import type { StagedTest } from './staged-test.ts'
import type { TestLine, TestLineName } from './test-line.ts'

interface TestWords {
  readonly line: Readonly<Record<TestLineName, string>>
  readonly state: Readonly<Record<TestLine['state'], string>>
  readonly role: Readonly<Record<Role, string>>
  readonly fit: Readonly<Record<RoleFit['fit'], string>>
  readonly overall: Readonly<Record<StagedTest['state'], string>>
}

const EN: TestWords = {
  line: {
    reach: 'Reach the server',
    tls: 'Encryption',
    models: 'List of models',
    model: 'Model name',
    chat: 'One-token answer',
    tool: 'Tool call',
    parallel: 'Two calls at once',
    structured: 'Answer by schema',
    logprobs: 'Log-probabilities',
    context: 'Context length',
    load: 'Eight at once',
  },
  state: {
    waiting: 'waiting',
    running: 'running',
    passed: 'passed',
    warned: 'works, with a limit',
    failed: 'failed',
    skipped: 'not tried',
  },
  role: {
    planner: 'Planner',
    user: 'User',
    assistant: 'Assistant',
    tool: 'Tool',
    checker: 'Checker',
    judge: 'Judge',
    expander: 'Expander',
    policy: 'Policy (probe)',
  },
  fit: { fit: 'fit', limited: 'will do', unfit: 'not fit', unknown: 'not known' },
  overall: { running: 'running', done: 'done', stopped: 'stopped' },
}

const ZH: TestWords = {
  line: {
    reach: '连接服务器',
    tls: '加密',
    models: '模型列表',
    model: '模型名称',
    chat: '一个词元的回答',
    tool: '工具调用',
    parallel: '同时两个调用',
    structured: '按结构回答',
    logprobs: '对数概率',
    context: '上下文长度',
    load: '八个请求同时',
  },
  state: {
    waiting: '等待',
    running: '进行中',
    passed: '通过',
    warned: '可用，有限制',
    failed: '未通过',
    skipped: '未测试',
  },
  role: {
    planner: '规划者',
    user: '用户',
    assistant: '助手',
    tool: '工具',
    checker: '检查者',
    judge: '评判者',
    expander: '扩展者',
    policy: '策略模型（探测）',
  },
  fit: { fit: '适合', limited: '可用', unfit: '不适合', unknown: '未知' },
  overall: { running: '进行中', done: '完成', stopped: '已停止' },
}

export const testWords = (language: WindowLanguage): TestWords => (language === 'zh' ? ZH : EN)
