/** SQL on campaign and connect_instance, which keep their records as JSON beside the columns that are searched. */
import type { Campaign } from '../../../domain/campaign.ts';
import type { InstanceRecord } from '../../instance-store.ts';
import type { Connection } from '../connection.ts';

const INSERT_CAMPAIGN = `
  INSERT INTO campaign (id, account, region, connect_instance_id, name, state, revision, deleted_at, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  RETURNING number`;

/** The number of the new campaign. */
export function insertCampaign(connection: Connection, campaign: Campaign): number {
  const row = connection.get<{ number: number }>(
    INSERT_CAMPAIGN,
    campaign.id,
    campaign.account,
    campaign.region,
    campaign.connectInstanceId,
    campaign.name,
    campaign.state,
    campaign.revision,
    campaign.deletedAt ?? null,
    JSON.stringify(campaign),
  );
  return row?.number ?? 0;
}

const UPDATE_CAMPAIGN = `
  UPDATE campaign SET name = ?, state = ?, revision = ?, deleted_at = ?, body = ?
  WHERE number = ? AND revision = ?`;

/** How many rows were changed: none when the revision is another. */
export function updateCampaign(
  connection: Connection,
  number: number,
  campaign: Campaign,
  expectedRevision: number,
): number {
  return connection.run(
    UPDATE_CAMPAIGN,
    campaign.name,
    campaign.state,
    campaign.revision,
    campaign.deletedAt ?? null,
    JSON.stringify(campaign),
    number,
    expectedRevision,
  );
}

const SELECT_NAMESAKE = `
  SELECT body FROM campaign
  WHERE account = ? AND region = ? AND connect_instance_id = ? AND name = ? AND deleted_at IS NULL AND id <> ?`;

/** Another campaign of the same owner and instance, not deleted, that has the name. */
export function selectNamesake(connection: Connection, campaign: Campaign): Campaign | undefined {
  const row = connection.get<{ body: string }>(
    SELECT_NAMESAKE,
    campaign.account,
    campaign.region,
    campaign.connectInstanceId,
    campaign.name,
    campaign.id,
  );
  return row === undefined ? undefined : readCampaign(row.body);
}

const SELECT_CAMPAIGNS = 'SELECT number, body FROM campaign';

/** Every campaign, the deleted ones too. */
export function selectCampaigns(connection: Connection): { number: number; campaign: Campaign }[] {
  return connection
    .all<{ number: number; body: string }>(SELECT_CAMPAIGNS)
    .map(({ number, body }) => ({ number, campaign: readCampaign(body) }));
}

const INSERT_INSTANCE = `
  INSERT INTO connect_instance (account, region, connect_instance_id, revision, body) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;

/** How many rows were written: none when there is one already. */
export function insertInstance(connection: Connection, instance: InstanceRecord): number {
  const { account, region, connectInstanceId, revision } = instance;
  return connection.run(INSERT_INSTANCE, account, region, connectInstanceId, revision, JSON.stringify(instance));
}

const UPDATE_INSTANCE = `
  UPDATE connect_instance SET revision = ?, body = ?
  WHERE account = ? AND region = ? AND connect_instance_id = ? AND revision = ?`;

export function updateInstance(connection: Connection, instance: InstanceRecord, expectedRevision: number): number {
  const { account, region, connectInstanceId, revision } = instance;
  const body = JSON.stringify(instance);
  return connection.run(UPDATE_INSTANCE, revision, body, account, region, connectInstanceId, expectedRevision);
}

const SELECT_INSTANCES = 'SELECT body FROM connect_instance';

export function selectInstances(connection: Connection): InstanceRecord[] {
  // Written by insertInstance and updateInstance.
  return connection.all<{ body: string }>(SELECT_INSTANCES).map(({ body }) => JSON.parse(body) as InstanceRecord);
}

function readCampaign(body: string): Campaign {
  // Written by insertCampaign and updateCampaign.
  return JSON.parse(body) as Campaign;
}
