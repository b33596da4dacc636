// The kernels of the small policy, in AssemblyScript. Addresses are bytes in the one memory that all threads share;
// nothing here allocates or keeps state, so threads may run the same kernel at once on different parts of it.
export { attendRows, maskTree, softmaxBackward, softmaxCausal, splitHeads } from './attention'
export { gemm, gemmScratch } from './gemm'
export { rmsNorm, rmsNormBackward, rope, swiglu, swigluBackward } from './layers'
export { adamw } from './optimizer'
export { add, blend, gatherRows, scatterAddRows, sumSquares } from './vector'
export { draw, lossGradient, measureRows, weighTokens } from './words'
