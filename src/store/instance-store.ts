/** What belongs to a Connect instance and not to one campaign: onboarding, encryption, limits, integrations. */
import type { CommunicationLimits, Owner } from '../domain/campaign.ts';
import type { Instant } from '../lib/clock.ts';

export interface InstanceRecord extends Owner {
  readonly connectInstanceId: string;
  readonly revision: number;
  /** Absent: never onboarded, or offboarded. */
  readonly onboarding?: {
    readonly status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
    readonly failureCode?: string;
    readonly startedAt: Instant;
    readonly encryption: InstanceEncryption;
  };
  /** Present once onboarding has succeeded. */
  readonly config?: { readonly serviceLinkedRoleArn: string; readonly encryption: InstanceEncryption };
  readonly communicationLimits?: { readonly allChannelSubtypes?: CommunicationLimits };
  readonly integrations: readonly InstanceIntegration[];
}

export interface InstanceEncryption {
  readonly enabled: boolean;
  readonly encryptionType?: 'KMS';
  readonly keyArn?: string;
}

export type InstanceIntegration =
  | {
      readonly kind: 'customerProfiles';
      readonly arn: string;
      readonly objectTypeNames: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'qConnect'; readonly arn: string }
  | { readonly kind: 'lambda'; readonly arn: string };

export interface InstanceStore {
  find(owner: Owner, connectInstanceId: string): Promise<InstanceRecord | undefined>;
  /** Writes the next version; expectedRevision 0 means that there must be none yet. */
  put(instance: InstanceRecord, expectedRevision: number): Promise<{ kind: 'updated' } | { kind: 'stale' }>;
}
