/** Onboarding jobs: how they go on, and what a second start meets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encryptionFault, jobAt, newJob, restart, serviceLinkedRoleArn } from '../../../src/domain/onboarding.ts';

const NOW = 1_000_000;
const PLAIN = { enabled: false };
const KEYED = { enabled: true, encryptionType: 'KMS' as const, keyArn: 'key-1' };

test('a job is in progress until its time is over, then it has succeeded', () => {
  const job = newJob(PLAIN, NOW);
  assert.equal(jobAt(job, NOW + 59_999, 60_000).status, 'IN_PROGRESS');
  assert.equal(jobAt(job, NOW + 60_000, 60_000).status, 'SUCCEEDED');
  assert.equal(jobAt(job, NOW, 0).status, 'SUCCEEDED');
});

test('a failed job stays failed', () => {
  assert.equal(jobAt({ ...newJob(PLAIN, NOW), status: 'FAILED' }, NOW + 60_000, 60_000).status, 'FAILED');
});

test('a second start joins what runs or has succeeded alike, conflicts with another key, and tries a failed one again', () => {
  const job = newJob(KEYED, NOW);
  assert.equal(restart(undefined, PLAIN), 'begin');
  assert.equal(restart(job, PLAIN), 'join');
  assert.equal(restart({ ...job, status: 'SUCCEEDED' }, { ...KEYED }), 'join');
  assert.equal(restart({ ...job, status: 'SUCCEEDED' }, { ...KEYED, keyArn: 'key-2' }), 'conflict');
  assert.equal(restart({ ...job, status: 'FAILED' }, PLAIN), 'begin');
});

test('encryption needs a key when it is on', () => {
  assert.equal(encryptionFault(PLAIN), undefined);
  assert.equal(encryptionFault(KEYED), undefined);
  assert.notEqual(encryptionFault({ enabled: true, encryptionType: 'KMS' }), undefined);
  assert.notEqual(encryptionFault({ enabled: true, keyArn: '' }), undefined);
});

test('the role has the name that AWS gives it, always the same for an instance, and fits into its 256 characters', () => {
  const arn = serviceLinkedRoleArn('123456789012', 'x'.repeat(256));
  assert.match(
    arn,
    /^arn:aws:iam::123456789012:role\/aws-service-role\/connect-campaigns\.amazonaws\.com\/AWSServiceRoleForConnectCampaigns_[0-9a-f]{20}$/,
  );
  assert.ok(arn.length <= 256);
  assert.equal(arn, serviceLinkedRoleArn('123456789012', 'x'.repeat(256)));
  assert.notEqual(arn, serviceLinkedRoleArn('123456789012', 'y'));
});
