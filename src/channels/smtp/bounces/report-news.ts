/** What a report means for the attempt that it is about. */
export interface ReportNews {
  /** SES event types. */
  readonly status: 'Bounce' | 'DeliveryDelay' | 'Complaint';
  /** Begins with the status code of a bounce; names no address. */
  readonly detail: string;
  /** The address takes no mail, or its owner wants none. */
  readonly suppresses?: true;
}
