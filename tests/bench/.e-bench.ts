import { benchSamples } from '/work/main/tests/bench/samples.ts'
console.table(await benchSamples())
