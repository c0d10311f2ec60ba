/** Metrics of carriers, asked for at a scrape. Their labels are the carriers of the configuration, 32 at most. */
import type { CarrierFigures } from '../channels/carrier-figures.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** Sets the metrics of every carrier. */
export function collectCarriers(metrics: Metrics, carriers: readonly CarrierFigures[]): void {
  for (const { carrier, waiting, underWay, connections, isResting, byResult, seconds } of carriers) {
    for (const [result, count] of Object.entries(byResult)) {
      metrics.set('campanile_carrier_attempts_total', { carrier, result }, count);
    }
    metrics.set('campanile_carrier_submit_seconds_total', { carrier }, seconds);
    metrics.set('campanile_carrier_waiting', { carrier }, waiting);
    metrics.set('campanile_carrier_under_way', { carrier }, underWay);
    if (connections !== undefined) metrics.set('campanile_carrier_connections', { carrier }, connections);
    metrics.set('campanile_carrier_resting', { carrier }, isResting ? 1 : 0);
  }
}
