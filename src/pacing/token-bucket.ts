/** Pacing's name for the token bucket, which channels use too. */
export { BURST_MS, burstOf, createTokenBucket, type TokenBucket } from '../lib/token-bucket.ts';
