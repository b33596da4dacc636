/** English words for the codes of a round's stages: probe, judge, expand, compose. */
export const enRoundCodes = {
  probe: {
    match: 'answers that match the label',
    miss: 'answers that do not match',
    part: 'some answers match, some do not',
    cutAnswers: 'answers cut at the length limit',
    noLogprobs: 'answers without log-probabilities',
  },
  verdict: {
    labelWrong: 'label wrong',
    predictionWrong: 'prediction wrong',
    bothRight: 'both right',
    bothWrong: 'both wrong',
  },
  vote: { cast: 'votes cast', byRule: 'votes by rule' },
  judge: { divided: 'the votes reached no quorum', noVote: 'no answer could be read as a vote' },
  child: { taken: 'variations taken', missing: 'variations not found' },
  focus: {
    complexity: 'varied in complexity',
    persona: 'varied in persona',
    interaction: 'varied in how it is asked',
    data: 'varied in data',
    wording: 'varied in wording',
    distraction: 'varied by distraction',
  },
  pool: {
    fresh: 'fresh samples',
    errorSeed: 'error seeds',
    expansion: 'variations',
    highPerplexity: 'right but uncertain',
  },
  filled: {
    fresh: 'fresh samples, to fill up',
    errorSeed: 'error seeds, to fill up',
    expansion: 'variations, to fill up',
    highPerplexity: 'right but uncertain, to fill up',
  },
  expand: { none: 'no variation could be taken', heldOut: 'the seed is held out' },
  training: { steps: 'steps trained' },
  /** What is counted inside a single long item. */
  unit: { steps: 'steps', samples: 'samples' },
  candidates: 'candidates asked for',
  missing: 'samples missing to the size wanted',
} as const

/** Why a variation was refused. */
export const enExpandRefusals = {
  cutOff: 'cut at the length limit',
  notJson: 'not JSON',
  shape: 'not in the form asked for',
  empty: 'nothing in it',
  order: 'somebody speaks out of turn',
  results: 'results that belong to no call',
  language: 'not in the seed’s language',
  noCall: 'calls no tool',
  unknownTool: 'calls an unknown tool',
  schema: 'breaks the tool’s schema',
  ungrounded: 'a value that nobody said',
  nearSeed: 'too near to its seed',
  nearSibling: 'too near to a sibling',
  nearHeldOut: 'too near to a held-out sample',
  nearDataset: 'too near to the dataset',
  checker: 'the checker found it wrong',
  unchecked: 'the checker’s votes could not be read',
} as const
