/** A certificate authority for one test, and a server certificate of it for loopback; made by openssl(1). */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Authority {
  readonly certificateFile: string;
  /** For 127.0.0.1 and localhost. */
  readonly serverCertificateFile: string;
  readonly serverKeyFile: string;
}

/** Makes both in `folder`; `name` keeps several apart. */
export function createAuthority(folder: string, name = 'authority'): Authority {
  const file = (ending: string): string => join(folder, `${name}-${ending}`);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const [certificateFile, authorityKeyFile] = [file('ca.pem'), file('ca.key')];
  const [serverCertificateFile, serverKeyFile] = [file('server.pem'), file('server.key')];

  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    authorityKeyFile,
    '-out',
    certificateFile,
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
  );
  openssl('req', ...newKey, '-keyout', serverKeyFile, '-out', file('server.csr'), '-subj', '/CN=localhost');
  writeFileSync(file('server.ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  openssl(
    ...[
      'x509',
      '-req',
      '-in',
      file('server.csr'),
      '-CA',
      certificateFile,
      '-CAkey',
      authorityKeyFile,
      '-CAcreateserial',
    ],
    ...['-out', serverCertificateFile, '-days', '2', '-extfile', file('server.ext')],
  );
  return { certificateFile, serverCertificateFile, serverKeyFile };
}
