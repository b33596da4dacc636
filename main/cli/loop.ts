/**
 * The command line. Standard output holds the answer and nothing else; progress and errors go to standard error.
 * Exit codes: 0 done, 1 the work failed, 2 the call was not understood.
 */
import { sayFailure } from '#core/failure/words.ts'
import { UsageError } from './arguments.ts'

/** Answers with what goes to standard output, or undefined; throws for exit codes other than 0. */
export type Verb = (args: readonly string[]) => Promise<string | undefined>

/** Caps of a job, and how many items go first to say what it will take. */
const LIMITS = '[--tokens N] [--money M] [--hours H] [--pilot N]'

/** A verb's code is read only when it is called: asking for the usage stays quick. */
const VERBS: Readonly<Record<string, { readonly load: () => Promise<Verb>; readonly usage: string }>> = {
  import: {
    load: async () => (await import('./import.ts')).importVerb,
    usage: 'import FILE… [--project P] [--name N] [--json]',
  },
  simulate: {
    load: async () => (await import('./simulate.ts')).simulateVerb,
    usage:
      'simulate --project P [--count N] [--seed N] [--tools NAME] [--mix single=24,…] [--languages en=1,zh=1] ' +
      '[--levels easy=1,…] [--concurrency N] [--endpoint URL --model M] ' +
      `${LIMITS} [--json]`,
  },
  prepare: {
    load: async () => (await import('./prepare.ts')).prepareVerb,
    usage:
      'prepare --project P [--jobs ID,…] [--name N] [--history N] [--test-share S] [--seed N] [--no-text] [--json]',
  },
  round: {
    load: async () => (await import('./round.ts')).roundVerb,
    usage:
      'round --project P [--stages compose,probe,…] [--redo ROUND:STAGE] [--seed N] [--policy PLAYER] ' +
      '[--judges PLAYER,…] [--expander PLAYER] [--checker PLAYER] ' +
      `${LIMITS} [--json]; a PLAYER is practice, practice:0.85 or URL#MODEL`,
  },
  calibrate: {
    load: async () => (await import('./calibrate.ts')).calibrateVerb,
    usage: `calibrate --project P [--dataset D] [--judges PLAYER,…] [--cases N] [--votes N] [--quorum N] [--seed N] ${LIMITS} [--json]`,
  },
  filter: {
    load: async () => (await import('./filter.ts')).filterVerb,
    usage: `filter --project P [--dataset D] [--rules RULE,…] [--check PLAYER] [--name N] ${LIMITS} [--json]`,
  },
  train: {
    load: async () => (await import('./train.ts')).trainVerb,
    usage:
      'train --project P --dataset ID [--start RUN:STEP] [--probe JOB] [--steps N] [--prompts N] [--group N] ' +
      '[--lr R] [--kl W] [--keep sounded|probed|all] [--mix even|soft|natural] [--advantage scaled|centred] [--reward strict|partial] [--checkpoint-every N] ' +
      '[--validate-every N] [--validate-on N] [--seed N] [--workers N] [--json]',
  },
  budget: {
    load: async () => (await import('./budget.ts')).budgetVerb,
    usage: 'budget --project P [--tokens N] [--money M] [--hours H] [--none] [--json]',
  },
  endpoint: {
    load: async () => (await import('./endpoint.ts')).endpointVerb,
    usage: 'endpoint list | test [--name N | --url URL] [--model M] [--ca FILE] [--proxy URL] [--json]',
  },
  host: {
    load: async () => (await import('./host.ts')).hostVerb,
    usage:
      'host list | offered | add NAME [--to USER@MACHINE[:PORT]] [--key FILE] [--login key|agent|password] | remove NAME | ' +
      'test [NAME] [--trust FINGERPRINT [--instead FINGERPRINT]] | doctor [NAME] | train [NAME] --project P --dataset ID ' +
      '--python PATH (--model FOLDER | --from RUN:STEP) [--preset smallGpuLora|smallGpuFull|thisComputer | --recipe FILE.yaml] ' +
      '[--layout release|small] [--device auto|cpu|cuda] [--gpu N] [--leave-out-long] [--seed N] [--preflight [--anyway]] [--json] | ' +
      'environments|models|work [NAME] [--stop WORK] | look NAME MODEL [--hub URL] | drop NAME --environment N|--model M|--work ID | ' +
      'install NAME --project P [--lock small] [--index URL] [--carry] | fetch NAME MODEL --project P [--hub URL] [--revision R] | ' +
      'upload NAME FOLDER --project P [--as MODEL] | adopt NAME FOLDER|--python PATH --project P [--as MODEL]',
  },
  status: {
    load: async () => (await import('./status.ts')).statusVerb,
    usage: 'status --project P [--json]',
  },
  samples: {
    load: async () => (await import('./samples.ts')).fileSamplesVerb,
    usage: 'samples --in FILE --out DIR [--history N]',
  },
  score: {
    load: async () => (await import('./score.ts')).scoreVerb,
    usage: 'score --match strict|release|partial|schema [--in FILE]',
  },
  sample: {
    load: async () => (await import('./sample.ts')).sampleVerb,
    usage:
      'sample [--rounds N] [--dialogs N] [--held-out N] [--steps N] [--seed N] [--project P] [--json FILE]',
  },
}

const usage = (): string =>
  ['Usage: npm run --silent loop -- VERB', ...Object.values(VERBS).map((verb) => `  ${verb.usage}`)].join(
    '\n',
  )

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') {
    const asked = name !== undefined
    ;(asked ? process.stdout : process.stderr).write(`${usage()}\n`)
    return asked ? 0 : 2
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  try {
    if (!verb) throw new UsageError(`there is no verb ${name}`)
    if (args.includes('--help')) {
      process.stdout.write(`Usage: ${verb.usage}\n`)
      return 0
    }
    const answer = await (await verb.load())(args)
    if (answer !== undefined) process.stdout.write(`${answer}\n`)
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n${verb ? `Usage: ${verb.usage}` : usage()}\n`)
      return 2
    }
    const { message, hint, detail } = sayFailure(error, 'en')
    process.stderr.write(`${message} ${hint}\n${detail ? `${detail}\n` : ''}`)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
