import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createHttpServer } from '../../../src/http/server.ts';
import { createRealClock } from '../../../src/lib/clock.ts';
import { createMonotonic } from '../../../src/lib/monotonic.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';

const folder = mkdtempSync(join(tmpdir(), 'campanile-tls-'));
after(() => rmSync(folder, { recursive: true }));
const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];

/** A certificate for 127.0.0.1 that signs itself; false without openssl. */
function makeCertificate(): boolean {
  const args = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=test'.split(' ');
  const name = ['-addext', 'subjectAltName=IP:127.0.0.1'];
  return spawnSync('openssl', [...args, ...name, '-keyout', keyFile, '-out', certFile]).status === 0;
}

const skip = makeCertificate() ? false : 'needs openssl (apt install openssl)';

test('with a certificate and a key the server speaks HTTPS and says so in its address', { skip }, async () => {
  const handle = async () => ({ status: 200, headers: {}, body: 'private' });
  const server = createHttpServer(
    {
      mounts: [{ prefix: '', handle }],
      log: silentLog,
      metrics: createMetrics(),
      monotonic: createMonotonic(),
      wall: createRealClock(),
    },
    { host: '127.0.0.1', port: 0, maxConnections: 10, tls: { certFile, keyFile } },
  );
  const { url } = await server.start();
  after(() => server.stop(0));
  assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
  const body = await new Promise<string>((resolve, reject) => {
    request(url, { ca: readFileSync(certFile), agent: false }, (response) => {
      response.setEncoding('utf8').once('data', resolve);
    })
      .once('error', reject)
      .end();
  });
  assert.equal(body, 'private');
});
