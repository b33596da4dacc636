import type { DialogLanguage } from '../dialog/case-type.ts'
import { Failure } from '../failure/failure.ts'
import { type Prompt, PromptError, readPrompt } from './front-matter.ts'
import { lintPrompt } from './lint.ts'

export interface PromptFile {
  /** Inside the prompts folder, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface PromptSources {
  readonly published: readonly PromptFile[]
  /** A project's own, each in place of a published one. */
  readonly own: readonly PromptFile[]
  /** Content hash by prompt id, as an earlier start of a job recorded it; then exactly those are used. */
  readonly recorded?: Readonly<Record<string, string>>
  readonly sha256: (text: string) => string
}

/** The prompts of a project: the newest version of each, a project's own file in place of it where there is one. */
export class PromptLibrary {
  private readonly prompts = new Map<string, Prompt>()
  /** Ids of prompts that the project replaced. */
  readonly overridden: readonly string[]

  /** @throws Failure `prompt.invalid` naming the file and what is wrong with it; `prompt.changed` */
  constructor({ published, own, recorded = {}, sha256 }: PromptSources) {
    const versions = published.map((file) => read(file, sha256))
    for (const prompt of versions) {
      if (prompt.version > (this.prompts.get(prompt.id)?.version ?? 0)) this.prompts.set(prompt.id, prompt)
    }
    const replacements = own.map((file) => {
      const prompt = read(file, sha256)
      checkReplacement(file, prompt, this.prompts.get(prompt.id))
      return prompt
    })
    for (const prompt of replacements) this.prompts.set(prompt.id, prompt)
    for (const [id, hash] of Object.entries(recorded)) {
      if (!this.prompts.has(id)) continue
      const kept = [...replacements, ...versions].find((prompt) => prompt.id === id && prompt.hash === hash)
      if (kept === undefined) throw new Failure('prompt.changed', { id })
      this.prompts.set(id, kept)
    }
    this.overridden = replacements.map((prompt) => prompt.id)
  }

  /** @param name `<role>/<name>` @throws Failure `prompt.invalid` */
  get(name: string, language: DialogLanguage): Prompt {
    const prompt = this.prompts.get(`${name}.${language}`)
    if (prompt === undefined) throw invalid(`${name}.${language}`, 'this prompt is not there')
    return prompt
  }

  /** Content hash by prompt id; what a job records of its prompts. */
  hashes(): Record<string, string> {
    return Object.fromEntries(this.all().map((prompt) => [prompt.id, prompt.hash]))
  }

  all(): readonly Prompt[] {
    return [...this.prompts.values()]
  }
}

function checkReplacement(file: PromptFile, prompt: Prompt, replaced: Prompt | undefined): void {
  if (replaced === undefined) throw invalid(file.path, 'there is no prompt of this id to replace')
  if (replaced.variables.toSorted().join() !== prompt.variables.toSorted().join())
    throw invalid(file.path, `its variables must be ${replaced.variables.join(', ') || 'none'}`)
}

const invalid = (file: string, why: string): Failure => new Failure('prompt.invalid', { file, why })

function read(file: PromptFile, sha256: (text: string) => string): Prompt {
  try {
    const prompt = readPrompt(file.path, file.text, sha256)
    const problem = lintPrompt(prompt)[0]
    if (problem !== undefined) throw new PromptError(problem)
    return prompt
  } catch (error) {
    if (error instanceof PromptError) throw invalid(file.path, error.message)
    throw error
  }
}
