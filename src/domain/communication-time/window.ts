/** The communication time of one channel, compiled once per campaign: on a local timeline, before any zone is known. */
import type { TimeWindow } from './config.ts';
import { compileRestrictedDays, nextRestriction, type RestrictedDays, restrictionEnd } from './restricted-days.ts';
import { compileWeeklyHours, type WeeklyHours, weeklyClosing, weeklyOpening } from './weekly-hours.ts';

export type CompiledWindow =
  /** The channel has no communication time: messages go out as soon as possible (admin guide, communication time). */
  | { readonly kind: 'unrestricted' }
  | { readonly kind: 'hours'; readonly weekly: WeeklyHours; readonly restricted: RestrictedDays };

/** A window that has passed validateCommunicationTime, made ready for nextOpen. */
export function compileWindow(window: TimeWindow | undefined): CompiledWindow {
  if (window === undefined) return { kind: 'unrestricted' };
  return {
    kind: 'hours',
    weekly: compileWeeklyHours(window.openHours.dailyHours ?? {}),
    restricted: compileRestrictedDays(window.restrictedPeriods?.restrictedPeriodList ?? []),
  };
}

export type WindowHours = Extract<CompiledWindow, { kind: 'hours' }>;

/** The first open local moment at or after `local`; Infinity when there is none. */
export function localOpening({ weekly, restricted }: WindowHours, local: number): number {
  // Every turn leaves one restricted period behind, so there are at most as many turns as periods, and one.
  for (let from = local; ; ) {
    const opening = weeklyOpening(weekly, from);
    if (opening === Infinity) return Infinity;
    from = restrictionEnd(restricted, opening);
    if (from === opening) return opening;
  }
}

/** The first closed local moment after the open moment `local`; Infinity when there is none. */
export function localClosing({ weekly, restricted }: WindowHours, local: number): number {
  return Math.min(weeklyClosing(weekly, local), nextRestriction(restricted, local));
}
