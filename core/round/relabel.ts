import type { Parent, Sample } from '../sample/sample.ts'
import { type Hash, sampleId } from '../sample/sample-id.ts'

const isParent = (sample: string) => (parent: Parent) => parent.from === 'sample' && parent.sample === sample

/**
 * A sample whose accepted answers were changed by a verdict is another sample: it gets an id that follows from its
 * content, and the old one as a parent. Unchanged answers keep their id.
 */
export function relabelled(original: Pick<Sample, 'id' | 'accepted'>, after: Sample, hash: Hash): Sample {
  const same = JSON.stringify(after.accepted) === JSON.stringify(original.accepted)
  if (same || after.id !== original.id) return after
  const { id, parents, ...content } = after
  const known = parents.some(isParent(id))
  return {
    ...content,
    id: sampleId(content, id, hash),
    parents: known ? parents : [...parents, { from: 'sample', sample: id }],
  }
}
