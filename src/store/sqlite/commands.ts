/** Everything that can be asked of the engine, by name: what both hosts carry and what the facade calls. */
import { accept } from './operations/accept.ts';
import { claim, finish, receipts, submitted, withdraw } from './operations/attempts.ts';
import { defer, exclude } from './operations/buffered.ts';
import { createCampaign, putInstance, updateCampaign } from './operations/campaigns.ts';
import { countPast } from './operations/count-past.ts';
import { putProfiles } from './operations/directory.ts';
import { dispatchStops, startDispatch, stopDispatch } from './operations/dispatch-switch.ts';
import {
  answerHistory,
  keepLearned,
  learnedTables,
  liveAnswers,
  pruneEvidence,
  recordAnswers,
} from './operations/evidence.ts';
import { hits } from './operations/hits.ts';
import { acquireLease, releaseLeaseOf, renewLease } from './operations/leases.ts';
import { cancel, closeOrphans, closeOverdue, expire, purge, purgeEntries } from './operations/maintenance.ts';
import { lastSequence, readEvents } from './operations/read-events.ts';
import {
  counters,
  nextDue,
  nextExpiry,
  nextOverdue,
  peek,
  profile,
  requestById,
  requests,
  requestsByReference,
} from './operations/reads.ts';
import {
  deleteSegment,
  noteSnapshot,
  profiles,
  putSegment,
  segment,
  segments,
  snapshot,
} from './operations/segments.ts';
import { advance, deadLetters, openSink, settleDeadLetters } from './operations/sinks.ts';
import { suppress, suppressed, suppressionCounts, suppressionsOf, unsuppress } from './operations/suppression.ts';
import {
  activateTemplateVersion,
  createTemplateVersion,
  deactivateTemplateVersion,
  deleteTemplateVersion,
  templateVersions,
} from './operations/template-versions.ts';
import {
  createTemplate,
  deleteTemplate,
  searchTemplates,
  template,
  templates,
  updateTemplate,
} from './operations/templates.ts';

/**
 * The order in which a commit serves what is queued: what frees carriers and agents first, then what keeps them busy,
 * then what callers wait for, then what nobody waits for.
 */
export const LANES = ['finish', 'claim', 'accept', 'maintenance'] as const;

export type Lane = (typeof LANES)[number];

/** Done in one transaction each, together with others. */
export const WRITES = {
  submitted: { lane: 'finish', run: submitted },
  finish: { lane: 'finish', run: finish },
  receipts: { lane: 'finish', run: receipts },
  withdraw: { lane: 'finish', run: withdraw },
  createCampaign: { lane: 'finish', run: createCampaign },
  updateCampaign: { lane: 'finish', run: updateCampaign },
  putInstance: { lane: 'finish', run: putInstance },
  acquireLease: { lane: 'finish', run: acquireLease },
  renewLease: { lane: 'finish', run: renewLease },
  releaseLease: { lane: 'finish', run: releaseLeaseOf },
  stopDispatch: { lane: 'finish', run: stopDispatch },
  startDispatch: { lane: 'finish', run: startDispatch },
  recordAnswers: { lane: 'finish', run: recordAnswers },
  claim: { lane: 'claim', run: claim },
  defer: { lane: 'claim', run: defer },
  exclude: { lane: 'claim', run: exclude },
  accept: { lane: 'accept', run: accept },
  putProfiles: { lane: 'accept', run: putProfiles },
  putSegment: { lane: 'accept', run: putSegment },
  deleteSegment: { lane: 'accept', run: deleteSegment },
  noteSnapshot: { lane: 'accept', run: noteSnapshot },
  createTemplate: { lane: 'accept', run: createTemplate },
  updateTemplate: { lane: 'accept', run: updateTemplate },
  deleteTemplate: { lane: 'accept', run: deleteTemplate },
  createTemplateVersion: { lane: 'accept', run: createTemplateVersion },
  activateTemplateVersion: { lane: 'accept', run: activateTemplateVersion },
  deactivateTemplateVersion: { lane: 'accept', run: deactivateTemplateVersion },
  deleteTemplateVersion: { lane: 'accept', run: deleteTemplateVersion },
  keepLearned: { lane: 'maintenance', run: keepLearned },
  openSink: { lane: 'maintenance', run: openSink },
  advanceSink: { lane: 'maintenance', run: advance },
  settleDeadLetters: { lane: 'maintenance', run: settleDeadLetters },
  suppress: { lane: 'maintenance', run: suppress },
  unsuppress: { lane: 'maintenance', run: unsuppress },
} as const;

/** Done in steps, over several commits if need be; answer how many requests they changed. */
export const MAINTENANCE = {
  expire,
  cancel,
  closeOrphans,
  closeOverdue,
  purge,
  purgeEntries,
  pruneEvidence,
  countPast,
} as const;

/** Done between commits. */
export const READS = {
  peek,
  nextDue,
  nextExpiry: (reader: Parameters<typeof nextExpiry>[0], _input: undefined) => nextExpiry(reader),
  nextOverdue: (reader: Parameters<typeof nextOverdue>[0], _input: undefined) => nextOverdue(reader),
  counters,
  requestById,
  requestsByReference,
  requests,
  profile,
  profiles,
  segment,
  segments,
  snapshot,
  template,
  templates,
  searchTemplates,
  templateVersions,
  suppressed,
  suppressionsOf,
  suppressionCounts,
  hits,
  answerHistory,
  liveAnswers,
  learnedTables,
  dispatchStops: (reader: Parameters<typeof dispatchStops>[0], _input: undefined) => dispatchStops(reader),
  readEvents,
  deadLetters,
  lastSequence: (reader: Parameters<typeof lastSequence>[0], _input: undefined) => lastSequence(reader),
} as const;

export type WriteName = keyof typeof WRITES;
export type MaintenanceName = keyof typeof MAINTENANCE;
export type ReadName = keyof typeof READS;

export type WriteInput<Name extends WriteName> = Parameters<(typeof WRITES)[Name]['run']>[1];
export type WriteOutput<Name extends WriteName> = ReturnType<(typeof WRITES)[Name]['run']>;
export type MaintenanceInput<Name extends MaintenanceName> = Parameters<(typeof MAINTENANCE)[Name]>[1];
export type ReadInput<Name extends ReadName> = Parameters<(typeof READS)[Name]>[1];
export type ReadOutput<Name extends ReadName> = ReturnType<(typeof READS)[Name]>;

/** A call as it travels to the engine. */
export type Call =
  | { readonly kind: 'write'; readonly name: WriteName; readonly input: unknown }
  | { readonly kind: 'maintenance'; readonly name: MaintenanceName; readonly input: unknown; readonly limit: number }
  | { readonly kind: 'read'; readonly name: ReadName; readonly input: unknown };
